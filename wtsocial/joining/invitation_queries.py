"""Reads of invitations: the viewer's own, those for groups (admins), and what a link shows."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, cast

from sqlalchemy import ColumnElement, false, literal_column, select
from sqlmodel import col, exists
from sqlmodel import select as find
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import some_of_each, table
from wtsocial.joining import policy
from wtsocial.joining.queries import rules
from wtsocial.joining.views import CameView, InvitationView, InviteView
from wtsocial.models import Invitation, InvitationUse, Member, now

PERSONAL: Final = col(Invitation.label) == ""
# Said in full and not as a parameter, or SQLite could not tell that the index is meant.
OF_A_GROUP: Final = col(Invitation.label) != literal_column("''")
SHOWN: Final = 60
"""So many invitations are listed, the newest first."""
CAME: Final = 100
"""So many of those who came are listed with each, the newest first."""
_CODE: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
"""Whatever is no such text was never a code of ours, and is not asked of the database."""


def opens(mode: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether an invitation admits somebody now: it is neither revoked, used up nor expired, and its maker may still invite.

    Where joining takes an invitation, those of members who are waiting themselves admit nobody.
    """
    states = ("active",) if mode == "invited" else ("active", "waiting")
    maker = exists().where(col(Member.id) == col(Invitation.member_id), col(Member.state).in_(states))
    return col(Invitation.revoked_at).is_(None), col(Invitation.used) < col(Invitation.uses), col(Invitation.ends_at) > at, maker


def with_code(code: str) -> ColumnElement[bool]:
    """The condition for the invitation with this code; no invitation for what cannot be one."""
    return col(Invitation.code) == code if _CODE.fullmatch(code) else false()


async def by_code(viewer: Viewer, code: str) -> InviteView:
    """What the link with this code shows. Expired, revoked, used up and unknown ones all give `shut`."""
    async with db.reading() as session:
        found = (await session.exec(find(Invitation).where(with_code(code)))).first()
        if found is None:
            return InviteView("member" if viewer.known else "shut")
        if viewer.known:
            return InviteView("own" if found.member_id == viewer.id else "member")
        mode = (await rules(session)).mode
        is_open = (await session.exec(find(Invitation.id).where(Invitation.id == found.id, *opens(mode, now())))).first()
    if is_open is None:
        return InviteView("shut")
    return InviteView("open", at_once=found.at_once or mode in ("open", "invited"), group=found.label)


async def mine(viewer: Viewer) -> list[InvitationView]:
    """The viewer's personal invitations with who came by them, the newest first. Raises LoginNeeded, NotAllowed as inviting does."""
    permissions.ensure(viewer, policy.may_invite(viewer))
    async with db.reading() as session:
        return await _list(session, col(Invitation.member_id) == viewer.id, PERSONAL)


async def of_groups(viewer: Viewer) -> list[InvitationView]:
    """Every invitation for a group, with who came by it. Raises LoginNeeded or NotAllowed for all but admins."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.reading() as session:
        return await _list(session, OF_A_GROUP)


async def newest_open(viewer: Viewer) -> str:
    """The code of the viewer's newest personal invitation that still admits somebody; "" for none."""
    if not policy.may_invite(viewer):
        return ""
    async with db.reading() as session:
        mode = (await rules(session)).mode
        wanted = find(Invitation.code).where(Invitation.member_id == viewer.id, PERSONAL, *opens(mode, now()))
        return (await session.exec(wanted.order_by(col(Invitation.id).desc()).limit(1))).first() or ""


class InvitationRow(Protocol):
    """A row with the columns of an Invitation."""

    id: int
    code: str
    label: str
    uses: int
    used: int
    at_once: bool
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


async def _list(session: AsyncSession, *which: ColumnElement[bool]) -> list[InvitationView]:
    invitation = table(Invitation)
    wanted = select(invitation).where(*which).order_by(invitation.c.id.desc()).limit(SHOWN)
    rows = cast("Sequence[InvitationRow]", (await (await session.connection()).execute(wanted)).all())
    came = await came_by(session, [row.id for row in rows])
    return [_view(row, came.get(row.id, []), now()) for row in rows]


async def came_by(session: AsyncSession, invitations: list[int]) -> dict[int, list[CameView]]:
    """Who came by each of these invitations, the newest first, CAME at most."""
    connection = await session.connection()
    invitation, use, member = table(Invitation), table(InvitationUse), table(Member)
    counted, friend = use.alias("counted"), member.alias("friend")
    shown = [counted.c[name] for name in ("id", "invitation_id", "member_id", "at", "counted_at")]
    newest = select(*shown).join(friend, friend.c.id == counted.c.member_id)
    # Who registered but did not confirm is nobody's friend yet, and their name nobody's business.
    newest = newest.where(counted.c.invitation_id == invitation.c.id, counted.c.counted_at.is_not(None), friend.c.state != "deleted")
    newest = newest.order_by(counted.c.counted_at.desc()).limit(CAME).correlate(invitation)
    of_each, last = some_of_each(connection.dialect.name, invitation, use, newest)
    wanted = select(last.c.invitation_id, last.c.at, member.c.name).select_from(of_each.join(member, member.c.id == last.c.member_id))
    found: dict[int, list[CameView]] = {}
    wanted = wanted.where(invitation.c.id.in_(invitations)).order_by(last.c.counted_at.desc())
    for row in (await connection.execute(wanted)).all():
        found.setdefault(row.invitation_id, []).append(CameView(row.name, to_millis(row.at)))
    return found


def state_of(row: InvitationRow, at: datetime) -> str:
    """`revoked`, `ended`, `used_up` or `open`."""
    states = (("revoked", row.revoked_at is not None), ("ended", row.ends_at <= at), ("used_up", row.used >= row.uses))
    return next((state for state, holds in states if holds), "open")


def _view(row: InvitationRow, came: list[CameView], at: datetime) -> InvitationView:
    return InvitationView(
        id=row.id,
        code=row.code,
        label=row.label,
        uses=row.uses,
        used=row.used,
        at_once=row.at_once,
        created=to_millis(row.created_at),
        ends=to_millis(row.ends_at),
        state=state_of(row, at),
        came=came,
    )
