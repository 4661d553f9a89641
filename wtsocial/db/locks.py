"""Locks: PostgreSQL's advisory locks, each with its number, held until the transaction ends."""

from enum import IntEnum
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial.db.engines import SENT_AHEAD
from wtsocial.db.session import Transaction

_ALONE: Final = text("SELECT pg_advisory_xact_lock(:key)")
_NUMBERED: Final = text("SELECT pg_advisory_xact_lock(:key, :number)")


class Lock(IntEnum):
    """The numbers of the locks: in one database, each must mean one thing."""

    MIGRATION = 7_238_411
    """Held by whoever migrates the database (alembic/env.py)."""
    PUBLISHING = 7_321_001
    """Posts get their publishing time under it, so that they appear in the order of those times."""
    STRIPE = 7_321_005
    """What Stripe told is processed under it: two events may concern one donation."""
    CHOICES = 7_321
    """With a member's id as second number: one change of choices at a time for each member."""
    FLAGGED_SUBWIKI = 7_322
    """With a subwiki's id: one flag of it or decision on it at a time."""
    FLAGGED_MEMBER = 7_323
    """With a member's id: one flag of them or decision on them at a time."""
    PREPARED_TEXTS = 7_324
    """With a subwiki's id, or 0: one prepared text is added there at a time."""


async def lock_next(change: Transaction, key: Lock) -> None:
    """The same within a change."""
    if change.dialect == "postgresql":
        await change.send(_ALONE, {"key": key.value})


async def lock(connection: AsyncConnection, key: Lock, number: int | None = None) -> None:
    """Have the next statement wait for a lock, which is held until the transaction ends.

    On SQLite, which has one writer anyhow, nothing is done.
    """
    if connection.dialect.name != "postgresql":
        return
    if number is None:
        await connection.execute(_ALONE, {"key": key.value}, execution_options=SENT_AHEAD)
    else:
        await connection.execute(_NUMBERED, {"key": key.value, "number": number}, execution_options=SENT_AHEAD)
