"""Flags, and the log of what was decided."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Connection, Index, Table, bindparam, event, select, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers
from wtsocial.models.members import Member
from wtsocial.text.log_actions import ACTIONS
from wtsocial.text.reasons import FLAGGABLE

STANDING = text("withdrawn_at IS NULL")
OPEN = text("decision_id IS NULL AND withdrawn_at IS NULL")
WEIGHING = text("decision_id IS NULL AND withdrawn_at IS NULL AND weight > 0")
WITHDRAWN = text("withdrawn_at IS NOT NULL")
OF_KINDS = f"subject_kind in ({', '.join(map(repr, FLAGGABLE))})"


class ModerationAction(SQLModel, table=True):
    """One moderating action, for everybody to read: who, what, why, and what came of it."""

    __table_args__ = (
        CheckConstraint(
            f"action in ({', '.join(map(repr, ACTIONS))})",
            name="action",
        ),
        Index("ix_moderationaction_kind", "action", "id"),
        Index("ix_moderationaction_place", "subwiki_id", "id"),
        Index("ix_moderationaction_newest", "at", "id"),
        Index("ix_moderationaction_member", "member_id", "id"),
        Index("ix_moderationaction_subject", "subject_kind", "subject_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    actor_id: int | None = refers("member.id", optional=True, index=True)
    """Who decided; nobody where a rule did it by itself."""
    action: str
    subject_kind: str
    subject_id: int
    subwiki_id: int | None = refers("subwiki.id", optional=True)
    post_id: int | None = refers("post.id", optional=True, index=True)
    """Where it happened, for a post or a comment under it."""
    member_id: int | None = refers("member.id", optional=True)
    """Whom it concerns."""
    revision: int = 0
    """Which revision of the subject it is about; 0 for none in particular."""
    detail: str = ""
    """What was decided beyond the action: the standing of a protection, the outcome of an answer."""
    until: datetime | None = moment(default=None, nullable=True)
    """When it ends by itself."""
    flags_count: int = 0
    reason: str
    rule: str = ""
    """By which rule it was decided (`text.rules`): the site's, or the subwiki's as it was in its revision `rule_revision`."""
    rule_revision: int = 0
    law: str = ""
    """Against which law it is, where that is why."""
    office: str = ""
    """As whom they decided: as a moderator there, as an admin, or a rule did it; empty for what is no decision of theirs."""
    undone_by_id: int | None = refers("moderationaction.id", optional=True)
    """The entry that took it back."""
    named: bool = True
    """Whether who decided is named, as they had chosen it then."""


_MEMBER: Table = vars(Member)["__table__"]
_NAMED: Final = select(_MEMBER.c.named_in_log).where(_MEMBER.c.id == bindparam("actor"))
PERSONAL: Final = ("appeal",)
"""What nobody does in an office: who appeals is whom the decision concerned."""


@event.listens_for(ModerationAction, "before_insert")
def _name(_mapper: object, connection: Connection, entry: ModerationAction) -> None:
    """Whoever writes an entry, and wherever: who decided is named if they chose so."""
    if entry.actor_id and entry.action not in PERSONAL:
        entry.named = bool(connection.execute(_NAMED, {"actor": entry.actor_id}).scalar())


class Flag(SQLModel, table=True):
    """A member's report of something. Open until a decision answers it, or they withdraw it; then they may flag the same thing anew.

    A content rule flags, too: then there is no flagger, and it weighs nothing.
    """

    __table_args__ = (
        CheckConstraint(OF_KINDS, name="subject_kind"),
        Index(
            "uq_flag_once_each",
            "flagger_id",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        # A member's own: newest first, and those under one post.
        Index("ix_flag_flagger", "flagger_id", "id"),
        Index("ix_flag_under", "flagger_id", "post_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flag_open", "subwiki_id", "subject_kind", "subject_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flag_subject", "subject_kind", "subject_id"),
        Index("ix_flag_weighing", "subject_kind", "subject_id", "reason", sqlite_where=WEIGHING, postgresql_where=WEIGHING),
        Index("ix_flag_withdrawn", "flagger_id", "subject_kind", "subject_id", sqlite_where=WITHDRAWN, postgresql_where=WITHDRAWN),
    )

    id: int | None = Field(default=None, primary_key=True)
    flagger_id: int | None = refers("member.id", optional=True)
    """Nobody where a content rule did it."""
    content_rule_id: int | None = refers("contentrule.id", optional=True)
    subject_kind: str
    subject_id: int
    post_id: int | None = refers("post.id", optional=True)
    """The post that it is, stands under or is a revision of; none for a subwiki or a member."""
    subwiki_id: int | None = refers("subwiki.id", optional=True)
    """Whose moderators decide; none where admins alone do."""
    reason: str
    """A word of `text.reasons`."""
    law: str = ""
    """Against which law, if the reason is that and they said so."""
    note: str = ""
    revision: int = 0
    """Which revision of the subject the flagger saw."""
    weight: int = 0
    """What it weighed when it was made (`moderation.flag_weight`)."""
    at: datetime = moment()
    withdrawn_at: datetime | None = moment(default=None, nullable=True)
    decision_id: int | None = refers("moderationaction.id", optional=True, index=True)
