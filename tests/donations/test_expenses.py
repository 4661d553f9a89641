"""Books: admins enter what was spent and take back what was wrong; the ledger only ever grows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.factories import make_member
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.db.migrations import HOME
from wtsocial.donations import expenses, ledger
from wtsocial.donations import ledger_queries as shown
from wtsocial.donations.reconstruction import Entry
from wtsocial.models import LedgerEntry, LedgerLine
from wtsocial.text import limits

TODAY = datetime.now(UTC).date()


def cost(**other: Any) -> dict[str, Any]:
    """A cost as an admin types it."""
    typed: dict[str, Any] = {"category": "servers", "payee": "A host", "amount": "1.234,50", "currency": "EUR", "day": TODAY.isoformat()}
    return typed | {"note": "Two machines", "receipt": "R-2026-11"} | other


async def _lines() -> list[tuple[Any, ...]]:
    async with db.reading() as session:
        wanted = select(LedgerEntry.key, LedgerLine.account, LedgerLine.currency, LedgerLine.amount).join(LedgerLine)
        return [tuple(row) for row in (await session.exec(wanted.order_by(col(LedgerEntry.id), col(LedgerLine.number)))).all()]


async def test_an_admin_enters_a_cost_and_everybody_reads_it(announcements: Any) -> None:
    admin = await make_member("margarethe", admin=True)
    number = await expenses.enter_expense(admin, **cost(receipt="https://host.example/r/7"))
    assert await _lines() == [(f"expense:{number}", "expenses:servers", "EUR", 123_450), (f"expense:{number}", "bank", "EUR", -123_450)]
    (one,) = (await shown.books(Viewer())).expenses
    assert (one.category, one.payee, one.amount, one.note, one.receipt, one.by, one.reversed) == (
        "servers", "A host", 123_450, "Two machines", "https://host.example/r/7", "margarethe", False,
    )  # fmt: skip
    assert announcements == [(("books",), {"kind": "books"})]


async def test_nobody_but_admins_enters_or_takes_back() -> None:
    admin, ana = await make_member("margarethe", admin=True), await make_member("ana", trusted=True)
    number = await expenses.enter_expense(admin, **cost())
    for somebody, refusal in ((ana, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refusal):
            await expenses.enter_expense(somebody, **cost())
        with pytest.raises(refusal):
            await expenses.reverse_expense(somebody, expense_id=number, reason="Because")
    assert len(await _lines()) == 2


async def test_a_cost_that_is_taken_back_stays_with_its_opposite() -> None:
    admin = await make_member("margarethe", admin=True)
    number = await expenses.enter_expense(admin, **cost(amount="20"))
    await expenses.reverse_expense(admin, expense_id=number, reason="Entered twice")
    assert await _lines() == [
        (f"expense:{number}", "expenses:servers", "EUR", 2000),
        (f"expense:{number}", "bank", "EUR", -2000),
        (f"expense:{number}:reversed", "expenses:servers", "EUR", -2000),
        (f"expense:{number}:reversed", "bank", "EUR", 2000),
    ]
    view = await shown.books(Viewer())
    assert (view.spent, view.expenses[0].reversed, view.expenses[0].reversed_why) == (0, True, "Entered twice")
    with pytest.raises(Invalid, match=r"books\.reversed_already"):
        await expenses.reverse_expense(admin, expense_id=number, reason="Again")
    with pytest.raises(NotFound):
        await expenses.reverse_expense(admin, expense_id=number + 1, reason="Nothing")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "-1"}, "amount"), ({"amount": "nan"}, "amount"), ({"amount": "1" + "0" * 20}, "amount"), ({"currency": "XXX"}, "currency"),
        ({"category": "yacht"}, "category"), ({"payee": " "}, "payee"), ({"payee": "x" * 121}, "payee"), ({"receipt": ""}, "receipt"),
        ({"receipt": "javascript://alert(1)"}, "receipt"), ({"day": "yesterday"}, "day"), ({"day": "1999-01-01"}, "day"),
        ({"day": (TODAY + timedelta(days=2)).isoformat()}, "day"), ({"note": "x" * 501}, "note"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_at_its_field(typed: dict[str, Any], field: str) -> None:
    admin = await make_member("margarethe", admin=True)
    with pytest.raises(Invalid) as refused:
        await expenses.enter_expense(admin, **cost(**typed))
    assert refused.value.field == field
    assert await _lines() == []


async def test_an_admin_whose_login_was_stolen_fills_no_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await make_member("margarethe", admin=True)
    monkeypatch.setattr(limits, "EXPENSES_PER_HOUR", 1)
    await expenses.enter_expense(admin, **cost())
    with pytest.raises(TooMany):
        await expenses.enter_expense(admin, **cost())


async def test_what_does_not_sum_to_zero_is_not_entered() -> None:
    for lines in ((("stripe", "EUR", 5), ("fees", "EUR", -4)), (("stripe", "EUR", 5), ("fees", "USD", -5)), ()):
        with pytest.raises(ledger.Unbalanced):
            async with db.transaction() as change:
                await ledger.post_entry(change.session, Entry("a:b", "donation", datetime.now(UTC), lines))
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(LedgerEntry))).one() == 0


def test_no_code_changes_or_deletes_what_stands_in_the_ledger() -> None:
    """Only `ledger.py` writes these tables, and it only adds."""
    writing = [path.relative_to(HOME) for path in (HOME / "wtsocial").rglob("*.py") if _writes(path)]
    assert writing == [Path("wtsocial/donations/ledger.py")]
    source = (HOME / "wtsocial/donations/ledger.py").read_text()
    assert "delete(" not in source
    assert source.count("update(") == source.count("update(kept)") == 1
    assert "kept = table(LedgerSum)" in source


def _writes(path: Path) -> bool:
    source = path.read_text()
    names = ("LedgerEntry", "LedgerLine", "LedgerSum")
    verbs = ("insert_missing(session, {}", "table({})", "update({}", "delete({}", "insert({}", "add({}(", " = {}(")
    return any(verb.format(name) in source for name in names for verb in verbs)
