"""Who leads a subwiki: votes of confidence in its moderators, and members who ask to moderate one that nobody moderates."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

RUNNING = text("ended_at IS NULL")


class ConfidenceVote(SQLModel, table=True):
    """A vote of the members of a subwiki on whether a moderator keeps moderating there; one at a time in each."""

    __table_args__ = (
        CheckConstraint("outcome in ('', 'kept', 'removed', 'void')", name="outcome"),
        Index("uq_confidencevote_running", "subwiki_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_confidencevote_ends", "ends_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_confidencevote_moderator", "subwiki_id", "moderator_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = refers("moderationaction.id", unique=True)
    """The entry of the log that says who called it, and why."""
    subwiki_id: int = refers("subwiki.id")
    moderator_id: int = refers("member.id")
    at: datetime = moment()
    ends_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)
    outcome: str = ""
    """`void` where the moderator was none any more when it ended."""
    keeps: int = 0
    removes: int = 0


class ConfidenceBallot(SQLModel, table=True):
    """One member's vote, which can be changed until the end."""

    vote_id: int = refers("confidencevote.id", key=True)
    member_id: int = refers("member.id", key=True, index=True)
    keeps: bool
    at: datetime = moment()


class Adoption(SQLModel, table=True):
    """A member asks to moderate a subwiki whose moderators are away; one at a time in each."""

    __table_args__ = (
        CheckConstraint("outcome in ('', 'adopted', 'returned', 'refused', 'withdrawn')", name="outcome"),
        Index("uq_adoption_open", "subwiki_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_adoption_ends", "ends_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = refers("moderationaction.id", unique=True)
    """The entry of the log that says who asked, and why."""
    subwiki_id: int = refers("subwiki.id", index=True)
    member_id: int = refers("member.id")
    at: datetime = moment()
    ends_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)
    outcome: str = ""
    """`returned` where a moderator came back meanwhile."""
