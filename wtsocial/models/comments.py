"""Comments under posts, in threads."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers


class Comment(SQLModel, table=True):
    """One comment; it answers the post, or another comment of the same post."""

    __table_args__ = (
        CheckConstraint("cover in ('', 'flags', 'moderator')", name="cover"),
        Index("ix_comment_thread", "post_id", "id"),
        # How many a member wrote that are shown.
        Index("ix_comment_author", "author_id", "hidden_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = refers("post.id")
    parent_id: int | None = refers("comment.id", optional=True)
    author_id: int = refers("member.id")
    text: str
    created_at: datetime = moment()
    revision: int = 1
    head: str = ""
    """The seal of the newest revision (`text.chain`)."""
    edited_at: datetime | None = moment(default=None, nullable=True)
    post_revision: int
    """The revision of the post that it was written under."""
    cover: str = ""
    """By whose word it is folded away, as of a post."""
    hidden_at: datetime | None = moment(default=None, nullable=True)
