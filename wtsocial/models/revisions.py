"""Revisions: every saved version of a post, a comment or a subwiki page; only ever added to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

CORRECTION = text("change = 'headline'")


class Revision(SQLModel, table=True):
    """One saved version of exactly one thing; numbers count from 1 for each thing."""

    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        UniqueConstraint("comment_id", "number"),
        UniqueConstraint("subwiki_id", "number"),
        Index("ix_revision_corrections", "at", sqlite_where=CORRECTION, postgresql_where=CORRECTION),
        # How much one member wrote in the last hour.
        Index("ix_revision_editor", "editor_id", "at"),
        CheckConstraint(
            "(post_id IS NOT NULL AND comment_id IS NULL AND subwiki_id IS NULL)"
            " OR (post_id IS NULL AND comment_id IS NOT NULL AND subwiki_id IS NULL)"
            " OR (post_id IS NULL AND comment_id IS NULL AND subwiki_id IS NOT NULL)",
            name="one_thing",
        ),
        CheckConstraint("change in ('created', 'headline', 'text', 'page')", name="change"),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int | None = refers("post.id", optional=True)
    comment_id: int | None = refers("comment.id", optional=True)
    subwiki_id: int | None = refers("subwiki.id", optional=True)
    number: int
    editor_id: int = refers("member.id")
    at: datetime = moment()
    change: str
    headline: str = ""
    """A post's headline, or a subwiki's name."""
    text: str = ""
    """A post's or a comment's text, or a subwiki's description."""
    rules: str = ""
    """A subwiki's rules."""
    reason: str = ""
    """A headline correction's reason, as a word of `text.reasons`."""
    note: str = ""
    """What the editor said about it."""
    source: str = ""
    """The link that shows it."""
    hidden_at: datetime | None = moment(default=None, nullable=True)
