"""What admins decide about members: make admin, trust, suspend and reinstate, with public reasons."""

from datetime import timedelta
from typing import Literal

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.queries import by_name, looks_like
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction, statements
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.joining import waiting_list
from wtsocial.models import Flag, Member, ModerationAction, now
from wtsocial.moderation import cases, entries, figures, jury, lookups, subjects, suspensions
from wtsocial.moderation.answers import answer
from wtsocial.moderation.named_rules import check_rule
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications.notify import notify
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text

Days = Literal[0, 1, 7, 30]
"""How long, in days; 0 for no end."""


async def make_admin(name: str) -> None:
    """Whoever runs the site makes a member an admin, by a command on the machine; a waiting one is confirmed by it.

    Raises NotFound("error.no_such_member", `name`), also for a suspended or deleted one.
    """
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await lookups.existing_member(change.session, name)
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
        await _trust(change, await lookups.existing_member(change.session, name))


async def trust_member(viewer: Viewer, *, member_name: str) -> None:
    """Make an active member a trusted one; the member is told.

    Raises LoginNeeded, NotAllowed (for one who is trusted already, too), NotFound("error.no_such_member", `name`).
    """
    async with db.transaction() as change:
        permissions.ensure(viewer, permissions.may_administer(viewer))
        member = await lookups.existing_member(change.session, member_name)
        permissions.ensure(viewer, permissions.may_trust(viewer, member))
        await _trust(change, member)


async def _trust(change: Transaction, member: Member) -> None:
    if member.state != "active":
        raise NotFound("error.no_such_member", name=member.name)
    member.is_trusted = True
    change.outdate_pages(f"member:{member.id}")
    await notify(change, id_of(member), "trusted", f"/u/{member.name}")


async def suspend_member(viewer: Viewer, *, member_name: str, reason: str, days: Days = 0, rule: str = "", law: str = "") -> None:
    """Take a member's part in everything away, for some days or (0) until reinstated; they may still log in, read, and see why.

    It upholds the open flags of the member. The log shows it, by which rule (`text.rules`, one of the site's) or against which law, and
    the member is told, with the statement of reasons. Raises LoginNeeded, NotAllowed (`case.claimed` while another admin has their case
    open), NotFound("error.no_such_member", `name`), Invalid at `reason`, `rule` or `law`, Invalid("member.suspended_already").
    """
    law = clean_line(law, field="law", limit=limits.LAW, required=False)
    async with db.transaction() as change:
        await waiting_list.lock(change)
        await _lock_flaggers(change, viewer, member_name)
        member = await _decided_on(change.session, viewer, member_name)
        reason = clean_text(reason, field="reason", limit=limits.REASON)
        if member.state == "suspended":
            raise Invalid("member.suspended_already")
        await waiting_list.leave(change, id_of(member), for_good=False)
        subject = Subject("member", member)
        case = await cases.open_case(change.session, subject)
        await cases.ensure_not_others(change.session, case, viewer.id)
        member.state, member.suspended_reason = "suspended", reason
        member.suspended_until = now() + timedelta(days=days) if days else None
        entry = await _record(change, viewer, member, "suspend", reason)
        entry.rule, entry.law, entry.rule_revision = rule, law, await check_rule(change.session, None, rule)
        entry.until = member.suspended_until
        await jury.commit(change.session, id_of(entry))
        ends = {"until": to_millis(entry.until)} if entry.until else {}
        await notify(change, id_of(member), "suspended_until" if ends else "suspended", f"/log/{entry.id}", reason=reason, **ends)
        await answer(change, subject, entry, case, decided_by=viewer.name)


async def reinstate_member(viewer: Viewer, *, member_name: str, reason: str) -> None:
    """Let a suspended member take part again, or wait again if they were never let in or have not confirmed their address.

    Raises LoginNeeded, NotAllowed, NotFound("error.no_such_member", `name`), Invalid at `reason`,
    Invalid("member.not_suspended").
    """
    async with db.transaction() as change:
        await waiting_list.lock(change)
        await _lock_flaggers(change, viewer, member_name)
        member = await _decided_on(change.session, viewer, member_name)
        reason = clean_text(reason, field="reason", limit=limits.REASON)
        if member.state != "suspended":
            raise Invalid("member.not_suspended")
        await suspensions.let_take_part(change, member)
        entry = await _record(change, viewer, member, "reinstate", reason)
        await _take_back(change, member, entry)
        figures.count(change, figures.of_entry(entry))
        await notify(change, id_of(member), "reinstated", f"/log/{entry.id}", reason=reason)


async def _lock_flaggers(change: Transaction, viewer: Viewer, name: str) -> None:
    """Lock the member, if there is one, and those who flagged them, in the order of all who count flags."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    found = (await change.session.exec(select(Member.id).where(looks_like(name)).order_by(by_name()))).first()
    if found and await subjects.any_subject(change.session, "member", found, lock=True):
        flagged = (Flag.subject_kind == "member", Flag.subject_id == found, col(Flag.decision_id).is_(None))
        concerned = or_(col(Member.id) == found, col(Member.id).in_(select(Flag.flagger_id).where(*flagged)))
        await change.session.exec(select(Member.id).where(concerned).order_by(col(Member.id)).with_for_update(key_share=True))


@jobs.periodic_task("moderation.end_suspensions", every=timedelta(minutes=1))
async def end_suspensions() -> int:
    """Let those take part again whose suspension has an end that is reached; how many. They are told. Safe to run twice at once."""
    over = select(Member.id).where(col(Member.suspended_until) <= now()).order_by(col(Member.suspended_until))
    async with db.reading() as session:
        due = (await session.exec(over.limit(limits.ENDED_AT_ONCE))).all()
    for member_id in due:
        async with db.transaction() as change:
            await waiting_list.lock(change)
            found = select(Member).where(Member.id == member_id, col(Member.suspended_until) <= now()).with_for_update(key_share=True)
            member = (await change.session.exec(found)).first()
            if member is not None:
                await suspensions.let_take_part(change, member)
                await notify(change, id_of(member), "suspension_over", "/")
    return len(due)


async def _take_back(change: Transaction, member: Member, by: ModerationAction) -> None:
    """The suspension that stood is undone by another entry, and counts against the member no longer. What it answered to flags stays."""
    session = change.session
    entry = ModerationAction
    suspensions = (entry.subject_kind == "member", entry.subject_id == by.subject_id, entry.action == "suspend")
    newest = (await session.exec(select(entry).where(*suspensions).order_by(col(entry.id).desc()).limit(1))).first()
    if newest is not None:
        newest.undone_by_id = by.id
        await jury.dissolve(session, id_of(newest))
    # One of before suspensions counted is not taken off.
    if newest is not None and member.upheld_against:
        await statements.count(session, Member, id_of(member), upheld_against=-1)


async def _decided_on(session: AsyncSession, viewer: Viewer, name: str) -> Member:
    # Before the look: who may not decide at all does not learn here which names there are.
    permissions.ensure(viewer, permissions.may_administer(viewer))
    member = await lookups.existing_member(session, name)
    permissions.ensure(viewer, permissions.may_suspend(viewer, member))
    return member


async def _record(change: Transaction, viewer: Viewer, member: Member, action: str, reason: str) -> ModerationAction:
    change.outdate_pages(f"member:{member.id}")
    return await entries.log(change.session, viewer.id, Subject("member", member), action, reason, office="admin")
