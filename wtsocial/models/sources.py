"""Source memory: what became of a source's headlines here, and who contests an entry of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

WAITING = text("decided_at IS NULL")
CORRECTED = text("corrected_count > 0")


class Source(SQLModel, table=True):
    """A source by its registrable domain, with counters kept by whoever publishes, hides and corrects."""

    __table_args__ = (
        # In the order of code points, in which what begins alike stands together.
        Index("ix_source_name", "domain", postgresql_ops={"domain": "varchar_pattern_ops"}),
        Index("ix_source_corrected", "corrected_count", "domain", sqlite_where=CORRECTED, postgresql_where=CORRECTED),
    )

    domain: str = Field(primary_key=True)
    posts_count: int = 0
    """Shown posts that link there."""
    own_count: int = 0
    """Those of them whose first headline is known to be the source's own."""
    corrected_count: int = 0
    """Those of these whose headline stands corrected for what the source said, and not successfully contested."""
    other_count: int = 0
    """Other shown posts whose headline stands corrected for more than spelling: a member's words, or nobody knows whose."""


class SourceReading(SQLModel, table=True):
    """What the page behind a link said when it was read for a preview; kept for some days."""

    link_key: str = Field(primary_key=True)
    """The link, as `Post.link_key` has it."""
    headline: str
    """The publisher's; empty where the page has none."""
    seen_at: datetime = moment(index=True)
    digest: str
    """SHA-256 of the page as it came."""


class PublisherHeadline(SQLModel, table=True):
    """What the publisher of a post's link said when the post was published."""

    post_id: int = refers("post.id", key=True)
    headline: str
    seen_at: datetime = moment()
    digest: str
    """SHA-256 of the page as it came: the page itself cannot be had later."""


class SourceDispute(SQLModel, table=True):
    """Somebody contests that a correction is counted against a source; who moderates answers in public."""

    __table_args__ = (
        CheckConstraint("outcome in ('', 'kept', 'struck')", name="outcome"),
        Index("ix_sourcedispute_waiting", "subwiki_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_sourcedispute_queue", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_sourcedispute_once_each", "post_id", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    domain: str = Field(index=True)
    post_id: int = refers("post.id", index=True)
    revision: int
    """The correction of that post which is contested."""
    subwiki_id: int = refers("subwiki.id")
    member_id: int = refers("member.id", index=True)
    for_source: bool = False
    """Whether the member says to speak for the source."""
    text: str
    at: datetime = moment()
    answer: str = ""
    answered_by_id: int | None = refers("member.id", optional=True)
    outcome: str = ""
    """`kept`: the entry stays. `struck`: it is counted no longer."""
    decided_at: datetime | None = moment(default=None, nullable=True)
