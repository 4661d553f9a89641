"""Figures of the books that take long to count: how many members there are, and how many places gifts opened."""

from datetime import timedelta
from typing import Final

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.models import BooksFigures, Member, Payment, now

SMALL: Final = 2_000
"""Of so many members, and what they gave, the figures are counted at each look, which takes a millisecond."""


async def members_and_places(session: AsyncSession) -> tuple[int, int]:
    """How many active members there are, and places that gifts opened; on a large site, as the job counted them last."""
    newest = (await session.exec(select(func.max(Member.id)))).one() or 0
    stored = (await session.exec(select(BooksFigures))).first() if newest > SMALL else None
    return (stored.members, stored.places) if stored else await _count(session)


@jobs.periodic_task("donations.count_figures", every=timedelta(minutes=5))
async def count_figures() -> int:
    """Count the figures of a large site, so that nobody waits for them; how many members there are."""
    async with db.transaction() as change:
        members, places = await _count(change.session)
        await change.session.merge(BooksFigures(id=1, at=now(), members=members, places=places))
    return members


async def _count(session: AsyncSession) -> tuple[int, int]:
    members = (await session.exec(select(func.count()).select_from(Member).where(Member.state == "active"))).one()
    places = (await session.exec(select(func.coalesce(func.sum(Payment.places), 0)).where(Payment.places > 0))).one()
    return members, int(places)
