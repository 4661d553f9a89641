"""Lookups that moderators' acts on members share: the member of a name."""

from datetime import datetime
from typing import Protocol, cast

from sqlalchemy import select as select_core
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.queries import by_name, looks_like
from wtsocial.core.errors import NotFound
from wtsocial.db.statements import table
from wtsocial.models import Member
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.graphemes import cut
from wtsocial.text.names import LONGEST_USERNAME
from wtsocial.text.words import fold


class NamedMember(permissions.JudgedMember, Protocol):
    """A member as they were found by their name: a Member, or a row with these columns of one."""

    name: str
    suspended_reason: str
    suspended_until: datetime | None


async def member_row(connection: AsyncConnection, name: str) -> NamedMember | None:
    """The member of this name, as a row; None for nobody, or for a deleted one."""
    member = table(Member)
    found = select_core(member).where(looks_like(name), member.c.state != "deleted").order_by(by_name()).limit(1)
    row = cast("NamedMember | None", (await connection.execute(found)).first())
    return row if row and fold(row.name) == fold(name) else None


async def existing_member(session: AsyncSession, name: str) -> Member:
    """The same, locked against other writers. Raises NotFound("error.no_such_member", `name`)."""
    row = await member_row(await session.connection(), name)
    locked = select(Member).where(Member.id == (row.id if row else 0), Member.state != "deleted").with_for_update(key_share=True)
    member = (await session.exec(locked)).first()
    if member is None:
        raise NotFound("error.no_such_member", name="" if is_hostile(name) else cut(name, LONGEST_USERNAME))
    return member
