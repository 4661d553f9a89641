"""Decisions: moderators warn, cover, hide, lock, dismiss or restore, by a rule and with a public reason; and each can be undone."""

from typing import Final, Literal

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import Member, ModerationAction, Post, Revision
from wtsocial.moderation import cases, covers, decision_notices, effects, entries, figures, jury, locks, moves, policy, subjects
from wtsocial.moderation.answers import answer
from wtsocial.moderation.hidden_revisions import ensure_not_on_show
from wtsocial.moderation.named_rules import check_rule
from wtsocial.moderation.subjects import Subject, SubjectKind
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

Action = Literal["hide", "cover", "warn", "lock", "move", "dismiss", "restore"]
TAKEN_BACK: Final = ("hide", "cover", "warn", "lock", "move", "dismiss")
"""Decisions that can be undone; what was restored can be hidden again."""


async def decide(
    viewer: Viewer, *, subject_kind: SubjectKind, subject_id: Id, action: Action, reason: str, rule: str = "", law: str = "", to: str = ""
) -> int:
    """Decide on what can be flagged and answer every open flag on it; the log entry's id.

    `rule` is a word of `text.rules`; `to` is the slug or the name of where a post is moved (`moves.target`). Whom it concerns and those who
    flagged it are told, with the statement of reasons. Raises NotFound, LoginNeeded, NotAllowed (`case.claimed` while another moderator has
    it open), Invalid at `reason`, `law`, `rule`, `to` or `action` (where there is no such decision: `policy.CHOICES`), or Invalid:
    `decision.already_hidden`, `decision.already_covered`, `decision.already_locked`, `decision.not_hidden`, `decision.nothing_open` when
    there is nothing left to decide, `decision.erased` when there is nothing left to restore, `decision.on_show` for a revision that
    everybody reads now; and, unless a law is named, `decision.appealed` while a jury has it, `decision.overturned` when one took such a
    decision back and nothing was changed since.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    law = clean_line(law, field="law", limit=limits.LAW, required=False)
    async with db.transaction() as change:
        session = change.session
        subject = await subjects.visible_subject(session, viewer, subject_kind, subject_id, lock=True)
        author = await _ensure_may_decide(session, viewer, subject)
        case = await cases.open_case(session, subject)
        _ensure_left_to_decide(action, subject, flagged=case is not None)
        if action != "dismiss" and not law:
            await jury.ensure_none_decides(session, subject, action)
        await cases.ensure_not_others(session, case, viewer.id)
        moved_to = await moves.target(session, subject.thing, to) if action == "move" and isinstance(subject.thing, Post) else None
        office = policy.office(viewer, subject.place_id)
        entry = await entries.log(session, viewer.id, subject, action, reason, detail=moved_to.slug if moved_to else "", office=office)
        entry.law, entry.rule, entry.rule_revision = law, rule, await check_rule(session, subject.place_id, rule)
        told = not (action == "hide" and subject.hidden)
        await _apply(change, subject, entry, author)
        if told:
            await decision_notices.tell_concerned(change, subject, entry, moved_to=moved_to.name if moved_to else "")
        await answer(change, subject, entry, case, decided_by=viewer.name)
        if moved_to and isinstance(subject.thing, Post):
            # Last: what it was flagged for is answered where it stood.
            await moves.set_place(change, subject.thing, id_of(moved_to))
        if policy.is_appealable(subject.kind, action):
            await jury.commit(session, id_of(entry))
    return id_of(entry)


async def _apply(change: Transaction, subject: Subject, entry: ModerationAction, author: str) -> None:
    """Do to a thing what was decided."""
    action = entry.action
    if action in ("hide", "restore") and subject.hidden == (action == "restore"):
        await effects.set_hidden(change, subject, author, hidden=action == "hide")
    if action == "lock" and isinstance(subject.thing, Post):
        await locks.set_locked(change, subject.thing, entry.reason)
    if action == "cover" or subject.cover == "flags":
        await covers.set_cover(change, subject, "moderator" if action == "cover" else "")


async def _ensure_may_decide(session: AsyncSession, viewer: Viewer, subject: Subject, *, moved_from: int | None = None) -> str:
    """The name of whom it concerns (empty for a subwiki). Raises LoginNeeded or NotAllowed for whoever may not decide on it.

    What was moved is moved back by those who moderate where it came from.
    """
    wanted = select(Member.name, Member.is_admin).where(Member.id == subject.author_id)
    name, is_admin = (await session.exec(wanted)).one() if subject.author_id else ("", False)
    permissions.ensure(
        viewer,
        policy.may_decide(
            viewer,
            kind=subject.kind,
            place_id=moved_from or subject.place_id,
            subject_id=subject.id,
            author_id=subject.author_id,
            author_is_admin=is_admin,
        ),
    )
    return name


def _ensure_left_to_decide(action: Action, subject: Subject, *, flagged: bool) -> None:
    thing = subject.thing
    if action not in policy.CHOICES[subject.kind]:
        raise Invalid("decision.not_for_this", field="action")
    if action == "cover" and (subject.hidden or subject.cover == "moderator"):
        raise Invalid("decision.already_covered")
    if action == "lock" and isinstance(thing, Post) and thing.locked_reason and not flagged:
        raise Invalid("decision.already_locked")
    if action == "move" and subject.hidden:
        raise Invalid("decision.already_hidden")
    if action == "restore" and not subject.hidden:
        raise Invalid("decision.not_hidden")
    if action == "restore" and ((isinstance(thing, Post) and not thing.headline) or (isinstance(thing, Revision) and thing.erased_at)):
        raise Invalid("decision.erased")
    if action == "hide" and subject.hidden and not flagged:
        raise Invalid("decision.already_hidden")
    if action == "hide" and not subject.hidden and isinstance(thing, Revision) and subject.post:
        ensure_not_on_show(subject.post, thing)
    if action == "dismiss" and not flagged:
        raise Invalid("decision.nothing_open")


async def undo_decision(viewer: Viewer, *, entry_id: Id, reason: str) -> int:
    """Take back the newest decision on a thing, whole: what it did, and its answer to flags, which wait again.

    The log entry's id. Whom it concerns is told. Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or
    Invalid("decision.undone") for one that was taken back, or that another one came after.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
        if entry is None or entry.action not in TAKEN_BACK or entry.actor_id is None:
            raise NotFound
        kind = subjects.flaggable_kind(entry.subject_kind)
        subject = await subjects.visible_subject(session, viewer, kind, entry.subject_id, lock=True)
        moved_from = entry.subwiki_id if entry.action == "move" else None
        await _ensure_may_decide(session, viewer, subject, moved_from=moved_from)
        if await effects.newest_decision(session, subject) != entry_id:
            raise Invalid("decision.undone")
        office = policy.office(viewer, moved_from or subject.place_id)
        undo = await entries.log(session, viewer.id, subject, "undo", reason, detail=str(entry_id), office=office)
        figures.count(change, figures.of_entry(undo))
        await effects.take_back(change, subject, entry, undo)
        await effects.ask_again(change, subject, entry)
        await jury.dissolve(session, entry_id)
        await decision_notices.tell_concerned(change, subject, undo)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.place_id or 0))
    return id_of(undo)
