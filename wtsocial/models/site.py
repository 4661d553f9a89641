"""What admins set for the whole site while it runs, and what they announce on every page."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

SHOWN = text("ended_at IS NULL")


class SiteSetting(SQLModel, table=True):
    """A setting that an admin made another than the environment says; those that have no row are as it says."""

    name: str = Field(primary_key=True)
    value: str
    """As it is typed (`site.switches`)."""


class Announcement(SQLModel, table=True):
    """What stands, or stood, at the top of every page; one stands at a time."""

    __table_args__ = (
        CheckConstraint("tone in ('news', 'warning')", name="tone"),
        Index("uq_announcement_shown", "shown", unique=True, sqlite_where=SHOWN, postgresql_where=SHOWN),
    )

    id: int | None = Field(default=None, primary_key=True)
    text: str
    tone: str
    shown: bool = True
    """Always true: so that the index allows one that has not been taken down."""
    made_by_id: int = refers("member.id")
    made_at: datetime = moment()
    until: datetime | None = moment(default=None, nullable=True)
    """When it goes by itself."""
    ended_at: datetime | None = moment(default=None, nullable=True)
    """When it was taken down, or another took its place."""
