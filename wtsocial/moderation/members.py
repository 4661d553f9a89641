"""What admins decide about members: make admin, trust, suspend and reinstate, with public reasons."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.queries import by_name, looks_like
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.joining import admission, waiting_list
from wtsocial.models import Member, ModerationAction, now
from wtsocial.moderation import figures
from wtsocial.notifications.notify import notify
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text, is_hostile
from wtsocial.text.graphemes import cut
from wtsocial.text.names import LONGEST_USERNAME
from wtsocial.text.words import fold


async def make_admin(name: str) -> None:
    """Whoever runs the site makes a member an admin, by a command on the machine; a waiting one is confirmed by it.

    Raises NotFound("error.no_such_member", `name`), also for a suspended or deleted one.
    """
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await _member(change.session, name)
        if member.state == "suspended":
            raise NotFound("error.no_such_member", name=name)
        member.is_admin, member.email_confirmed_at = True, member.email_confirmed_at or now()
        change.outdate_pages(f"member:{member.id}")
        await change.session.flush()
        await waiting_list.let_in_member(change, id_of(member), way="admin", cause="make-admin", told=False)


async def make_trusted(name: str) -> None:
    """Whoever runs the site makes an active member a trusted one, by a command on the machine; the member is told.

    Raises NotFound("error.no_such_member", `name`), also for one who is not active.
    """
    async with db.transaction() as change:
        await _trust(change, await _member(change.session, name))


async def trust_member(viewer: Viewer, *, member_name: str) -> None:
    """Make an active member a trusted one; the member is told.

    Raises LoginNeeded, NotAllowed (for one who is trusted already, too), NotFound("error.no_such_member", `name`).
    """
    async with db.transaction() as change:
        permissions.ensure(viewer, permissions.may_administer(viewer))
        member = await _member(change.session, member_name)
        permissions.ensure(viewer, permissions.may_trust(viewer, member))
        await _trust(change, member)


async def _trust(change: Transaction, member: Member) -> None:
    if member.state != "active":
        raise NotFound("error.no_such_member", name=member.name)
    member.is_trusted = True
    change.outdate_pages(f"member:{member.id}")
    await notify(change, id_of(member), "trusted", f"/u/{member.name}")


async def suspend_member(viewer: Viewer, *, member_name: str, reason: str) -> None:
    """Take a member's part in everything away until reinstated; they may still log in, read, and see why.

    The log shows it, and the member is told. Raises LoginNeeded, NotAllowed, NotFound("error.no_such_member", `name`),
    Invalid at `reason`, Invalid("member.suspended_already").
    """
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await _decided_on(change.session, viewer, member_name)
        reason = clean_text(reason, field="reason", limit=limits.REASON)
        if member.state == "suspended":
            raise Invalid("member.suspended_already")
        await waiting_list.leave(change, id_of(member), for_good=False)
        member.state, member.suspended_reason = "suspended", reason
        await _record(change, viewer, member, "suspend", reason)


async def reinstate_member(viewer: Viewer, *, member_name: str, reason: str) -> None:
    """Let a suspended member take part again, or wait again if they were never let in or have not confirmed their address.

    Raises LoginNeeded, NotAllowed, NotFound("error.no_such_member", `name`), Invalid at `reason`,
    Invalid("member.not_suspended").
    """
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await _decided_on(change.session, viewer, member_name)
        reason = clean_text(reason, field="reason", limit=limits.REASON)
        if member.state != "suspended":
            raise Invalid("member.not_suspended")
        member.state, member.suspended_reason = "active" if member.email_confirmed_at else "waiting", ""
        if await waiting_list.is_waiting(change, id_of(member)):
            await admission.readmit(change, member)
        await _record(change, viewer, member, "reinstate", reason)


async def _decided_on(session: AsyncSession, viewer: Viewer, name: str) -> Member:
    # Before the look: who may not decide at all does not learn here which names there are.
    permissions.ensure(viewer, permissions.may_administer(viewer))
    member = await _member(session, name)
    permissions.ensure(viewer, permissions.may_suspend(viewer, member))
    return member


async def _member(session: AsyncSession, name: str) -> Member:
    found = select(Member).where(looks_like(name), Member.state != "deleted").order_by(by_name()).with_for_update(key_share=True)
    member = (await session.exec(found)).first()
    if member is None or fold(member.name) != fold(name):
        raise NotFound("error.no_such_member", name="" if is_hostile(name) else cut(name, LONGEST_USERNAME))
    return member


async def _record(change: Transaction, viewer: Viewer, member: Member, action: str, reason: str) -> None:
    number = id_of(member)
    change.outdate_pages(f"member:{number}")
    entry = ModerationAction(actor_id=viewer.id, action=action, subject_kind="member", subject_id=number, member_id=number, reason=reason)
    entry.office = "admin"
    change.session.add(entry)
    figures.count(change, figures.of_entry(entry))
    await notify(change, number, {"suspend": "suspended", "reinstate": "reinstated"}[action], "/log", reason=reason)
