"""Revisions: every saved version of a post, a comment or a subwiki page; only ever added to. Reviews of them and thanks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

CORRECTION = text("change = 'headline'")
CHANGED = text("change != 'created'")
SHOWN_CORRECTION = text("change = 'headline' AND hidden_at IS NULL")
OWN_ERROR, OWN_ERROR_ON_SQLITE = text("own_error"), text("own_error = 1")


class Revision(SQLModel, table=True):
    """One saved version of exactly one thing; numbers count from 1 for each thing."""

    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        UniqueConstraint("comment_id", "number"),
        UniqueConstraint("subwiki_id", "number"),
        Index("ix_revision_corrections", "at", "id", sqlite_where=CORRECTION, postgresql_where=CORRECTION),
        # How many headlines a member corrected, and how many of those were their own errors.
        Index("ix_revision_editor_corrections", "editor_id", sqlite_where=SHOWN_CORRECTION, postgresql_where=SHOWN_CORRECTION),
        Index("ix_revision_own_errors", "editor_id", sqlite_where=OWN_ERROR_ON_SQLITE, postgresql_where=OWN_ERROR),
        # How much one member wrote in the last hour.
        Index("ix_revision_editor", "editor_id", "at"),
        CheckConstraint(
            "(post_id IS NOT NULL AND comment_id IS NULL AND subwiki_id IS NULL)"
            " OR (post_id IS NULL AND comment_id IS NOT NULL AND subwiki_id IS NULL)"
            " OR (post_id IS NULL AND comment_id IS NULL AND subwiki_id IS NOT NULL)",
            name="one_thing",
        ),
        CheckConstraint("change in ('created', 'headline', 'text', 'page')", name="change"),
        CheckConstraint("via in ('', 'revert', 'undo', 'merge', 'suggestion', 'vote', 'brake')", name="via"),
        # What is new, and what was changed, newest first.
        Index("ix_revision_newest", "at", "id"),
        Index("ix_revision_changes", "at", "id", sqlite_where=CHANGED, postgresql_where=CHANGED),
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
    via: str = ""
    """How it came about: plainly, by going back to an earlier one, undoing one in the middle, merging, agreeing, voting, the brake."""
    restores: int = 0
    """The number of the revision whose headline or text it brought back; 0 for none."""
    own_error: bool = False
    """The author corrects their own headline and says "I was wrong"."""
    size: int = 0
    """Characters of headline, text and rules."""
    salt: str = ""
    digest: str = ""
    """The salted digest of what was typed (`text.chain`)."""
    seal: str = ""
    """The seal over the one before it, its facts and the digest (`text.chain`)."""
    stands: bool = True
    """Whether it was neither undone nor hidden."""
    counts: bool = True
    """Whether it counts for its editor as long as it stands (`revisions.contributions`)."""
    hidden_at: datetime | None = moment(default=None, nullable=True)
    erased_at: datetime | None = moment(default=None, nullable=True)
    """Since when its text and salt are gone for good; the log says why."""


class Review(SQLModel, table=True):
    """A trusted member has looked at a revision and found it well."""

    revision_id: int = refers("revision.id", key=True)
    reviewer_id: int = refers("member.id")
    at: datetime = moment()


class Thanks(SQLModel, table=True):
    """A member thanks the editor of a revision, once."""

    member_id: int = refers("member.id", key=True)
    revision_id: int = refers("revision.id", key=True, index=True)
    at: datetime = moment()
