"""Restrictions that stand: how they end, and the copy beside the member by which every policy judges."""

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from wtsocial.accounts.restrictions import Restriction, to_text
from wtsocial.db.statements import id_of
from wtsocial.models import Member, MemberRestriction, now


def locked(member_id: int) -> SelectOfScalar[Member]:
    """Selects the member, locked against other writers."""
    return select(Member).where(Member.id == member_id).with_for_update(key_share=True)


async def end(session: AsyncSession, member: Member, *which: ColumnElement[bool]) -> int:
    """End those of a locked member's restrictions that stand; how many."""
    standing = (col(MemberRestriction.member_id) == id_of(member), col(MemberRestriction.ended_at).is_(None), *which)
    ended = await session.exec(update(MemberRestriction).where(*standing).values(ended_at=now()))
    return ended.rowcount


async def end_of_entry(session: AsyncSession, member_id: int, entry_id: int) -> None:
    """End the one that an entry of the log tells of, if it stands still."""
    member = (await session.exec(locked(member_id))).one()
    if await end(session, member, col(MemberRestriction.entry_id) == entry_id):
        await copy_to_member(session, member)


async def copy_to_member(session: AsyncSession, member: Member) -> None:
    """Keep what stands beside the locked member, where each look at them finds it."""
    await session.flush()
    standing = select(MemberRestriction).where(MemberRestriction.member_id == id_of(member), col(MemberRestriction.ended_at).is_(None))
    found = (await session.exec(standing.order_by(col(MemberRestriction.id)))).all()
    member.restrictions = to_text(Restriction(one.subwiki_id, one.kind, int(one.until.timestamp()) if one.until else 0) for one in found)
    await session.flush()
