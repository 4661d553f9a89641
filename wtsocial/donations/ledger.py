"""The only module that writes the ledger. Entries are only ever added, each with a unique key."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db.statements import insert_missing, table
from wtsocial.donations.reconstruction import Entry, Line
from wtsocial.models import LedgerEntry, LedgerLine, LedgerSum, now


class Unbalanced(ValueError):
    """The lines do not sum to zero in each currency: a mistake of ours, so nothing is entered."""


def month_of(moment: datetime) -> str:
    """The month of UTC that a moment counts in: 2026-11."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def noon(day: date) -> datetime:
    """The moment that stands for a day."""
    return datetime.combine(day, time(12), UTC)


async def post_entry(session: AsyncSession, entry: Entry, *, note: str = "", expense_id: int | None = None) -> bool:
    """Add an entry unless one with its key exists; whether it was added. Raises Unbalanced.

    Safe against the same at the same moment. Accounts gain what is above zero: what comes in stands on `stripe` (or `bank`) as
    gained and on `donations:KIND` as given; what is spent on `expenses:CATEGORY` as gained and on `bank` as given.
    """
    _ensure_balance(entry.lines)
    row = {"key": entry.key, "kind": entry.kind, "at": entry.at, "month": month_of(entry.at), "entered_at": now()}
    made = await insert_missing(session, LedgerEntry, [row | {"note": note, "expense_id": expense_id}])
    if not made:
        return False
    connection = await session.connection()
    lines = [
        {"entry_id": made[0].id, "number": number, "account": account, "currency": currency, "amount": amount}
        for number, (account, currency, amount) in enumerate(entry.lines, 1)
    ]
    await connection.execute(table(LedgerLine).insert(), lines)
    # In one order for all, so that no two entries wait for each other.
    for account, currency, amount in sorted(entry.lines):
        await _add_up(session, month_of(entry.at), account, currency, amount)
    return True


async def posted_keys(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of these keys that have an entry."""
    return set((await session.exec(select(LedgerEntry.key).where(col(LedgerEntry.key).in_(keys)))).all())


async def reverse(session: AsyncSession, key: str, *, at: datetime, note: str) -> bool:
    """Add the opposite of an entry; False when there is none with this key, or when it was reversed before."""
    old = (await session.exec(select(LedgerEntry).where(LedgerEntry.key == key))).first()
    if old is None:
        return False
    wanted = select(LedgerLine).where(LedgerLine.entry_id == old.id).order_by(col(LedgerLine.number))
    lines = tuple((line.account, line.currency, -line.amount) for line in (await session.exec(wanted)).all())
    return await post_entry(session, Entry(f"{key}:reversed", "reversal", at, lines), note=note, expense_id=old.expense_id)


def _ensure_balance(lines: Iterable[Line]) -> None:
    sums: dict[str, int] = {}
    for _, currency, amount in lines:
        sums[currency] = sums.get(currency, 0) + amount
    if not sums or any(sums.values()):
        raise Unbalanced(f"{sums}")


async def _add_up(session: AsyncSession, month: str, account: str, currency: str, amount: int) -> None:
    key = {"month": month, "account": account, "currency": currency}
    await insert_missing(session, LedgerSum, [key | {"amount": 0, "lines": 0}])
    kept = table(LedgerSum)
    here = (kept.c.month == month, kept.c.account == account, kept.c.currency == currency)
    grown = update(kept).where(*here).values(amount=kept.c.amount + amount, lines=kept.c.lines + 1)
    await (await session.connection()).execute(grown)
