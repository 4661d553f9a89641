"""Payments over real HTTP, against a server that speaks Stripe's API."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.stripe_server import charging, happenings, subscribing
from tests.stripe_server.serving import StandIn, standing_in
from wtsocial.core.settings import settings
from wtsocial.gateways.stripe import client, payments
from wtsocial.gateways.stripe.payments import CheckoutOrder, PaymentsFailed, PaymentsRefused, Settlement, start_checkout

ORDER = CheckoutOrder(
    reference="d-1", kind="once", amount=2500, currency="EUR", customer="", email="ada@reader.example", product="A donation",
    success_url="https://social.example/donate/thanks?session={CHECKOUT_SESSION_ID}", cancel_url="https://social.example/donate", locale="he",
)  # fmt: skip
MONTHLY = replace(ORDER, reference="d-2", kind="monthly", amount=500)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def server(environment: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    """A stand-in, and settings that lead to it; nothing pauses between tries."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.01)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.01)
    async with standing_in() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield running


async def told(server: StandIn, kind: str) -> dict[str, Any]:
    return next(event["data"]["object"] for event in reversed(server.world.events) if event["type"] == kind)


def test_without_keys_donations_are_not_set_up(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not payments.configured()
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", "sk_live_1")
    settings.cache_clear()
    assert not payments.configured()
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_1")
    settings.cache_clear()
    assert payments.configured()
    assert not payments.is_test_mode()
    assert not payments.is_test_server()


async def test_without_a_key_nothing_is_asked(environment: Path) -> None:
    with pytest.raises(PaymentsRefused):
        await start_checkout(ORDER)


async def test_the_stand_in_is_known_for_one(server: StandIn) -> None:
    assert (payments.configured(), payments.is_test_server(), payments.is_test_mode()) == (True, True, True)


async def test_a_gift_is_paid_on_the_page_that_was_started(server: StandIn) -> None:
    started = await start_checkout(ORDER)
    assert started.url == f"{server.url}/c/pay/{started.id}"
    assert timedelta(hours=23) < started.expires_at - datetime.now(UTC) < timedelta(hours=25)
    happenings.pay(server.world, started.id)
    session, intent = await told(server, "checkout.session.completed"), await told(server, "payment_intent.succeeded")
    assert (session["client_reference_id"], session["metadata"]) == ("d-1", {"wtsocial_donation": "d-1"})
    assert (session["amount_total"], session["currency"], session["payment_status"]) == (2500, "eur", "paid")
    assert (session["submit_type"], session["locale"], session["adaptive_pricing"]) == ("donate", "auto", {"enabled": False})
    assert (intent["metadata"], intent["receipt_email"]) == ({"wtsocial_donation": "d-1"}, "ada@reader.example")
    assert (await told(server, "charge.succeeded"))["metadata"] == {"wtsocial_donation": "d-1"}


async def test_a_monthly_gift_is_a_subscription_that_knows_its_donation(server: StandIn) -> None:
    started = await start_checkout(MONTHLY)
    happenings.pay(server.world, started.id)
    subscription, invoice = await told(server, "customer.subscription.created"), await told(server, "invoice.paid")
    price = subscription["items"]["data"][0]["price"]
    assert (price["unit_amount"], price["currency"], price["recurring"]["interval"]) == (500, "eur", "month")
    assert subscription["metadata"] == {"wtsocial_donation": "d-2"}
    assert invoice["parent"]["subscription_details"] == {"metadata": {"wtsocial_donation": "d-2"}, "subscription": subscription["id"]}
    yearly = await start_checkout(replace(MONTHLY, reference="d-3", kind="yearly", customer=subscription["customer"]))
    happenings.pay(server.world, yearly.id)
    later = await told(server, "customer.subscription.created")
    assert later["items"]["data"][0]["price"]["recurring"]["interval"] == "year"
    assert later["customer"] == subscription["customer"]


async def test_the_invoice_of_a_payment_is_found(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(MONTHLY)).id)
    invoice = await payments.invoice_of((await told(server, "payment_intent.succeeded"))["id"])
    assert invoice
    assert invoice["parent"]["subscription_details"]["metadata"] == {"wtsocial_donation": "d-2"}
    happenings.pay(server.world, (await start_checkout(ORDER)).id)
    assert await payments.invoice_of((await told(server, "payment_intent.succeeded"))["id"]) is None


