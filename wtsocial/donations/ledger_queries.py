"""Public reads of the books: sums by month and kind, the cost of a member, and every line of the ledger.

Amounts of two currencies are never added up: each view is in one currency.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from sqlmodel import and_, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.settings import settings
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.donations.figures import members_and_places
from wtsocial.donations.reconstruction import place_price_in
from wtsocial.donations.views import BookCategory, BookMonth, BooksView, DonationLine, ExpenseView, LedgerLineView, LedgerPage
from wtsocial.joining.queries import rules
from wtsocial.models import Donation, Expense, LedgerEntry, LedgerLine, LedgerSum, Member, Payment, now

SHOWN: Final = 50
"""Donations and expenses, the newest."""
MOST_MONTHS: Final = 120
ENTRIES_AT_ONCE: Final = 1_000
MADE_UP_ORDERS: Final = "demonstration-"
"""What the references of the demonstration world's orders begin with."""

Sums = Mapping[str, tuple[int, int]]
"""Account → what its lines sum to, and how many they are."""


async def books(viewer: Viewer, *, currency: str = "", months: int = 12) -> BooksView:
    """The books in one currency ("" is the one they are kept in), with the last months, this one included; for everybody.

    Its cost does not grow with the ledger. Raises NotFound for a currency in which nothing was ever entered.
    """
    books_currency = settings().books_currency
    wanted, names = currency or books_currency, _months(max(1, min(months, MOST_MONTHS)))
    async with db.reading() as session:
        currencies = sorted({books_currency, *(await session.exec(select(LedgerSum.currency).distinct())).all()})
        if wanted not in currencies:
            raise NotFound
        ever = (await _sums(session, wanted, "")).get("", {})
        monthly = await _sums(session, wanted, names[0])
        members, places = await members_and_places(session)
        return replace(
            _view({name: _month(name, monthly.get(name, {})) for name in names}, _month("", ever), members=members),
            currency=wanted,
            currencies=currencies,
            places=places,
            place_price=place_price_in(wanted, price=(await rules(session)).place_price, books_currency=books_currency),
            categories=_categories(monthly),
            donations=await _donations(session, wanted),
            expenses=await _expenses(session, wanted),
            may_enter=permissions.may_administer(viewer),
            made_up=await _made_up(session),
        )


async def entries(*, after: int = 0, limit: int = ENTRIES_AT_ONCE) -> LedgerPage:
    """Whole entries of the ledger after the one with the number `after`, oldest first, without Stripe's ids."""
    async with db.reading() as session:
        numbers = select(LedgerEntry.id).where(col(LedgerEntry.id) > after).order_by(col(LedgerEntry.id)).limit(limit + 1)
        found = (await session.exec(numbers)).all()
        page = found[:limit]
        lines = select(LedgerEntry, LedgerLine).join(LedgerLine, col(LedgerLine.entry_id) == LedgerEntry.id)
        lines = lines.where(col(LedgerEntry.id).in_(page)).order_by(col(LedgerEntry.id), col(LedgerLine.number))
        rows = (await session.exec(lines)).all()
    shown = [
        LedgerLineView(id_of(entry), to_millis(entry.at), entry.month, entry.kind, line.account, line.currency, line.amount, entry.note)
        for entry, line in rows
    ]
    return LedgerPage(shown, (page[-1] or 0) if len(found) > limit else 0)


def _months(count: int) -> list[str]:
    """The names of the last months, oldest first, this one included."""
    here = now().astimezone(UTC)
    index = here.year * 12 + here.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(index - count + 1, index + 1)]


