"""Payments: what Stripe tells is credited once, whatever is told how often, in which order, and whoever is killed meanwhile."""

import asyncio
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as looking
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import col, func, select, update

from tests.donations.money_stories import stories, tellings
from tests.factories import make_member
from tests.money import Found, Stripe, look, make_order, process_due, receive
from tests.text.samples import FOLDER
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.donations import crediting, webhook_events
from wtsocial.donations.queries import health
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.joining import waiting_list
from wtsocial.models import Admission, Job, LedgerSum, Member, StripeEvent, now

Statements = Callable[[], AbstractContextManager[list[str]]]


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
    if not (FOLDER / "stripe_webhooks").is_dir():
        pytest.skip("the recorded webhooks are not here")
    recorded = [json.loads(path.read_text()) for path in sorted((FOLDER / "stripe_webhooks").glob("*.json"))]
    await make_order()
    stripe = Stripe("recorded")
    for told in recorded:
        stripe.tell(told["type"], told["data"]["object"])
    await receive([*stripe.events, *stripe.events])
    found = await look()
    assert (found.state, found.payments, found.ledger, found.mails) == ("started 1000 EUR", [], {}, [])
    async with db.reading() as session:
        unworked = select(func.count()).select_from(StripeEvent).where(col(StripeEvent.worked_at).is_(None))
        assert (await session.exec(unworked)).one() == 0


async def test_of_all_who_are_called_for_a_burst_of_events_one_works_on_each(count_statements: Statements) -> None:
    told: list[ReceivedEvent] = []
    for number in range(4):
        await make_order(reference=f"order-{number}")
        told += Stripe(f"{number}", reference=f"order-{number}").pay_once()
    for one in told:
        await webhook_events.store_event(one)
    with count_statements() as sent:
        done = await asyncio.gather(*(process_due() for _ in told))
    assert (sum(done), len((await look()).payments)) == (len(told), 4)
    assert len([one for one in sent if "stripeevent.payload" in one]) == len(told)


_examples = itertools.count()


def _renamed(events: Iterable[ReceivedEvent], name: str) -> list[ReceivedEvent]:
    """The same story about another order."""

    def renamed(text: str) -> str:
        return text.replace("NAME", name).replace("ORDER", f"order-{name}.")

    return [replace(one, id=renamed(one.id), payload=json.loads(renamed(json.dumps(one.payload)))) for one in events]


async def _found(name: str) -> Found:
    """What the database says of it, under a name that all have."""
    found = await look(name, reference=f"order-{name}.")
    plain = [tuple(str(value).replace(name, "NAME") for value in payment) for payment in found.payments]
    ledger = {key.replace(name, "NAME"): lines for key, lines in found.ledger.items()}
    return replace(found, payments=plain, ledger=ledger, mails=[], notices=[])


