"""Members by name, and the moderators of a subwiki, for actions."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.queries import looks_like
from wtsocial.core.errors import NotFound
from wtsocial.models import Member, Membership
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.names import LONGEST_USERNAME


async def existing_member(session: AsyncSession, name: str) -> Member:
    """The active member of this name. Raises NotFound("error.no_such_member", `name`) at `member_name`."""
    found = select(Member).where(looks_like(name), Member.state == "active")
    member = (await session.exec(found)).first()
    if member is None or member.name.casefold() != name.casefold():
        raise NotFound("error.no_such_member", field="member_name", name="" if is_hostile(name) else name[:LONGEST_USERNAME])
    return member


async def moderators_of(session: AsyncSession, subwiki_id: int) -> Sequence[int]:
    """The ids of those who moderate a subwiki, whatever has become of them."""
    moderating = (col(Membership.subwiki_id) == subwiki_id, col(Membership.role) == "moderator")
    return (await session.exec(select(Membership.member_id).where(*moderating).order_by(col(Membership.member_id)))).all()
