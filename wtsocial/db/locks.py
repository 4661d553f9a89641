"""Locks: PostgreSQL's advisory locks, each with its number, held until the transaction ends."""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


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


async def lock(connection: AsyncConnection, key: Lock, number: int | None = None) -> None:
    """Wait for a lock and hold it until the transaction ends. On SQLite, which has one writer anyhow, nothing is done."""
    if connection.dialect.name != "postgresql":
        return
    if number is None:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key.value})
    else:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key, :number)"), {"key": key.value, "number": number})
