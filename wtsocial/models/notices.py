"""Notices: what a member is told in their inbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

UNREAD = text("read_at IS NULL")


class Notice(SQLModel, table=True):
    """One notice: a kind whose words stand in the catalogue (`notice.KIND`), and what fills them."""

    __table_args__ = (
        Index("ix_notice_newest", "member_id", "id"),
        # Whether a receipt can join one of the same day.
        Index("ix_notice_about", "post_id", "kind", "member_id"),
        Index("ix_notice_unread", "member_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = refers("member.id")
    kind: str
    params: dict[str, Any] = Field(sa_type=JSON, default_factory=dict)
    post_id: int | None = refers("post.id", optional=True)
    """The post that it is about: its headline is looked up when it is read, so that no copy outlives an erased one."""
    path: str = ""
    """Where on this site it leads."""
    at: datetime = moment()
    read_at: datetime | None = moment(default=None, nullable=True)
    renewed: bool = False
    """Whether it became unread again after it was read, since something newer joined it; that happens once."""
