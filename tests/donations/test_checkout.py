"""Donations: what is typed becomes an order and a page of Stripe's; only what Stripe tells afterwards credits anything."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.donations.giving import gift, heard, mails, page
from tests.factories import make_member
from tests.money import look, receive
from tests.stripe_server import charging, happenings, subscribing
from tests.stripe_server.api import Trouble
from tests.stripe_server.serving import StandIn
from wtsocial import db, jobs
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotFound, Refusal, TooMany
from wtsocial.donations import checkout, fees, ledger, ledger_queries
from wtsocial.donations import queries as given
from wtsocial.donations.processing_lock import lock_processing
from wtsocial.donations.reconstruction import Entry
from wtsocial.gateways.stripe.webhooks import event_of
from wtsocial.jobs import Worker
from wtsocial.joining import waiting_list
from wtsocial.models import Donation, JoiningSettings, Payment, now
from wtsocial.text import limits


async def _run_due(queue: jobs.Queue, *, minutes: int = 0) -> int:
    return await Worker(queues=[queue], clock=lambda: now() + timedelta(minutes=minutes)).run_due()


async def test_a_gift_is_credited_when_stripe_tells_of_it_and_not_before(stripe: StandIn) -> None:
    ana = await make_member("ana")
    url = await checkout.start(ana, **gift())
    assert url.startswith(stripe.url)
    assert (await given.mine(ana), (await look()).ledger) == ([], {})
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    (mine,) = await given.mine(ana)
    assert (mine.kind, mine.amount, mine.currency, mine.state, [paid.amount for paid in mine.payments]) == (
        "once",
        2500,
        "EUR",
        "paid",
        [2500],
    )
    assert (await look()).balances == {("donations:once", "EUR"): -2500, ("stripe", "EUR"): 2500}


async def test_the_thanks_page_credits_nothing_and_shows_nobody_elses(stripe: StandIn) -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    await checkout.start(ana, **gift())
    reference = stripe.world.every("checkout.session")[-1]["client_reference_id"]
    seen = await given.thanks(ana, reference)
    assert (seen.state, seen.payments, (await look()).ledger) == ("started", [], {})
    with pytest.raises(NotFound):
        await given.thanks(ben, reference)
    for guessed in ("x" * 10_000, "a\x00b", "\ud800", ""):
        with pytest.raises(NotFound):
            await given.thanks(Viewer(), guessed)


async def test_a_reader_without_a_login_may_give_and_sees_it_by_the_reference(stripe: StandIn, environment: Path) -> None:
    await checkout.start(Viewer(), **gift(show_name=True, mark=True, language="he"))
    happenings.pay(stripe.world, page(stripe), email="reader@reader.example")
    await heard(stripe)
    await _run_due(jobs.MAIL)
    seen = await given.thanks(Viewer(), stripe.world.every("checkout.session")[-1]["client_reference_id"])
    assert (seen.state, seen.show_name, seen.mark) == ("paid", False, False)
    assert ["To: reader@reader.example" in letter for letter in mails(environment)] == [True]


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("-5", "EUR"), ("nan", "EUR"), ("1" + "0" * 20, "EUR"), ("0", "EUR"), ("12,5", "JPY"), ("5", "XXX"), ("", "EUR")],
)
async def test_an_amount_that_is_none_is_refused_and_nobody_asked(stripe: StandIn, amount: str, currency: str) -> None:
    with pytest.raises(Invalid) as refused:
        await checkout.start(Viewer(), **gift(amount=amount, currency=currency))
    assert refused.value.field in ("amount", "currency")
    assert stripe.api.asked == []


async def test_yen_have_no_hundredths(stripe: StandIn) -> None:
    ana = await make_member("ana")
    await checkout.start(ana, **gift(amount="3000", currency="JPY"))
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    assert (await look()).balances == {("donations:once", "JPY"): -3000, ("stripe", "JPY"): 3000}
    assert stripe.world.every("charge")[-1]["amount"] == 3000


async def test_without_keys_nothing_is_promised(database: str) -> None:
    with pytest.raises(Refusal, match=r"donate\.not_set_up"):
        await checkout.start(Viewer(), **gift())
    with pytest.raises(Refusal, match=r"donate\.not_set_up"):
        await checkout.manage(await make_member("ana"))
    with pytest.raises(LoginNeeded):
        await checkout.manage(Viewer())


async def test_while_stripe_does_not_answer_a_word_says_so(stripe: StandIn) -> None:
    stripe.api.trouble = Trouble(times=9, status=500)
    with pytest.raises(Refusal, match=r"donate\.unreachable"):
        await checkout.start(await make_member("ana"), **gift())
    assert (await look()).state == "started 2500 EUR"


async def test_nobody_makes_pages_without_end(stripe: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DONATIONS_PER_HOUR", 1)
    monkeypatch.setattr(limits, "STRANGERS_DONATIONS_PER_HOUR", 1)
    for somebody in (await make_member("ana"), Viewer()):
        await checkout.start(somebody, **gift())
        with pytest.raises(TooMany):
            await checkout.start(somebody, **gift())


async def test_the_portal_opens_for_who_gave_and_for_nobody_else(stripe: StandIn) -> None:
    ana = await make_member("ana")
    with pytest.raises(NotFound):
        await checkout.manage(ana)
    await checkout.start(ana, **gift(kind="monthly"))
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    assert (await checkout.manage(ana)).startswith(stripe.url)
    assert (await given.mine(ana))[0].manageable


async def test_a_monthly_gift_from_beginning_to_end(stripe: StandIn, environment: Path) -> None:
    noam = await make_member("noam", language="he")
    await checkout.start(noam, **gift(kind="monthly", amount="10"))
    happenings.pay(stripe.world, page(stripe))
    subscription = stripe.world.every("subscription")[-1]["id"]
    subscribing.renew(stripe.world, subscription)
    subscribing.fail_renewal(stripe.world, subscription)
    await heard(stripe)
    assert (await given.mine(noam))[0].state == "failing"
    stripe.world.pass_a_second()
    subscribing.retry(stripe.world, subscription, paid=True)
    subscribing.change_amount(stripe.world, subscription, 1500)
    subscribing.renew(stripe.world, subscription)
    await heard(stripe)
    (mine,) = await given.mine(noam)
    assert (mine.state, mine.amount, [paid.amount for paid in mine.payments]) == ("paid", 1500, [1500, 1000, 1000, 1000])
    subscribing.end(stripe.world, subscription)
    await heard(stripe)
    (mine,) = await given.mine(noam)
    assert (mine.state, mine.manageable, mine.ends > 0) == ("ended", False, True)
    found = await look()
    assert found.balances == {("donations:monthly", "EUR"): -4500, ("stripe", "EUR"): 4500}
    assert [mail.partition(":")[0] for mail in found.mails] == ["ended", "failed", "receipt", "receipt", "receipt", "receipt"]
    await _run_due(jobs.MAIL)
    assert len(mails(environment)) == 6


async def test_refunds_and_disputes_leave_the_books_as_stripe_has_them(stripe: StandIn) -> None:
    ana = await make_member("ana")
    for _ in range(3):
        await checkout.start(ana, **gift())
        happenings.pay(stripe.world, page(stripe))
    first, second, third = [one["id"] for one in stripe.world.every("charge")]
    charging.refund(stripe.world, first, 500)
    charging.refund(stripe.world, first)
    charging.decide(stripe.world, charging.dispute(stripe.world, second)["id"], won=True)
    charging.decide(stripe.world, charging.dispute(stripe.world, third)["id"], won=False)
    await heard(stripe)
    await _run_due(fees.FEES)
    shown = {paid.dispute or "none": paid.refunded for one in await given.mine(ana) for paid in one.payments}
    assert shown == {"none": 2500, "won": 0, "lost": 0}
    balance = sum(moved["net"] for moved in stripe.world.every("balance_transaction"))
    assert (await look()).balances["stripe", "EUR"] == balance
    assert (await ledger_queries.books(Viewer())).left == balance


async def test_when_stripe_does_not_answer_the_credit_stands_and_its_fee_follows(stripe: StandIn) -> None:
    ana = await make_member("ana")
    await checkout.start(ana, **gift(currency="USD"))
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    stripe.api.trouble = Trouble(times=9, status=500)
    assert await _run_due(fees.FEES) == 1
    assert (await look()).balances == {("donations:once", "USD"): -2500, ("stripe", "USD"): 2500}
    stripe.api.trouble = Trouble()
    assert await _run_due(fees.FEES) == 0, "it is asked again later, not at once"
    assert (await _run_due(fees.FEES, minutes=3), await _run_due(fees.FEES, minutes=3)) == (1, 0)
    moved = stripe.world.every("balance_transaction")[-1]
    balances = (await look()).balances
    assert balances["stripe", "EUR"] == moved["net"]
    assert balances["fees", "EUR"] == moved["fee"]
    assert ("stripe", "USD") not in balances
    assert balances["exchange", "USD"] == 2500


async def test_a_gift_lets_a_waiting_donor_in_once_or_opens_places_in_order(stripe: StandIn) -> None:
    line = [await make_member(f"waiting{number}", state="waiting", confirmed=True) for number in range(4)]
    async with db.transaction() as change:
        for member in line:
            await waiting_list.enqueue(change, member.id)
        (await waiting_list.lock(change)).place_price = 1000
    await checkout.start(line[3], **gift())
    await checkout.start(await make_member("ana"), **gift(purpose="places"))
    for one in stripe.world.every("checkout.session"):
        happenings.pay(stripe.world, one["id"])
    await heard(stripe)
    await heard(stripe)
    assert sorted(payment[-2:] for payment in (await look()).payments) == [(0, True), (2, False)]
    async with db.reading() as session:
        price = (await session.exec(select(JoiningSettings.place_price))).one()
        left = await waiting_list.waiting_count(session)
    assert (price, left) == (1000, 1)
    assert (await ledger_queries.books(Viewer())).places == 2


async def test_the_mark_and_the_name_are_shown_to_those_who_said_so_and_as_long(stripe: StandIn) -> None:
    ana = await make_member("ana")
    with pytest.raises(Invalid, match=r"donate\.nothing_given"):
        await checkout.set_thanks(ana, show_name=True, mark=True)
    await checkout.start(ana, **gift())
    assert not (await accounts.profile(Viewer(), "ana")).donor
    await checkout.set_thanks(ana, show_name=True, mark=True)
    assert not (await accounts.profile(Viewer(), "ana")).donor, "nothing was paid yet"
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    assert (await accounts.profile(Viewer(), "ana")).donor
    assert [one.name for one in (await ledger_queries.books(Viewer())).donations] == ["ana"]
    await checkout.set_thanks(ana, show_name=False, mark=False)
    assert not (await accounts.profile(Viewer(), "ana")).donor
    assert [one.name for one in (await ledger_queries.books(Viewer())).donations] == [""]


async def test_a_mail_that_could_not_be_sent_is_sent_later(stripe: StandIn, environment: Path) -> None:
    ana = await make_member("ana")
    await checkout.start(ana, **gift())
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    (environment / "outbox").write_text("a file where the folder should be")
    assert await _run_due(jobs.MAIL) == 1
    (environment / "outbox").unlink()
    assert await _run_due(jobs.MAIL) == 0
    assert (await _run_due(jobs.MAIL, minutes=1), await _run_due(jobs.MAIL, minutes=1)) == (1, 0)
    (letter,) = mails(environment)
    assert "It is not an entry fee" in letter.replace("=\n", "").replace("\n", " ")


async def test_orders_keep_what_stripe_calls_them(stripe: StandIn) -> None:
    await checkout.start(await make_member("ana"), **gift())
    async with db.reading() as session:
        order = (await session.exec(select(Donation))).one()
    assert order.session == page(stripe)


@pytest.mark.parametrize("seed", range(4))
async def test_what_stripe_tells_of_a_whole_life_ends_the_same_in_any_order(stripe: StandIn, seed: int) -> None:
    await checkout.start(await make_member("ana"), **gift(kind="monthly", currency="USD"))
    happenings.pay(stripe.world, page(stripe))
    subscription = stripe.world.every("subscription")[-1]["id"]
    subscribing.renew(stripe.world, subscription)
    subscribing.fail_renewal(stripe.world, subscription)
    subscribing.retry(stripe.world, subscription, paid=True)
    first, second, *_ = [one["id"] for one in stripe.world.every("charge", status="succeeded")]
    charging.refund(stripe.world, first, 999)
    charging.decide(stripe.world, charging.dispute(stripe.world, second)["id"], won=True)
    subscribing.end(stripe.world, subscription)
    told = [event_of(event) for event in stripe.world.events]
    random.Random(seed).shuffle(told)
    await receive(told + told[: seed * 5])
    found = await look()
    assert found.state.startswith("ended 2500 USD")
    assert sorted(payment[4:6] for payment in found.payments) == [(0, ""), (0, "won"), (999, "")]
    await _run_due(fees.FEES)
    balances = (await look()).balances
    assert (balances["donations:monthly", "USD"], balances["refunds", "USD"]) == (-7500, 999)
    assert ("stripe", "USD") not in balances
    assert balances["stripe", "EUR"] == sum(moved["net"] for moved in stripe.world.every("balance_transaction"))


async def test_a_fee_and_what_is_told_meanwhile_never_wait_for_each_other(stripe: StandIn) -> None:
    await checkout.start(await make_member("ana"), **gift())
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    async with db.transaction() as change:
        await lock_processing(change.session)
        at = (await change.session.exec(select(Payment.at))).one()
        await ledger.post_entry(change.session, Entry("refund:re_x", "refund", at, (("refunds", "EUR", 100), ("stripe", "EUR", -100))))
        settling_now = asyncio.create_task(_run_due(fees.FEES))
        await asyncio.sleep(0.5)
        await ledger.post_entry(change.session, Entry("fee:dp_x", "settlement", at, (("fees", "EUR", 1500), ("stripe", "EUR", -1500))))
    assert await settling_now == 1
    balances = (await look()).balances
    assert balances["fees", "EUR"] > 1500
    assert balances["stripe", "EUR"] == 2500 - 100 - balances["fees", "EUR"]
