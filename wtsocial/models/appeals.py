"""Appeals against decisions, and the juries that are drawn for them (`moderation.draw`)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

SITTING = text("state = 'sitting'")
WAITING = text("state in ('jury', 'admins')")


class DrawNumber(SQLModel, table=True):
    """The site's number for the jury of a decision, made with it. Public is its commitment alone, until a jury is drawn."""

    entry_id: int = refers("moderationaction.id", key=True)
    number: str


class Appeal(SQLModel, table=True):
    """An author's appeal against a decision; one for each decision."""

    __table_args__ = (
        CheckConstraint("state in ('begun', 'jury', 'admins', 'upheld', 'overturned', 'undone')", name="state"),
        Index("ix_appeal_waiting", "state", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = refers("moderationaction.id", unique=True)
    outcome_id: int | None = refers("moderationaction.id", optional=True, index=True)
    """The entry of the log that says how it ended."""
    state: str = "begun"
    """`begun` while who may sit is set down, and nothing was sent yet; `admins` where there are too few for a jury;
    `undone` when a moderator took the decision back before the jury was done."""
    begun_at: datetime = moment()
    filed_at: datetime | None = moment(default=None, nullable=True)
    decided_at: datetime | None = moment(default=None, nullable=True)
    seats: int = 0
    """How many sit: an odd number; 0 where admins decide."""
    reason: str = ""
    """What the author says, to those who decide alone."""
    pool_hash: str = ""
    appellant_number: str = ""


class JurorTicket(SQLModel, table=True):
    """One who may be drawn for a jury. The public sees tickets; whose they are, their owners alone."""

    __table_args__ = (
        CheckConstraint("state in ('', 'unfit', 'sitting', 'answered', 'declined', 'silent', 'released')", name="state"),
        Index("uq_jurorticket_member", "appeal_id", "member_id", unique=True),
        Index("ix_jurorticket_sitting", "member_id", "appeal_id", sqlite_where=SITTING, postgresql_where=SITTING),
        Index("ix_jurorticket_due", "due_at", sqlite_where=SITTING, postgresql_where=SITTING),
    )

    appeal_id: int = refers("appeal.id", key=True)
    ticket: str = Field(primary_key=True)
    member_id: int = refers("member.id")
    nonce: str
    """By which its owner can see that the ticket is theirs."""
    place: int = 0
    """As the how-manieth it was drawn; 0 for not at all."""
    state: str = ""
    """`unfit` was drawn, but may not sit any more; `silent` did not answer in time; `released` was not needed any more."""
    due_at: datetime | None = moment(default=None, nullable=True)
    answered_at: datetime | None = moment(default=None, nullable=True)
    verdict: str = ""
    """`uphold` or `overturn`."""
    text: str = ""
    """Why."""