async def _sums(session: AsyncSession, currency: str, since: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Month → account → sums, from the month `since` on; over all months, under "", when that is empty."""
    month = LedgerSum.month if since else func.min("")
    wanted = select(month, LedgerSum.account, func.sum(LedgerSum.amount), func.sum(LedgerSum.lines))
    wanted = wanted.where(LedgerSum.currency == currency, LedgerSum.month >= since)
    grouped = wanted.group_by(LedgerSum.month, LedgerSum.account) if since else wanted.group_by(LedgerSum.account)
    sums: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for name, account, amount, lines in (await session.exec(grouped)).all():
        # PostgreSQL sums big integers to decimals.
        sums[name if since else ""][account] = int(amount), int(lines)
    return sums


def _month(name: str, sums: Sums) -> BookMonth:
    def gained(account: str) -> int:
        return sums.get(account, (0, 0))[0]

    start = datetime.strptime(f"{name}-01+0000", "%Y-%m-%d%z") if name else None
    return BookMonth(
        month=name,
        at=to_millis(start),
        count=sum(sums.get(f"donations:{kind}", (0, 0))[1] for kind in ("once", "monthly", "yearly")),
        once=-gained("donations:once"),
        monthly=-gained("donations:monthly"),
        yearly=-gained("donations:yearly"),
        returned=gained("refunds") + gained("disputes"),
        fees=gained("fees"),
        spent=sum(amount for account, (amount, _) in sums.items() if account.startswith("expenses:")),
        exchanged=-gained("exchange"),
    )


def _view(months: dict[str, BookMonth], ever: BookMonth, *, members: int) -> BooksView:
    """The figures that follow from the months and the number of members."""
    this = list(months.values())[-1]
    costs = max([this.spent, *(month.spent for month in list(months.values())[-2:-1])])
    return BooksView(
        months=list(months.values()),
        covered=max(0, 100 * _came_in(this) // costs) if costs > 0 else 100,
        costs=max(0, costs),
        member_costs=(2 * costs + members) // (2 * members) if members and costs > 0 else 0,
        members=members,
        given=ever.given,
        given_count=ever.count,
        spent=ever.spent,
        returned=ever.returned,
        fees=ever.fees,
        exchanged=ever.exchanged,
        left=_came_in(ever) - ever.spent,
    )


def _came_in(month: BookMonth) -> int:
    return month.given + month.exchanged - month.returned - month.fees


def _categories(monthly: Mapping[str, Sums]) -> list[BookCategory]:
    """What was spent for each purpose in these months, the most first."""
    spent: dict[str, int] = defaultdict(int)
    for sums in monthly.values():
        for account, (amount, _) in sums.items():
            if account.startswith("expenses:"):
                spent[account.removeprefix("expenses:")] += amount
    return sorted((BookCategory(name, amount) for name, amount in spent.items() if amount), key=lambda one: (-one.amount, one.category))


async def _made_up(session: AsyncSession) -> bool:
    theirs = (Donation.reference >= MADE_UP_ORDERS, Donation.reference < MADE_UP_ORDERS + "~")
    return (await session.exec(select(Donation.id).where(*theirs).limit(1))).first() is not None


async def _donations(session: AsyncSession, currency: str) -> list[DonationLine]:
    """The newest payments, with the names of existing members who allowed it."""
    named = and_(col(Donation.member_id) == Member.id, col(Donation.show_name), col(Member.state).in_(("active", "waiting")))
    wanted = select(Payment, Donation.kind, Member.name).join(Donation, col(Donation.id) == Payment.donation_id).outerjoin(Member, named)
    wanted = wanted.where(Payment.currency == currency).order_by(col(Payment.at).desc(), col(Payment.id).desc()).limit(SHOWN)
    return [
        DonationLine(
            id_of(payment), to_millis(payment.at), kind, payment.amount, payment.currency, name or "",
            payment.amount if payment.dispute == "lost" else payment.refunded, payment.places,
        )
        for payment, kind, name in (await session.exec(wanted)).all()
    ]  # fmt: skip


async def _expenses(session: AsyncSession, currency: str) -> list[ExpenseView]:
    wanted = select(Expense, Member.name).join(Member, col(Member.id) == Expense.entered_by_id).where(Expense.currency == currency)
    rows = (await session.exec(wanted.order_by(col(Expense.day).desc(), col(Expense.id).desc()).limit(SHOWN))).all()
    return [
        ExpenseView(
            id_of(one), one.day.isoformat(), one.category, one.payee, one.amount, one.currency, one.note, one.receipt, by,
            one.reversed_at is not None, one.reversed_why,
        )
        for one, by in rows
    ]  # fmt: skip
