"""Requests that changed something, for as long as they may be sent again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment


class IdempotencyKey(SQLModel, table=True):
    """A request that was acted on, and what it was answered. Forgotten after a day."""

    digest: str = Field(primary_key=True)
    """SHA-256 of whose it was and the key that the browser gave it."""
    at: datetime = moment(index=True)
    answer: Any = Field(default=None, sa_type=JSON, nullable=True)
