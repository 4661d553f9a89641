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


class BooksFigures(SQLModel, table=True):
    """What the books of a large site say of its members and places, as it was counted last; one row at most."""

    id: int = Field(primary_key=True)
    at: datetime = moment()
    members: int
    """Active ones."""
    places: int
    """Opened by gifts."""
