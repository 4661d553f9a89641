"""The books: every figure is what the ledger's own lines sum to, worked out here once more in another way."""

import itertools
import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as looking
from hypothesis import strategies as st
from sqlalchemy import text

from tests.donations.money_stories import stories
from tests.factories import make_member
from tests.money import Stripe, make_order, receive
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.donations import expenses as spending
from wtsocial.donations import ledger, ledger_queries
from wtsocial.donations.reconstruction import Movement, settlement_entry
from wtsocial.donations.views import BookMonth

_examples = itertools.count()
COST: dict[str, Any] = {"category": "servers", "payee": "A host", "amount": "120", "currency": "EUR", "note": "", "receipt": "R-1"}


async def _lines() -> list[Any]:
    """Every line with its entry, as plain SQL answers it."""
    async with db.reading() as session:
        asked = "SELECT e.at, e.kind, l.account, l.currency, l.amount, l.entry_id FROM ledgerline l JOIN ledgerentry e ON e.id = l.entry_id"
        return list((await (await session.connection()).execute(text(asked))).all())


def _month(at: Any) -> str:
    # SQLite answers a text, PostgreSQL a moment in the zone of its session.
    return str(at)[:7] if isinstance(at, str) else at.astimezone(UTC).strftime("%Y-%m")


def _recomputed(lines: list[Any], currency: str, month: str = "") -> dict[str, int]:
    """The figures of a month, or of all, straight from the lines."""
    kept = [line for line in lines if line.currency == currency and (not month or _month(line.at) == month)]

    def gained(beginning: str) -> int:
        return sum(line.amount for line in kept if line.account.startswith(beginning))

    return {
        "count": len({line.entry_id for line in kept if line.kind == "donation"}),
        "once": -gained("donations:once"),
        "monthly": -gained("donations:monthly"),
        "yearly": -gained("donations:yearly"),
        "returned": gained("refunds") + gained("disputes"),
        "fees": gained("fees"),
        "spent": gained("expenses:"),
        "exchanged": -gained("exchange"),
        "left": gained("stripe") + gained("bank"),
    }


def _shown(month: BookMonth) -> dict[str, int]:
    names = ("count", "once", "monthly", "yearly", "returned", "fees", "spent", "exchanged")
    return {name: getattr(month, name) for name in names}


@looking(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(stories(name="NAME", reference="ORDER"), min_size=1, max_size=2), st.integers(100, 10**9), st.integers(0, 5))
async def test_every_figure_is_what_the_lines_sum_to(told: list[Any], spent: int, back: int) -> None:
    admin = Viewer(id=await _admin(), name="admin", state="active", is_admin=True)
    for story in told:
        name = f"b{next(_examples)}z"
        await make_order(reference=f"order-{name}.", kind=story.kind, amount=story.amount, currency=story.currency)
        renamed = [replace(one, id=one.id.replace("NAME", name), payload=_renamed(one.payload, name)) for one in story.events]
        await receive(renamed)
        entry = settlement_entry(
            name, Movement(name, "charge", story.amount, story.currency, told[0].events[0].created), currency="EUR", amount=spent, fee=back
        )
        async with db.transaction() as change:
            if entry:
                await ledger.post_entry(change.session, entry)
    cost = await spending.enter_expense(admin, **COST | {"amount": f"{spent // 100}", "day": "2026-05-28"})
    if back % 2:
        await spending.reverse_expense(admin, expense_id=cost, reason="Twice")
    lines = await _lines()
    for currency in {line.currency for line in lines}:
        view = await ledger_queries.books(Viewer(), currency=currency, months=120)
        assert [_shown(month) for month in view.months] == [
            {name: value for name, value in _recomputed(lines, currency, month.month).items() if name != "left"} for month in view.months
        ]
        ever = _recomputed(lines, currency)
        assert view.given == ever["once"] + ever["monthly"] + ever["yearly"]
        assert (view.given_count, view.returned, view.fees) == (ever["count"], ever["returned"], ever["fees"])
        assert (view.spent, view.exchanged, view.left) == (ever["spent"], ever["exchanged"], ever["left"])


def _renamed(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return json.loads(json.dumps(payload).replace("NAME", name).replace("ORDER", f"order-{name}."))


async def _admin() -> int:
    async with db.reading() as session:
        found = (await (await session.connection()).execute(text("SELECT id FROM member WHERE name = 'admin'"))).scalar()
    return found or (await make_member("admin", admin=True)).id


async def test_the_books_read_the_same_however_long_they_are(count_statements: Any) -> None:
    async def sent() -> int:
        with count_statements() as statements:
            await ledger_queries.books(Viewer())
        return len(statements)

    before = await sent()
    for number in range(8):
        name = f"n{number}z"
        await make_order(reference=name)
        await receive(Stripe(name, reference=name).pay_once())
    assert await sent() == before <= 10


async def test_what_a_member_costs_and_how_far_the_costs_are_covered() -> None:
    admin = await make_member("admin", admin=True)
    for name in ("ana", "ben"):
        await make_member(name)
    today = datetime.now(UTC).date()
    await spending.enter_expense(admin, **COST | {"day": today.isoformat()})
    stripe = Stripe(amount=9000)
    paid = stripe.charge(metadata=stripe.metadata, created=int(datetime.now(UTC).timestamp()))
    await make_order(amount=9000)
    stripe.tell("charge.succeeded", paid)
    await receive(stripe.events)
    view = await ledger_queries.books(Viewer())
    assert (view.costs, view.members, view.member_costs, view.covered) == (12_000, 3, 4_000, 75)
    assert [(one.category, one.amount) for one in view.categories] == [("servers", 12_000)]
    assert (view.may_enter, (await ledger_queries.books(admin)).may_enter) == (False, True)


async def test_no_two_currencies_are_added_and_an_unknown_one_is_not_there() -> None:
    for name, currency in (("e", "eur"), ("j", "jpy")):
        await make_order(reference=name, currency=currency.upper())
        await receive(Stripe(name, name, currency=currency).pay_once())
    euros, yen = await ledger_queries.books(Viewer()), await ledger_queries.books(Viewer(), currency="JPY")
    assert euros.currencies == ["EUR", "JPY"]
    assert (euros.given, yen.given) == (1000, 1000)
    with pytest.raises(NotFound):
        await ledger_queries.books(Viewer(), currency="USD")


async def test_the_ledger_is_handed_out_in_whole_entries_and_names_nothing_of_stripes() -> None:
    for number in range(3):
        await make_order(reference=f"p{number}z")
        await receive(Stripe(f"p{number}z", f"p{number}z").pay_once())
    first = await ledger_queries.entries(limit=2)
    rest = await ledger_queries.entries(after=first.next, limit=2)
    assert (len(first.lines), len(rest.lines), rest.next) == (4, 2, 0)
    sums: dict[int, int] = defaultdict(int)
    for line in (*first.lines, *rest.lines):
        sums[line.entry] += line.amount
    assert set(sums.values()) == {0}
    assert "ch_" not in repr(first) + repr(rest) + repr(await ledger_queries.books(Viewer()))


def test_a_day_stands_at_noon_so_that_no_zone_moves_it() -> None:
    assert ledger.month_of(ledger.noon(date(2026, 11, 1))) == "2026-11"
    assert ledger.month_of(ledger.noon(date(2026, 11, 30))) == "2026-11"
