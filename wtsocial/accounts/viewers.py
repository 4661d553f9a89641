"""Viewers: built from members, and found by name for commands, which act without a login."""

from collections.abc import Collection
from typing import Protocol

from sqlmodel import and_, col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.statements import id_of
from wtsocial.models import Member, Membership

_AT_ONCE = 500
"""Names in one statement; databases take only so many parameters."""


async def viewers_by_name(names: Collection[str]) -> dict[str, Viewer]:
    """The members with exactly these names, as a session would see them; a name that nobody has is left out."""
    wanted = sorted(set(names))
    found: dict[str, Viewer] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found |= await _some(wanted[start : start + _AT_ONCE])
    return found


async def _some(names: list[str]) -> dict[str, Viewer]:
    moderated = and_(Membership.member_id == Member.id, Membership.role == "moderator")
    statement = select(Member, col(Membership.subwiki_id)).outerjoin(Membership, moderated)
    async with db.reading() as session:
        rows = (await session.exec(statement.where(col(Member.name).in_(names), Member.state != "deleted"))).all()
    moderates: dict[str, set[int]] = {}
    for member, subwiki_id in rows:
        moderates.setdefault(member.name, set()).update({subwiki_id} - {None})
    members = {member.name: member for member, _ in rows}
    return {name: viewer_view(row, frozenset(moderates[name])) for name, row in members.items()}


class ViewerRow(permissions.MemberStanding, Protocol):
    """What a Viewer is made of: a Member, or a row with these columns of one."""

    id: int | None
    name: str
    state: str
    language: str
    choices: str
    restrictions: str


def viewer_view(row: ViewerRow, moderates: frozenset[int] = frozenset()) -> Viewer:
    """The viewer that a member is."""
    return Viewer(
        id_of(row),
        row.name,
        row.state,
        row.is_admin,
        permissions.standing(row),
        row.language,
        moderates,
        row.email_confirmed_at is not None,
        row.choices,
        row.restrictions,
    )
