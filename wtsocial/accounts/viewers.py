"""Viewers by name: whom a command of the machine acts as, when nobody is logged in."""

from collections.abc import Collection
from typing import Any

from sqlmodel import and_, col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
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


def viewer_view(row: Any, moderates: frozenset[int] = frozenset()) -> Viewer:
    """Who looks or acts: a Member, or a row with the columns of one that a Viewer needs."""
    return Viewer(
        row.id,
        row.name,
        row.state,
        row.is_admin,
        permissions.standing(row),
        row.language,
        moderates,
        row.email_confirmed_at is not None,
        row.choices,
    )
