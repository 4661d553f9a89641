"""Expenses: admins enter what was spent and reverse mistaken entries; both are public."""

from datetime import date, timedelta
from typing import Final

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import BooksChanged
from wtsocial.db import statements
from wtsocial.db.statements import id_of
from wtsocial.donations import ledger
from wtsocial.donations.reconstruction import Entry
from wtsocial.models import Expense, now
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id
from wtsocial.text.links import check_link
from wtsocial.text.money import parse_amount

CATEGORIES: Final = ("servers", "mail", "domains", "payments", "people", "law", "other")
"""What money is spent on (`books.category.NAME`)."""
OLDEST: Final = timedelta(days=3 * 366)
"""How long ago a cost may have been that is entered now."""


async def enter_expense(viewer: Viewer, *, category: str, payee: str, amount: str, currency: str, day: str, note: str, receipt: str) -> int:
    """Enter a cost that was paid on `day` (2026-11-23); `amount` as it was typed, `receipt` its number or a link to it. Its id.

    Raises LoginNeeded, NotAllowed for all but admins, Invalid at the field, TooMany.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    if category not in CATEGORIES:
        raise Invalid("books.category_unknown", field="category")
    expense = Expense(
        category=category,
        payee=clean_line(payee, field="payee", limit=limits.PAYEE),
        amount=parse_amount(amount, currency, offered=False),
        currency=currency,
        day=_day(day),
        note=clean_line(note, field="note", limit=limits.NOTE, required=False),
        receipt=_receipt(receipt),
        entered_by_id=viewer.id,
    )
    async with db.transaction() as change:
        lately = (col(Expense.entered_by_id) == viewer.id, col(Expense.at) > now() - statements.HOUR)
        await statements.ensure_fewer(change.session, limits.EXPENSES_PER_HOUR, Expense, *lately)
        change.session.add(expense)
        await change.session.flush()
        lines = ((f"expenses:{category}", currency, expense.amount), ("bank", currency, -expense.amount))
        entry = Entry(_key(expense), "expense", ledger.noon(expense.day), lines)
        await ledger.post_entry(change.session, entry, note=f"{expense.payee} {expense.note}".strip(), expense_id=expense.id)
        change.announce(bus.books_room(), message=BooksChanged())
        change.answer = id_of(expense)
    return id_of(expense)


async def reverse_expense(viewer: Viewer, *, expense_id: Id, reason: str) -> None:
    """Reverse a cost that was entered by mistake: the ledger keeps the entry and adds its opposite in the same month.

    Raises LoginNeeded, NotAllowed for all but admins, NotFound, Invalid at `reason`, Invalid("books.reversed_already").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    reason = clean_text(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        found = select(Expense).where(Expense.id == expense_id).with_for_update()
        expense = (await change.session.exec(found)).first()
        if expense is None:
            raise NotFound
        if not await ledger.reverse(change.session, _key(expense), at=ledger.noon(expense.day), note=reason):
            raise Invalid("books.reversed_already")
        expense.reversed_at, expense.reversed_by_id, expense.reversed_why = now(), viewer.id, reason
        change.announce(bus.books_room(), message=BooksChanged())


def _key(expense: Expense) -> str:
    return f"expense:{expense.id}"


def _receipt(text: str) -> str:
    """A receipt's number as typed, or its link in the usual spelling."""
    receipt = clean_line(text, field="receipt", limit=limits.LINK)
    return check_link(receipt, field="receipt") if "://" in receipt else receipt


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("books.day_unknown", field="day") from None
    if not now().date() - OLDEST <= day <= now().date():
        raise Invalid("books.day_unlikely", field="day")
    return day
