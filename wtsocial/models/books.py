"""The books: a ledger of double entry, and what was spent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers


class LedgerEntry(SQLModel, table=True):
    """One thing that happened to money. Entries are only ever added; a wrong one is reversed by another."""

    __table_args__ = (
        CheckConstraint("kind in ('donation', 'refund', 'dispute', 'settlement', 'expense', 'reversal')", name="kind"),
        Index("ix_ledgerentry_newest", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """What it is about, so that nothing is entered twice: `charge:ch_1:paid`."""
    kind: str
    at: datetime = moment()
    """When it happened."""
    month: str
    """The month of UTC that it counts in: 2026-11."""
    entered_at: datetime = moment()
    note: str = ""
    """What everybody may read about it."""
    expense_id: int | None = refers("expense.id", optional=True, index=True)


class LedgerLine(SQLModel, table=True):
    """What an entry moves on one account. The lines of an entry sum to zero in each currency."""

    __table_args__ = (CheckConstraint("amount <> 0", name="amount"), Index("ix_ledgerline_account", "account", "currency"))

    entry_id: int = refers("ledgerentry.id", key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    account: str
    currency: str
    amount: int = Field(sa_type=BigInteger)
    """In the currency's smallest unit; what an account gains is above zero, what it gives is below."""


class LedgerSum(SQLModel, table=True):
    """What the lines of a month sum to on one account, kept beside them so that the books cost the same however long they are."""

    month: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    currency: str = Field(primary_key=True)
    amount: int = Field(default=0, sa_type=BigInteger)
    lines: int = 0


class Expense(SQLModel, table=True):
    """What was spent, as an admin entered it."""

    __table_args__ = (CheckConstraint("amount > 0", name="amount"), Index("ix_expense_newest", "day", "id"))

    id: int | None = Field(default=None, primary_key=True)
    category: str
    payee: str
    amount: int = Field(sa_type=BigInteger)
    currency: str
    day: date
    note: str = ""
    receipt: str = ""
    """The number of the receipt, or a link to it."""
    entered_by_id: int = refers("member.id", index=True)
    at: datetime = moment()
    reversed_at: datetime | None = moment(default=None, nullable=True)
    reversed_by_id: int | None = refers("member.id", optional=True)
    reversed_why: str = ""
