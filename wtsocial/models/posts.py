"""Posts, and what members do with them: votes, saved posts, drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

SHOWN = text("hidden_at IS NULL")
AWAITING, AWAITING_ON_SQLITE = text("awaits_review"), text("awaits_review = 1")
CORRECTED = text("hidden_at IS NULL AND corrected_revision > 0")


class Post(SQLModel, table=True):
    """News (a headline and a link) or a discussion (a headline and text) in one subwiki.

    The newest revision's headline and text stand here too, so that a feed reads one table.
    `stamp` grows with every change that readers see: a browser ignores what is older than what it shows.
    """

    __table_args__ = (
        CheckConstraint("kind in ('news', 'discussion')", name="kind"),
        CheckConstraint("mode in ('collaborative', 'individual')", name="mode"),
        CheckConstraint("protection in ('', 'member', 'trusted', 'moderator')", name="protection"),
        CheckConstraint("cover in ('', 'flags', 'moderator')", name="cover"),
        Index("ix_post_domain_feed", "domain", "published_at", "id"),
        # A source's record: what was corrected of it, newest first.
        Index("ix_post_domain_corrected", "domain", "corrected_at", "id", sqlite_where=CORRECTED, postgresql_where=CORRECTED),
        Index("ix_post_awaiting", "subwiki_id", "id", sqlite_where=AWAITING_ON_SQLITE, postgresql_where=AWAITING),
        # The queue of admins: what waits longest, wherever it is.
        Index("ix_post_awaiting_anywhere", "id", sqlite_where=AWAITING_ON_SQLITE, postgresql_where=AWAITING),
        # Who took part in a subwiki.
        Index("ix_post_author_place", "author_id", "subwiki_id", "published_at", sqlite_where=SHOWN, postgresql_where=SHOWN),
        # Feeds read newest first by (published_at, id), and never what is hidden.
        Index("ix_post_feed", "published_at", "id", sqlite_where=SHOWN, postgresql_where=SHOWN),
        Index("ix_post_subwiki_feed", "subwiki_id", "published_at", "id", sqlite_where=SHOWN, postgresql_where=SHOWN),
        Index("ix_post_author_feed", "author_id", "published_at", "id", sqlite_where=SHOWN, postgresql_where=SHOWN),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    mode: str = "collaborative"
    subwiki_id: int = refers("subwiki.id")
    author_id: int = refers("member.id")
    headline: str
    link: str = ""
    link_key: str = Field(default="", index=True)
    """What is the same for two posts of one link (`posts.queries.link_key`): a link itself can be too long for an index."""
    host: str = Field(default="", index=True)
    """The source: the link's host as people read it."""
    domain: str = ""
    """The registrable domain of the host (`text.domains`): whose headlines the source memory counts."""
    text: str = ""
    picture: str = ""
    """The name of a stored picture, or empty."""
    language: str = ""
    """The language that its author says it is written in (ISO 639-1); empty for not said."""
    sensitive: bool = False
    """Whether somebody may not want to see it unasked, by its author's or a moderator's word."""
    cover: str = ""
    """By whose word it is folded away until somebody asks for it: members' `flags`, until they are decided on, or a `moderator`."""
    tags: str = ""
    """The #tags of headline and text (`text.tags`), with a space between; hidden or not (`PostTag` has those of shown ones)."""
    warning_id: int | None = refers("contentrule.id", optional=True)
    """The content rule that it was published with a warning by, or that holds it."""
    published_at: datetime = moment()
    revision: int = 1
    head: str = ""
    """The seal of the newest revision (`text.chain`)."""
    stamp: int = 1
    votes_count: int = 0
    comments_count: int = 0
    shared: bool = False
    """Whether somebody else than its author has taken part in it, or it was imported: only then it counts for the author's standing."""
    first_headline: str
    """The headline as the author wrote it."""
    worded_by: str = ""
    """In whose words that is: the `source`'s own, a `member`'s, or empty for unknown (`posts.source_pages`)."""
    corrected_at: datetime | None = moment(default=None, nullable=True)
    corrected_by_id: int | None = refers("member.id", optional=True)
    corrected_reason: str = ""
    corrected_source: str = ""
    corrected_revision: int = 0
    """The revision of the newest correction that was no mere spelling: votes on earlier ones came before it. 0 for none."""
    early_votes: int = 0
    """Of the votes, those that came before the newest correction that was no mere spelling."""
    own_error: bool = False
    """Whether the newest correction is its author's own, who says "I was wrong"."""
    suggestions_count: int = 0
    """Open suggestions of another headline."""
    agreed_headline: str = ""
    """On an individual post: the suggested headline that enough members agree on, until the author decides on it."""
    protection: str = ""
    """The standing that correcting and editing it take; empty for no other than usual."""
    protected_until: datetime | None = moment(default=None, nullable=True)
    disputed_at: datetime | None = moment(default=None, nullable=True)
    """Since when an edit war is put to the vote: neither headline nor text can be changed until it is decided."""
    hidden_at: datetime | None = moment(default=None, nullable=True)
    awaits_review: bool = False
    """Whether it is hidden until a moderator has looked at it."""
    locked_reason: str = ""
    """Why moderators locked its discussion: nobody comments any more, votes stay. Empty for one that is open."""


class Vote(SQLModel, table=True):
    """One member's upvote, and the revision that it was given to."""

    member_id: int = refers("member.id", key=True)
    post_id: int = refers("post.id", key=True, index=True)
    revision: int
    at: datetime = moment()


class SavedPost(SQLModel, table=True):
    """A member keeps a post to come back to; nobody else sees it."""

    __table_args__ = (Index("ix_savedpost_newest", "member_id", "at", "post_id"),)

    member_id: int = refers("member.id", key=True)
    post_id: int = refers("post.id", key=True, index=True)
    at: datetime = moment()


class Draft(SQLModel, table=True):
    """What a member was typing in one place (`submit`, `comment:42`, `edit:42`), so that a closed tab loses nothing."""

    member_id: int = refers("member.id", key=True)
    place: str = Field(primary_key=True)
    fields: dict[str, Any] = Field(sa_type=JSON, default_factory=dict)
    at: datetime = moment()