async def test_the_same_reference_gets_the_same_page_and_never_another_sum(server: StandIn) -> None:
    first = await start_checkout(ORDER)
    assert await start_checkout(ORDER) == first
    assert len(server.world.every("checkout.session")) == 1
    with pytest.raises(PaymentsRefused):
        await start_checkout(replace(ORDER, amount=1))


async def test_yen_are_counted_whole(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(replace(ORDER, amount=1500, currency="JPY"))).id)
    assert (await told(server, "charge.succeeded"))["amount"] == 1500


@pytest.mark.parametrize(
    "order",
    [replace(ORDER, amount=10), replace(ORDER, amount=100_000_000), replace(ORDER, currency="XXX"), replace(ORDER, customer="cus_none"),
     replace(ORDER, success_url="nowhere")],
)  # fmt: skip
async def test_what_stripe_will_not_take_is_a_refusal_that_quotes_nothing(server: StandIn, order: CheckoutOrder) -> None:
    with pytest.raises(PaymentsRefused) as refused:
        await start_checkout(order)
    assert "ada@" not in str(refused.value)


async def test_a_wrong_key_is_a_refusal_that_does_not_show_it(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", "sk_test_of_somebody_else")
    settings.cache_clear()
    with pytest.raises(PaymentsRefused) as refused:
        await start_checkout(ORDER)
    assert "401" in str(refused.value)
    assert "else" not in str(refused.value)


async def test_a_stumble_of_stripe_is_tried_again_under_the_same_key(server: StandIn) -> None:
    server.api.trouble.times, server.api.trouble.status = 2, 500
    assert (await start_checkout(ORDER)).url
    keys = {headers["Idempotency-Key"] for _, path, headers in server.api.asked if path == "/v1/checkout/sessions"}
    assert len(server.api.asked) == 3
    assert len(keys) == 1


@pytest.mark.parametrize("status", [500, 503, 429, 409])
async def test_trouble_at_stripe_is_a_failure_that_may_pass(server: StandIn, status: int) -> None:
    server.api.trouble.times, server.api.trouble.status = 9, status
    with pytest.raises(PaymentsFailed):
        await start_checkout(ORDER)
    server.api.trouble.times = 0
    assert (await start_checkout(ORDER)).url


async def test_a_stripe_that_is_not_there_or_slow_is_a_failure(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_SECONDS", 0.05)
    server.api.trouble.times, server.api.trouble.seconds = 9, 0.5
    with pytest.raises(PaymentsFailed):
        await start_checkout(ORDER)
    monkeypatch.setenv("WTSOCIAL_STRIPE_API_BASE", "http://127.0.0.1:9")
    settings.cache_clear()
    with pytest.raises(PaymentsFailed):
        await start_checkout(ORDER)


async def test_the_loop_is_free_while_stripe_thinks(server: StandIn) -> None:
    server.api.trouble.times, server.api.trouble.seconds = 1, 0.3
    started = asyncio.create_task(start_checkout(ORDER))
    ticks = 0
    while not started.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert (await started).url
    # A loop that is held would tick when it is let go, and find it done.
    assert ticks > 2


async def test_stripe_is_asked_in_the_pinned_version_and_told_nothing_of_this_machine(server: StandIn) -> None:
    await start_checkout(ORDER)
    await start_checkout(MONTHLY)
    for _, _, headers in server.api.asked:
        assert headers["Stripe-Version"] == payments.API_VERSION
        assert "X-Stripe-Client-Telemetry" not in headers
        assert "platform" not in headers["X-Stripe-Client-User-Agent"]


async def test_the_portal_opens_for_a_customer_and_for_nobody_else(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(MONTHLY)).id)
    customer = (await told(server, "checkout.session.completed"))["customer"]
    assert (await payments.open_portal(customer, "https://social.example/donate")).startswith(f"{server.url}/p/session/")
    with pytest.raises(PaymentsRefused):
        await payments.open_portal("cus_none", "https://social.example/donate")


async def test_what_a_charge_brought_is_told_in_the_accounts_currency(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(replace(ORDER, currency="USD"))).id)
    charge = await told(server, "charge.succeeded")
    settled = await payments.settlement(charge["id"])
    assert settled == Settlement("eur", 2250, 95, charge["balance_transaction"])
    refund = charging.refund(server.world, charge["id"], 1000)
    back = await payments.settlement_of_refund(refund["id"])
    assert back
    assert (back.amount, back.fee) == (-900, 0)
    with pytest.raises(PaymentsRefused):
        await payments.settlement("ch_none")


