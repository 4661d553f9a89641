"""Restricting members in a subwiki: its moderators limit somebody there, or hold what they post, for a time and with a public reason."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.restrictions import Kind, Restriction, to_text
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.models import Member, MemberRestriction, Membership, ModerationAction, Subwiki, now
from wtsocial.moderation import entries, figures, lookups, policy
from wtsocial.moderation.members import Days
from wtsocial.moderation.named_rules import check_rule
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications.notify import notify
from wtsocial.subwikis import access
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id


async def restrict_member(viewer: Viewer, *, member_name: str, subwiki: str, kind: Kind, days: Days, reason: str, rule: str = "") -> int:
    """Limit a member in a subwiki, or hold what they post there; the log entry's id. It takes the place of one that held before.

    `rule` is a word of `text.rules`. The member is told, with the statement of reasons. Raises NotFound (`subwiki`), LoginNeeded,
    NotAllowed, NotFound("error.no_such_member", `name`), or Invalid at `reason` or `rule`.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        wiki = await access.existing_subwiki(session, subwiki)
        permissions.ensure(viewer, permissions.may_moderate(viewer, id_of(wiki)))
        member = await lookups.existing_member(session, member_name)
        moderates = await session.get(Membership, (id_of(member), id_of(wiki)))
        moderates_there = moderates is not None and moderates.role == "moderator"
        permissions.ensure(viewer, policy.may_restrict(viewer, member, subwiki_id=id_of(wiki), moderates_there=moderates_there))
        until = now() + timedelta(days=days) if days else None
        entry = await _log(change, viewer, member, wiki, kind, reason, until=until)
        entry.rule, entry.rule_revision = rule, await check_rule(session, id_of(wiki), rule)
        await _end(session, member, col(MemberRestriction.subwiki_id) == id_of(wiki), col(MemberRestriction.kind) == kind)
        session.add(MemberRestriction(entry_id=id_of(entry), member_id=id_of(member), subwiki_id=id_of(wiki), kind=kind, until=until))
        await _keep(session, member)
        told = {"limit": "limited", "hold": "held"}[kind]
        ends = {"until": to_millis(until)} if until else {}
        await notify(
            change, id_of(member), told + ("" if until else "_for_good"), f"/log/{entry.id}", name=wiki.name, reason=reason, **ends
        )
    return id_of(entry)


async def lift_restriction(viewer: Viewer, *, entry_id: Id, reason: str) -> int:
    """Take a restriction back before it ends; the log entry's id. The member is told.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or Invalid("decision.undone") for one that does not hold any more.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
        if entry is None or entry.action not in policy.RESTRICTING or entry.member_id is None:
            raise NotFound
        permissions.ensure(viewer, policy.may_lift(viewer, subwiki_id=entry.subwiki_id or 0, member_id=entry.member_id))
        member = (await session.exec(_locked(entry.member_id))).one()
        wiki = (await session.exec(select(Subwiki).where(Subwiki.id == entry.subwiki_id))).one()
        if not await _end(session, member, col(MemberRestriction.entry_id) == entry_id):
            raise Invalid("decision.undone")
        await _keep(session, member)
        lifted = await _log(change, viewer, member, wiki, "lift", reason, detail=str(entry_id))
        entry.undone_by_id = lifted.id
        await notify(change, id_of(member), "restriction_lifted", f"/log/{lifted.id}", name=wiki.name, reason=reason)
    return id_of(lifted)


@jobs.periodic_task("moderation.end_restrictions", every=timedelta(minutes=1))
async def end_restrictions() -> int:
    """End the restrictions whose end is reached; of how many members. They are told. Safe to run twice at once."""
    due = select(MemberRestriction.member_id).where(col(MemberRestriction.until) <= now(), col(MemberRestriction.ended_at).is_(None))
    async with db.reading() as session:
        restricted = (await session.exec(due.distinct().limit(limits.ENDED_AT_ONCE))).all()
    for member_id in restricted:
        await _end_due(member_id)
    return len(restricted)


async def _end_due(member_id: int) -> None:
    async with db.transaction() as change:
        session = change.session
        member = (await session.exec(_locked(member_id))).one()
        due = select(MemberRestriction, Subwiki).join(Subwiki, col(Subwiki.id) == MemberRestriction.subwiki_id)
        due = due.where(MemberRestriction.member_id == member_id, col(MemberRestriction.until) <= now())
        for one, wiki in (await session.exec(due.where(col(MemberRestriction.ended_at).is_(None)))).all():
            one.ended_at = now()
            await notify(change, member_id, "restriction_over", f"/w/{wiki.slug}", name=wiki.name)
        await session.flush()
        await _keep(session, member)


def _locked(member_id: int) -> SelectOfScalar[Member]:
    return select(Member).where(Member.id == member_id).with_for_update(key_share=True)


async def _end(session: AsyncSession, member: Member, *which: ColumnElement[bool]) -> int:
    """End those of a locked member's restrictions that stand; how many."""
    standing = (col(MemberRestriction.member_id) == id_of(member), col(MemberRestriction.ended_at).is_(None), *which)
    ended = await session.exec(update(MemberRestriction).where(*standing).values(ended_at=now()))
    return ended.rowcount


async def _keep(session: AsyncSession, member: Member) -> None:
    """Keep what stands beside the locked member, where each look at them finds it."""
    await session.flush()
    standing = select(MemberRestriction).where(MemberRestriction.member_id == id_of(member), col(MemberRestriction.ended_at).is_(None))
    found = (await session.exec(standing.order_by(col(MemberRestriction.id)))).all()
    member.restrictions = to_text(Restriction(one.subwiki_id, one.kind, int(one.until.timestamp()) if one.until else 0) for one in found)
    await session.flush()


async def _log(
    change: Transaction,
    viewer: Viewer,
    member: Member,
    wiki: Subwiki,
    action: str,
    reason: str,
    *,
    until: datetime | None = None,
    detail: str = "",
) -> ModerationAction:
    """Write it into the log, and count it."""
    office = policy.office(viewer, id_of(wiki))
    entry = await entries.log(change.session, viewer.id, Subject("member", member), action, reason, detail=detail, office=office)
    entry.subwiki_id, entry.until = id_of(wiki), until
    figures.count(change, figures.of_entry(entry))
    return entry
