"""The lock under which what Stripe tells is processed: one at a time on the whole site."""

from typing import Final

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

PROCESSING: Final = 7_321_005
"""The key of PostgreSQL's advisory lock."""


async def lock_processing(session: AsyncSession) -> None:
    """From here to the commit nobody else works on what Stripe told: what two told at once belongs together, perhaps.

    SQLite has one writer anyhow.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PROCESSING})
