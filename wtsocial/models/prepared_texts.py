"""Prepared texts: what moderators of a place say again and again, ready to be chosen as the reason of a decision."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

KEPT = text("removed_at IS NULL")


class PreparedText(SQLModel, table=True):
    """One text, from when it was added until it is removed. It is never changed: another one takes its place."""

    __table_args__ = (Index("ix_preparedtext_kept", "place", "id", sqlite_where=KEPT, postgresql_where=KEPT),)

    id: int | None = Field(default=None, primary_key=True)
    place: int
    """The id of the subwiki; 0 for the whole site."""
    title: str
    text: str
    made_by_id: int = refers("member.id")
    made_at: datetime = moment()
    removed_at: datetime | None = moment(default=None, nullable=True)
