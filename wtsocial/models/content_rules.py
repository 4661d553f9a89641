"""Content rules: what is done with posts that link to a source or say a word, on the whole site or in one subwiki; and what they caught."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

ON = text("removed_at IS NULL")


class ContentRule(SQLModel, table=True):
    """One rule, from when it was switched on until it is removed. It is never changed: another one takes its place."""

    __table_args__ = (
        CheckConstraint("kind in ('source', 'word')", name="kind"),
        CheckConstraint("effect in ('block', 'hold', 'warn', 'flag')", name="effect"),
        # One of each at a place; whoever publishes looks here for those of the site and of the subwiki.
        Index("uq_contentrule_on", "place", "kind", "pattern", unique=True, sqlite_where=ON, postgresql_where=ON),
        Index("ix_contentrule_newest", "place", "id", sqlite_where=ON, postgresql_where=ON),
    )

    id: int | None = Field(default=None, primary_key=True)
    place: int
    """The id of the subwiki; 0 for the whole site."""
    kind: str
    pattern: str
    """A registrable domain (`text.domains`), or words as `text.words.spread` has them."""
    label: str
    """The same as people read it."""
    effect: str
    """What is done with what it catches: refused (`block`), held for a moderator, published with a warning, or flagged."""
    reason: str
    """Shown to whoever meets it."""
    made_by_id: int = refers("member.id")
    made_at: datetime = moment()
    removed_at: datetime | None = moment(default=None, nullable=True)


class RuleCatch(SQLModel, table=True):
    """A post that a rule caught when it was published. What was refused is kept nowhere."""

    __table_args__ = (Index("uq_rulecatch_once", "rule_id", "post_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    rule_id: int = refers("contentrule.id")
    post_id: int = refers("post.id")
    at: datetime = moment()
