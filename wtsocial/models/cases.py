"""Moderation cases: what waits for a decision, one for each thing with open flags, and what moderators note about it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers
from wtsocial.models.moderation import OF_KINDS

OPEN = text("closed_at IS NULL")


class ModerationCase(SQLModel, table=True):
    """A thing with open flags, from its first one until a moderator decides or the last one is withdrawn."""

    __table_args__ = (
        CheckConstraint(OF_KINDS, name="subject_kind"),
        Index("uq_moderationcase_open", "subject_kind", "subject_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        # The queue, the longest waiting first: of everything, of one subwiki, what somebody has open, and what was opened before a time.
        Index("ix_moderationcase_queue", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_moderationcase_place", "subwiki_id", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_moderationcase_claimed", "claimed_by_id", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_moderationcase_opened", "opened_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str
    subject_id: int
    post_id: int | None = refers("post.id", optional=True)
    """The post that it is, stands under or is a revision of; none for a subwiki or a member."""
    subwiki_id: int | None = refers("subwiki.id", optional=True)
    """Whose moderators decide; none where admins alone do."""
    author_id: int | None = refers("member.id", optional=True)
    """Whom it concerns: who wrote it, or the member; nobody alone for a subwiki."""
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None, nullable=True)
    flags_count: int = 0
    """Its open flags."""
    claimed_by_id: int | None = refers("member.id", optional=True)
    """Who has it open, until `claimed_until`."""
    claimed_until: datetime | None = moment(default=None, nullable=True)


class CaseReason(SQLModel, table=True):
    """How many open flags of an open case name one reason."""

    __table_args__ = (Index("ix_casereason_place", "reason", "subwiki_id", "case_id"), Index("ix_casereason_case", "case_id"))

    # The key has the cases of a reason in their order.
    reason: str = Field(primary_key=True)
    case_id: int = refers("moderationcase.id", key=True)
    subwiki_id: int | None = refers("subwiki.id", optional=True)
    count: int = 0


class CaseNote(SQLModel, table=True):
    """What a moderator noted about a thing, for those who moderate there alone."""

    __table_args__ = (Index("ix_casenote_subject", "subject_kind", "subject_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str
    subject_id: int
    author_id: int = refers("member.id")
    at: datetime = moment()
    text: str