async def test_a_charge_that_is_not_counted_yet_has_no_settlement(server: StandIn) -> None:
    server.world.counted_at_once = False
    happenings.pay(server.world, (await start_checkout(ORDER)).id, delayed=True)
    happenings.settle(server.world, server.world.every("checkout.session")[0]["id"])
    charge = await told(server, "charge.succeeded")
    assert await payments.settlement(charge["id"]) is None
    charging.count(server.world, server.world.get(charge["id"]))
    assert await payments.settlement(charge["id"])


async def test_a_dispute_takes_with_a_fee_and_gives_back_without_it(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(ORDER)).id)
    dispute = charging.dispute(server.world, (await told(server, "charge.succeeded"))["id"])

    async def moved() -> list[tuple[int, int]]:
        disputes = [dispute async for charge in payments.charges_since(LONG_AGO) for dispute in charge["disputes"]]
        return [(one["amount"], one["fee"]) for dispute in disputes for one in dispute["balance_transactions"]]

    assert await moved() == [(-2500, 1500)]
    charging.decide(server.world, dispute["id"], won=True)
    assert await moved() == [(-2500, 1500), (2500, 0)]


async def test_events_are_read_back_oldest_first_over_days_and_pages(server: StandIn) -> None:
    session = (await start_checkout(MONTHLY)).id
    server.world.shift = -3 * 86_400
    happenings.pay(server.world, session)
    subscription = (await told(server, "customer.subscription.created"))["id"]
    for day in range(-3, 1):
        server.world.shift = day * 86_400
        for _ in range(4):
            subscribing.renew(server.world, subscription)
    happened = [event["id"] for event in server.world.events]
    assert len(happened) > 100
    assert [event.id async for event in payments.events_since(LONG_AGO)] == happened
    paid = [event async for event in payments.events_since(LONG_AGO, ["invoice.paid"])]
    assert [event.type for event in paid] == ["invoice.paid"] * 17
    assert sorted(paid, key=lambda event: event.created) == paid
    recent = [event async for event in payments.events_since(datetime.now(UTC) - timedelta(hours=1))]
    assert 0 < len(recent) < len(happened) / 2


async def test_charges_are_read_with_all_that_became_of_them(server: StandIn) -> None:
    for reference in ("a", "b", "c"):
        happenings.pay(server.world, (await start_checkout(replace(ORDER, reference=reference))).id)
    plain, back, disputed = (charge["id"] for charge in server.world.every("charge"))
    charging.refund(server.world, back, 500)
    charging.refund(server.world, back)
    charging.decide(server.world, charging.dispute(server.world, disputed)["id"], won=False)
    found = {charge["id"]: charge async for charge in payments.charges_since(LONG_AGO)}
    assert list(found) == [disputed, back, plain]
    assert (found[plain]["refunds"]["data"], found[plain]["disputes"]) == ([], [])
    assert [(refund["amount"], refund["balance_transaction"]["amount"]) for refund in found[back]["refunds"]["data"]] == [
        (2000, -2000),
        (500, -500),
    ]
    assert [dispute["status"] for dispute in found[disputed]["disputes"]] == ["lost"]
    assert found[plain]["balance_transaction"]["net"] == 2500 - 102
    assert [charge async for charge in payments.charges_since(datetime.now(UTC) + timedelta(hours=1))] == []


async def test_subscriptions_are_read_with_the_ended_ones(server: StandIn) -> None:
    for reference in ("a", "b"):
        happenings.pay(server.world, (await start_checkout(replace(MONTHLY, reference=reference))).id)
    ended, going = (one["id"] for one in server.world.every("subscription"))
    subscribing.cancel(server.world, ended, at_period_end=False)
    assert {one["id"]: one["status"] async for one in payments.subscriptions()} == {going: "active", ended: "canceled"}


async def test_a_list_that_breaks_off_says_so(server: StandIn) -> None:
    happenings.pay(server.world, (await start_checkout(ORDER)).id)
    server.api.trouble.times, server.api.trouble.status = 9, 500
    with pytest.raises(PaymentsFailed):
        assert [charge async for charge in payments.charges_since(LONG_AGO)]
