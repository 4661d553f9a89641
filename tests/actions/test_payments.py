"""Payments: what Stripe tells is credited once, whatever is told how often and in which order."""

import json

import pytest
from sqlmodel import func, select

from tests.factories import make_member
from tests.money import Stripe, look, make_order, receive
from tests.text.samples import FOLDER
from wtsocial import db
from wtsocial.models import StripeEvent


async def test_a_payment_is_credited_once_and_thanked_for_once() -> None:
    ana = await make_member("ana")
    await make_order(ana)
    await receive(Stripe().pay_once() * 2)
    found = await look()
    assert found.state == "paid 1000 EUR"
    assert [(charge, amount, refunded) for charge, amount, _, _, refunded, *_ in found.payments] == [("ch_1_1", 1000, 0)]
    assert found.balances == {("donations:once", "EUR"): -1000, ("stripe", "EUR"): 1000}
    assert found.mails == ["receipt:ch_1_1"]
    assert found.notices == [("donation_receipt", "€10")]


async def test_what_names_no_order_of_ours_credits_nothing() -> None:
    await make_order(reference="another")
    await receive([*Stripe().pay_once(), *Stripe("2", reference="order-2").subscribe()])
    found = await look()
    assert (found.state, found.payments, found.ledger, found.mails) == ("started 1000 EUR", [], {}, [])


@pytest.mark.parametrize("old", [False, True], ids=["new API", "old API"])
async def test_a_subscription_is_credited_for_each_invoice_in_both_shapes_of_the_api(old: bool) -> None:
    ana = await make_member("ana")
    await make_order(ana, kind="monthly")
    stripe = Stripe(old=old)
    stripe.subscribe()
    stripe.pay_invoice(2)
    await receive(stripe.events)
    found = await look()
    assert found.balances == {("donations:monthly", "EUR"): -2000, ("stripe", "EUR"): 2000}
    assert found.mails == ["receipt:ch_1_1", "receipt:ch_1_2"]
    assert found.state == "paid 1000 EUR"


async def test_the_recorded_webhooks_pass_and_credit_nothing_that_is_not_ours() -> None:
    recorded = [json.loads(path.read_text()) for path in sorted((FOLDER / "stripe_webhooks").glob("*.json"))]
    await make_order()
    stripe = Stripe("recorded")
    for event in recorded:
        stripe.tell(event["type"], event["data"]["object"])
    await receive([*stripe.events, *stripe.events])
    found = await look()
    assert (found.state, found.payments, found.ledger, found.mails) == ("started 1000 EUR", [], {}, [])
    async with db.reading() as session:
        unworked = select(func.count()).select_from(StripeEvent).where(StripeEvent.worked_at == None)  # noqa: E711
        assert (await session.exec(unworked)).one() == 0
