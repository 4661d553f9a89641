"""Reconciling: what was never told is fetched and entered; what agrees is left as it is."""

import pytest

from tests.donations.giving import gift, heard, page
from tests.factories import make_member
from tests.money import look
from tests.stripe_server import charging, happenings
from tests.stripe_server.serving import StandIn
from wtsocial.core.errors import Refusal
from wtsocial.core.settings import settings
from wtsocial.donations import checkout, reconciliation
from wtsocial.donations import queries as given


async def test_reconciling_enters_what_was_never_told_and_finds_the_rest_in_order(stripe: StandIn) -> None:
    ana = await make_member("ana")
    await checkout.start(ana, **gift())
    await checkout.start(ana, **gift(kind="yearly"))
    for one in stripe.world.every("checkout.session"):
        happenings.pay(stripe.world, one["id"])
    charging.refund(stripe.world, stripe.world.every("charge")[0]["id"], 700)
    report = await reconciliation.reconcile()
    assert (report.unheard, report.charges, report.differing, report.trouble) == (report.events, 2, [], 0)
    assert len(report.entered) == 3
    again = await reconciliation.reconcile()
    assert (again.unheard, again.entered, again.differing) == (0, [], [])
    assert (await look()).balances == {
        ("donations:once", "EUR"): -2500, ("donations:yearly", "EUR"): -2500, ("refunds", "EUR"): 700, ("stripe", "EUR"): 4300,
    }  # fmt: skip


async def test_reconciling_finds_charges_whose_events_stripe_forgot(stripe: StandIn) -> None:
    ana = await make_member("ana")
    await checkout.start(ana, **gift(kind="monthly"))
    happenings.pay(stripe.world, page(stripe))
    stripe.world.kinds["event"].clear()
    report = await reconciliation.reconcile(days=30)
    assert (report.events, report.charges, report.differing, len(report.entered)) == (0, 1, [], 1)
    assert (await given.mine(ana))[0].state == "paid"


async def test_reconciling_says_what_differs_and_enters_a_refund_that_was_never_told(stripe: StandIn) -> None:
    await checkout.start(await make_member("ana"), **gift())
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    charge = stripe.world.every("charge")[0]
    # What Stripe says of a charge, without any refund that explains it.
    charge["amount_refunded"] = 900
    report = await reconciliation.reconcile()
    assert report.differing == [f"{charge['id']}: paid 2500, back 0; Stripe says 2500 and 900"]
    charge["amount_refunded"] = 0
    made = charging.refund(stripe.world, charge["id"], 900)
    stripe.world.kinds["event"].clear()
    report = await reconciliation.reconcile()
    assert (report.differing, report.entered) == ([], [f"refund:{made['id']}"])


async def test_reconciling_without_keys_or_without_an_answer_says_so(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match=r"donate\.not_set_up"):
        await reconciliation.reconcile()
    for name, value in {"SECRET_KEY": "sk_test_1", "WEBHOOK_SECRET": "whsec_1", "API_BASE": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(f"WTSOCIAL_STRIPE_{name}", value)
    settings.cache_clear()
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.01)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.01)
    with pytest.raises(Refusal, match=r"donate\.unreachable"):
        await reconciliation.reconcile()
