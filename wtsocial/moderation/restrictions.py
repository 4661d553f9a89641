"""Restricting members in a subwiki: its moderators limit somebody there, or hold what they post, for a time and with a public reason."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.restrictions import Kind
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.models import Member, MemberRestriction, Membership, ModerationAction, Subwiki, now
from wtsocial.moderation import entries, figures, jury, lookups, policy, standing_restrictions, subjects
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
        await standing_restrictions.end(
            session, member, col(MemberRestriction.subwiki_id) == id_of(wiki), col(MemberRestriction.kind) == kind
        )
        session.add(MemberRestriction(entry_id=id_of(entry), member_id=id_of(member), subwiki_id=id_of(wiki), kind=kind, until=until))
        await standing_restrictions.copy_to_member(session, member)
        await jury.commit(session, id_of(entry))
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
        # In the order of those who hear appeals.
        await subjects.any_subject(session, "member", entry.member_id, lock=True)
        member = (await session.exec(standing_restrictions.locked(entry.member_id))).one()
        wiki = (await session.exec(select(Subwiki).where(Subwiki.id == entry.subwiki_id))).one()
        if not await standing_restrictions.end(session, member, col(MemberRestriction.entry_id) == entry_id):
            raise Invalid("decision.undone")
        await standing_restrictions.copy_to_member(session, member)
        lifted = await _log(change, viewer, member, wiki, "lift", reason, detail=str(entry_id))
        entry.undone_by_id = lifted.id
        await jury.dissolve(session, entry_id)
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
        member = (await session.exec(standing_restrictions.locked(member_id))).one()
        due = select(MemberRestriction, Subwiki).join(Subwiki, col(Subwiki.id) == MemberRestriction.subwiki_id)
        due = due.where(MemberRestriction.member_id == member_id, col(MemberRestriction.until) <= now())
        for one, wiki in (await session.exec(due.where(col(MemberRestriction.ended_at).is_(None)))).all():
            one.ended_at = now()
            await notify(change, member_id, "restriction_over", f"/w/{wiki.slug}", name=wiki.name)
        await session.flush()
        await standing_restrictions.copy_to_member(session, member)


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
    about = Subject("member", member)
    entry = await entries.log(change.session, viewer.id, about, action, reason, detail=detail, office=office, subwiki_id=id_of(wiki))
    entry.until = until
    figures.count(change, figures.of_entry(entry))
    return entry
