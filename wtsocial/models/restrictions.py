"""Restrictions: what moderators of a subwiki took from a member there, mostly for a time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

STANDING = text("ended_at IS NULL")


class MemberRestriction(SQLModel, table=True):
    """A member cannot post or comment in a subwiki (`limit`), or what they post there waits for a moderator (`hold`)."""

    __table_args__ = (
        CheckConstraint("kind in ('limit', 'hold')", name="kind"),
        Index(
            "uq_memberrestriction_standing",
            "member_id",
            "subwiki_id",
            "kind",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_memberrestriction_until", "until", sqlite_where=STANDING, postgresql_where=STANDING),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = refers("moderationaction.id", unique=True)
    """The entry of the log that says why."""
    member_id: int = refers("member.id")
    subwiki_id: int = refers("subwiki.id")
    kind: str
    until: datetime | None = moment(default=None, nullable=True)
    """When it ends by itself; None for no end."""
    ended_at: datetime | None = moment(default=None, nullable=True)
