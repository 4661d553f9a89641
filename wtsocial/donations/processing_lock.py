"""The lock under which what Stripe tells is processed: one transaction at a time on the whole site."""

from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db.locks import Lock, lock


async def lock_processing(session: AsyncSession) -> None:
    """Let one transaction at a time process Stripe's objects: two that arrive at once may belong to one donation.

    SQLite has one writer anyhow.
    """
    await lock(await session.connection(), Lock.STRIPE)