@looking(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_every_order_and_duplication_ends_in_the_same_books(data: st.DataObject) -> None:
    story = data.draw(stories(name="NAME", reference="ORDER"))
    told = data.draw(tellings(story))
    number = next(_examples)
    ends: list[Found] = []
    for name, events in ((f"a{number}z", story.events), (f"b{number}z", told)):
        await make_order(reference=f"order-{name}.", kind=story.kind, amount=story.amount, currency=story.currency)
        await receive(_renamed(events, name))
        ends.append(await _found(name))
    assert ends[0] == ends[1]
    assert ends[0].payments


class Killed(BaseException):
    """What a process that is killed does not live to see."""


@contextmanager
def _broken_off(after: int, how: type[BaseException]) -> Iterator[list[str]]:
    """Break off at the statement (or commit) with this number; answers those that were sent before."""
    sent: list[str] = []

    def count(what: str) -> None:
        sent.append(what)
        if len(sent) == after + 1:
            raise how

    def before_statement(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        count(statement)

    def before_commit(_connection: Any) -> None:
        count("COMMIT")

    engine = db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", before_statement)
    event.listen(engine, "commit", before_commit)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", before_statement)
        event.remove(engine, "commit", before_commit)


async def _waiting(name: str) -> Viewer:
    member = await make_member(name, state="waiting", confirmed=True)
    async with db.transaction() as change:
        await waiting_list.enqueue(change, member.id)
    return member


@pytest.mark.parametrize(("how", "stride"), [(Killed, 1), (RuntimeError, 3)], ids=["killed", "failed"])
async def test_broken_off_at_any_step_between_receipt_and_credit_the_retry_has_one_effect(how: type[BaseException], stride: int) -> None:
    step = 0
    for step in itertools.count(0, stride):
        name = f"k{step}z"
        donor = await _waiting(name)
        await make_order(donor, reference=f"order-{name}")
        events = Stripe(name, reference=f"order-{name}").pay_once()[:2]
        with _broken_off(step, how) as sent, suppress(Killed, RuntimeError):
            await receive(events)
        async with db.transaction() as change:
            await change.session.exec(update(Job).where(col(Job.state).in_(["waiting", "running"])).values(state="waiting", due_at=now()))
        # Stripe tells it again, since nobody answered; and the worker finds what was kept.
        await receive(events)
        found = await look(name, reference=f"order-{name}")
        assert [payment[:2] for payment in found.payments] == [(f"ch_{name}_1", 1000)], step
        assert found.balances == {("donations:once", "EUR"): -1000, ("stripe", "EUR"): 1000}
        assert found.mails == [f"receipt:ch_{name}_1"]
        if len(sent) <= step:
            break
    assert step > 40, "nothing was broken off: the test would say nothing"
    async with db.reading() as session:
        let_in = (await session.exec(select(func.count()).select_from(Admission).where(Admission.way == "donation"))).one()
        active = (await session.exec(select(func.count()).select_from(Member).where(Member.state == "active"))).one()
        sums = (await session.exec(select(func.sum(LedgerSum.lines)).where(LedgerSum.account == "stripe"))).one()
    times = step // stride + 1
    assert (let_in, active, int(sums)) == (times, times, times)
    assert len((await look()).notices) == times


async def test_the_same_event_a_hundred_times_at_once_is_kept_and_worked_on_once() -> None:
    ana = await make_member("ana")
    await make_order(ana)
    stripe = Stripe()
    stripe.tell("charge.succeeded", stripe.charge(metadata=stripe.metadata))
    kept = await asyncio.gather(*(webhook_events.store_event(stripe.events[0]) for _ in range(100)))
    assert sum(kept) == 1
    done = await asyncio.gather(*(process_due() for _ in range(20)))
    assert sum(done) == 1
    found = await look()
    assert (len(found.payments), len(found.ledger), len(found.notices)) == (1, 1, 1)


async def test_an_event_that_cannot_be_worked_on_keeps_no_other_up_and_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_order()
    bad, good = Stripe("2", reference="order-2"), Stripe()
    bad.tell("charge.succeeded", bad.charge(created="yesterday", metadata={"wtsocial_donation": "order-2"}))
    await make_order(reference="order-2")
    learn = crediting.apply_objects

    async def failing(change: Any, told: Any) -> Any:
        if any("_2_" in one.id for one in told):
            raise ValueError("no such moment")
        return await learn(change, told)

    monkeypatch.setattr(webhook_events, "apply_objects", failing)
    await receive([*bad.events, *good.pay_once()])
    assert len((await look()).payments) == 1
    async with db.reading() as session:
        stuck = (await session.exec(select(StripeEvent).where(col(StripeEvent.worked_at).is_(None)))).one()
        job = (await session.exec(select(Job).where(Job.key == f"stripe_event:{stuck.id}"))).one()
    assert (job.state, job.attempts, job.last_error) == ("waiting", 1, "ValueError: no such moment")
    assert job.due_at > now()
    assert ((await health()).waiting, (await health()).failed) == (1, 1)


async def test_objects_that_name_two_orders_credit_neither() -> None:
    await make_order()
    await make_order(reference="order-2")
    stripe = Stripe()
    stripe.tell("charge.succeeded", stripe.charge(metadata={"wtsocial_donation": "order-2"}))
    stripe.tell("payment_intent.succeeded", stripe.intent(metadata=stripe.metadata))
    stripe.events.reverse()
    await receive(stripe.events[:1])
    await receive(stripe.events[1:])
    found = await look()
    assert (found.payments, found.ledger) == ([], {})
