"""Donations: the orders made here, the payments that came of them, and what the payment service said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

OPENED = text("places > 0")
REFUSED = text("refused != ''")


class Donation(SQLModel, table=True):
    """What somebody said here that they want to give, before they went to pay it. It is worth nothing until a payment names it."""

    __table_args__ = (
        CheckConstraint("kind in ('once', 'monthly', 'yearly')", name="kind"),
        CheckConstraint("purpose in ('self', 'places')", name="purpose"),
        CheckConstraint("state in ('started', 'paid', 'failing', 'ended', 'expired')", name="state"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    """What stands for it at Stripe and in addresses; nobody can guess it."""
    member_id: int | None = refers("member.id", optional=True, index=True)
    kind: str
    amount: int = Field(sa_type=BigInteger)
    """In the currency's smallest unit; of a subscription what it is now."""
    currency: str
    purpose: str = "self"
    show_name: bool = False
    mark: bool = False
    """Whether the member wants the donor's mark on their profile."""
    language: str = "en"
    at: datetime = moment(index=True)
    state: str = "started"
    session: str = ""
    """Stripe's checkout session; empty until there is one."""
    subscription: str = ""
    customer: str = ""
    ends_at: datetime | None = moment(default=None, nullable=True)
    """When a subscription ends, or did."""


class Payment(SQLModel, table=True):
    """Money that came for a donation: one charge of Stripe's, credited once."""

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("dispute in ('', 'open', 'won', 'lost')", name="dispute"),
        Index("ix_payment_newest", "currency", "at", "id"),
        Index("ix_payment_places", "places", sqlite_where=OPENED, postgresql_where=OPENED),
    )

    id: int | None = Field(default=None, primary_key=True)
    charge: str = Field(unique=True)
    donation_id: int = refers("donation.id", index=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str
    at: datetime = moment()
    """When it was paid, as Stripe says."""
    credited_at: datetime = moment()
    refunded: int = Field(default=0, sa_type=BigInteger)
    dispute: str = ""
    places: int = 0
    """How many places of the waiting list it opened for others."""
    let_in: bool = False
    """Whether it let the donor in."""


class PendingFee(SQLModel, table=True):
    """A movement whose fee, and whose worth in the account's own currency, Stripe is asked for once, by a job."""

    __table_args__ = (CheckConstraint("kind in ('charge', 'refund', 'returned')", name="kind"),)

    source: str = Field(primary_key=True)
    """The charge or refund; `REFUND:failed` for one that did not arrive."""
    kind: str
    amount: int = Field(sa_type=BigInteger)
    """What came (or, below zero, went), before any fee."""
    currency: str
    at: datetime = moment()


class StripeEvent(SQLModel, table=True):
    """What Stripe told, whole, from the moment it was received; a job processes it."""

    __table_args__ = (Index("ix_stripeevent_refused", "received_at", sqlite_where=REFUSED, postgresql_where=REFUSED),)

    id: str = Field(primary_key=True)
    type: str
    created: datetime = moment()
    payload: dict[str, Any] = Field(sa_type=JSON)
    received_at: datetime = moment()
    worked_at: datetime | None = moment(default=None, nullable=True)
    refused: str = ""
    """Why it credits nobody: it is of the other `mode` than the key, or of another `account`; empty for what is ours."""


class StripeObject(SQLModel, table=True):
    """The newest that is known of one of Stripe's objects (`snapshots.newer` says which one is)."""

    id: str = Field(primary_key=True)
    kind: str
    as_of: int = Field(sa_type=BigInteger)
    """When it was like this, in seconds since 1970."""
    body: dict[str, Any] = Field(sa_type=JSON)


class StripeLink(SQLModel, table=True):
    """One of Stripe's objects names another, or an order of ours (`order:REFERENCE`); each link stands here in both directions."""

    source: str = Field(primary_key=True)
    target: str = Field(primary_key=True)


class DonationMail(SQLModel, table=True):
    """A mail about a donation, with what it tells; a job sends it."""

    key: str = Field(primary_key=True)
    """What it is about: there is one mail for each."""
    donation_id: int = refers("donation.id", index=True)
    kind: str
    address: str
    """Of a donor who is no member; empty for a member, whose own is looked up."""
    params: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = moment()
