"""Figures of the whole site that take long to count."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment


class DashboardFigures(SQLModel, table=True):
    """The figures of the dashboard as they were counted last; one row at most."""

    id: int = Field(primary_key=True)
    at: datetime = moment()
    figures: dict[str, Any] = Field(sa_type=JSON)


class ModerationFigure(SQLModel, table=True):
    """How often something was done in a month (`2026-11`): in a subwiki, or on the whole site (0), and in which office."""

    __table_args__ = {"sqlite_with_rowid": False}

    month: str = Field(primary_key=True)
    subwiki_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    office: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    """An action of the log, `flag:` and a reason, or `waited:` and the step of a time (`moderation.figures`)."""
    count: int = 0


class BooksFigures(SQLModel, table=True):
    """What the books of a large site say of its members and places, as it was counted last; one row at most."""

    id: int = Field(primary_key=True)
    at: datetime = moment()
    members: int
    """Active ones."""
    places: int
    """Opened by gifts."""
