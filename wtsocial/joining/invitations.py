"""Invitations: create personal ones, create an admin's for a group, revoke them, and return unused uses."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, func, or_, select, update

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound, TooMany
from wtsocial.core.tokens import new_code
from wtsocial.db.statements import table
from wtsocial.joining import policy
from wtsocial.models import Invitation, InvitationUse, Member, now
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

CONFIRMED_WITHIN: Final = timedelta(hours=48)
"""How long a use is kept for somebody who has registered; it is as long as the mailed link holds."""


async def invite(viewer: Viewer, *, uses: int, days: int) -> str:
    """Make a personal invitation, for so many friends and days; its code, which is the end of the link /invite/CODE.

    Raises LoginNeeded, NotAllowed, Invalid("joining.figure") at `uses` or `days`, TooMany("invitation.quota", `limit`) with
    more open invitations than a member may have.
    """
    permissions.ensure(viewer, policy.may_invite(viewer))
    _check("uses", uses, limits.INVITATION_USES)
    _check("days", days, limits.INVITATION_DAYS)
    return await _make(viewer, uses=uses, days=days)


async def invite_group(viewer: Viewer, *, label: str, uses: int, days: int, at_once: bool) -> str:
    """Make an admin's invitation for a group, called `label`; who comes by it need not wait if `at_once`. Its code.

    Raises LoginNeeded, NotAllowed, Invalid at `label`, `uses` or `days`, TooMany("invitation.quota").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    label = clean_line(label, field="label", limit=limits.INVITATION_LABEL)
    _check("uses", uses, limits.GROUP_USES)
    _check("days", days, limits.GROUP_DAYS)
    return await _make(viewer, uses=uses, days=days, label=label, at_once=at_once)


async def revoke(viewer: Viewer, *, invitation_id: Id) -> None:
    """Revoke an invitation: nobody can use it any more; members who used it stay. Its maker may, and admins.

    Nothing happens to one that was taken back before. Raises LoginNeeded, NotFound, also for one of somebody else.
    """
    permissions.ensure(viewer, viewer.known)
    async with db.transaction() as change:
        found = (await change.session.exec(select(Invitation).where(Invitation.id == invitation_id).with_for_update())).first()
        if found is None or not policy.may_revoke(viewer, found.member_id):
            raise NotFound
        found.revoked_at = found.revoked_at or now()


@jobs.periodic_task("invitations.return_unused", every=timedelta(hours=1))
async def return_unused_places() -> int:
    """Housekeeping: return the uses of registrations that were not confirmed in time; returns how many."""
    use, member, invitation = table(InvitationUse), table(Member), table(Invitation)
    late = select(member.c.id).where(member.c.email_confirmed_at.is_(None))
    nobodys = or_(use.c.member_id.is_(None), use.c.member_id.in_(late))
    lapsed = (use.c.at < now() - CONFIRMED_WITHIN, use.c.counted_at.is_(None), use.c.given_back_at.is_(None), nobodys)
    async with db.transaction() as change:
        connection = await change.session.connection()
        rows = (await connection.execute(update(use).where(*lapsed).values(given_back_at=now()).returning(use.c.invitation_id))).all()
        for row in rows:
            await connection.execute(update(invitation).where(invitation.c.id == row.invitation_id).values(used=invitation.c.used - 1))
    return len(rows)


async def _make(viewer: Viewer, *, uses: int, days: int, label: str = "", at_once: bool = False) -> str:
    at = now()
    async with db.transaction() as change:
        session = change.session
        # Locked, so that two at once cannot both be the last one allowed.
        await session.exec(select(Member.id).where(Member.id == viewer.id).with_for_update(key_share=True))
        still = (Invitation.member_id == viewer.id, col(Invitation.revoked_at).is_(None), Invitation.ends_at > at)
        if (await session.exec(select(func.count()).select_from(Invitation).where(*still))).one() >= limits.INVITATIONS:
            raise TooMany("invitation.quota", limit=limits.INVITATIONS)
        # The quota of a while, which making and revoking in turns does not get round.
        lately = (Invitation.member_id == viewer.id, Invitation.created_at > at - timedelta(days=1))
        if (await session.exec(select(func.count()).select_from(Invitation).where(*lately))).one() >= 2 * limits.INVITATIONS:
            raise TooMany("invitation.quota", limit=limits.INVITATIONS)
        code = new_code()
        ends_at = at + timedelta(days=days)
        session.add(Invitation(code=code, member_id=viewer.id, label=label, uses=uses, at_once=at_once, created_at=at, ends_at=ends_at))
        change.answer = code
    return code


def _check(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise Invalid("joining.figure", field=field, least=1, most=most)
