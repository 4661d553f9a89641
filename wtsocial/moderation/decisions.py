"""Decisions: moderators warn, cover, hide, lock, dismiss or restore, by a rule and with a public reason; and each can be undone."""

from typing import Final, Literal

from sqlalchemy import ColumnElement
from sqlmodel import select, update

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post
from wtsocial.moderation import cases, covers, effects, entries, figures, jury, locks, lookups, policy
from wtsocial.moderation.flags import is_open
from wtsocial.notifications import notify
from wtsocial.posts import access
from wtsocial.posts.access import Subject
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

Action = Literal["hide", "cover", "warn", "lock", "dismiss", "restore"]
TOLD: Final = {"hide": "hidden", "cover": "covered_by_moderator", "warn": "warned", "lock": "locked", "restore": "restored"}
"""What its author is told, by the decision."""
TAKEN_BACK: Final = ("hide", "cover", "warn", "lock", "dismiss")
"""Decisions that can be undone; what was restored can be hidden again."""


async def decide(
    viewer: Viewer, *, subject_kind: access.SubjectKind, subject_id: Id, action: Action, reason: str, rule: str = "", law: str = ""
) -> int:
    """Decide on a post or a comment and answer every open flag on it; the log entry's id.

    `rule` is a word of `text.rules`. Its author and those who flagged it are told, with the statement of reasons. Raises NotFound,
    LoginNeeded, NotAllowed (`case.claimed` while another moderator has it open), Invalid at `reason`, `law` or `rule`, or Invalid:
    `decision.already_hidden`, `decision.already_covered`, `decision.already_locked`, `decision.not_hidden`, `decision.nothing_open` when
    there is nothing left to decide, `decision.erased` when there is nothing left to restore; and, unless a law is named,
    `decision.appealed` while a jury has it, `decision.overturned` when one took such a decision back and nothing was changed since.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    law = clean_line(law, field="law", limit=limits.LAW, required=False)
    async with db.transaction() as change:
        session = change.session
        subject = await access.visible_subject(session, viewer, subject_kind, subject_id, lock=True)
        author = (await session.exec(select(Member).where(Member.id == subject.author_id))).one()
        may_decide = policy.may_decide(
            viewer, subwiki_id=subject.post.subwiki_id, author_id=subject.author_id, author_is_admin=author.is_admin
        )
        permissions.ensure(viewer, may_decide)
        case = await cases.open_case(session, subject)
        _ensure_left_to_decide(action, subject.thing, flagged=case is not None)
        if action != "dismiss" and not law:
            await jury.ensure_none_decides(session, subject)
        await cases.ensure_not_others(session, case, viewer.id)
        if action == "restore" and isinstance(subject.thing, Post) and not subject.thing.headline:
            raise Invalid("decision.erased")
        was_hidden = subject.thing.hidden_at is not None
        if action in ("hide", "restore") and was_hidden == (action == "restore"):
            await effects.set_hidden(change, subject, author.name, hidden=action == "hide")
        if action == "lock":
            await locks.set_locked(change, locks.discussion_of(subject), reason)
        if action == "cover" or subject.thing.cover == "flags":
            await covers.set_cover(change, subject, "moderator" if action == "cover" else "")
        office = policy.office(viewer, subject.post.subwiki_id)
        entry = await entries.log(session, viewer.id, subject, action, reason, office=office)
        wiki = await access.subwiki_of_post(session, subject.post)
        entry.law, entry.rule, entry.rule_revision = law, rule, await lookups.check_rule(wiki, rule)
        if action in TOLD and not (action == "hide" and was_hidden):
            path = f"/log/{entry.id}"
            await notify.notify(change, subject.author_id, TOLD[action], path, post_id=id_of(subject.post), reason=reason)
        await _answer(change, subject, entry)
        if action in policy.UPHOLDING:
            await jury.commit(session, id_of(entry))
        figures.count(change, figures.of_entry(entry, waited=entry.at - case.opened_at if case else None))
        if case:
            await cases.close(change, case)
            await cases.announce(change, case, decided_by=viewer.name)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(entry)


def _open_flags(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    flag = table(Flag)
    return flag.c.subject_kind == subject.kind, flag.c.subject_id == subject.thing.id, is_open(flag)


def _ensure_left_to_decide(action: Action, thing: Post | Comment, *, flagged: bool) -> None:
    hidden = thing.hidden_at is not None
    if action == "cover" and (hidden or thing.cover == "moderator"):
        raise Invalid("decision.already_covered")
    if action == "lock" and isinstance(thing, Post) and thing.locked_reason and not flagged:
        raise Invalid("decision.already_locked")
    if action == "restore" and not hidden:
        raise Invalid("decision.not_hidden")
    if action == "hide" and hidden and not flagged:
        raise Invalid("decision.already_hidden")
    if action == "dismiss" and not flagged:
        raise Invalid("decision.nothing_open")


async def _answer(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """Close the open flags with this decision, count it for each who flagged, and tell them what came of it."""
    answered = await change.session.exec(update(Flag).where(*_open_flags(subject)).values(decision_id=entry.id))
    entry.flags_count = answered.rowcount
    await change.session.flush()
    upheld = entry.action in policy.UPHOLDING
    await effects.count(change, entry, 1)
    kind = "flag_upheld" if upheld else "flag_dismissed"
    await notify.put_notices(change, effects.flaggers(entry), kind, f"/log/{entry.id}", post_id=id_of(subject.post), reason=entry.reason)


async def undo_decision(viewer: Viewer, *, entry_id: Id, reason: str) -> int:
    """Take back the newest decision on a post or a comment, whole: what it did, and its answer to flags, which wait again.

    The log entry's id. Its author is told. Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or Invalid("decision.undone")
    for one that was taken back, or that another one came after.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
        if entry is None or entry.action not in TAKEN_BACK or entry.subject_kind not in ("post", "comment") or entry.actor_id is None:
            raise NotFound
        subject = await access.visible_subject(session, viewer, entry.subject_kind, entry.subject_id, lock=True)
        author = (await session.exec(select(Member).where(Member.id == subject.author_id))).one()
        may_decide = policy.may_decide(
            viewer, subwiki_id=subject.post.subwiki_id, author_id=subject.author_id, author_is_admin=author.is_admin
        )
        permissions.ensure(viewer, may_decide)
        if await effects.newest_decision(session, subject) != entry_id:
            raise Invalid("decision.undone")
        office = policy.office(viewer, subject.post.subwiki_id)
        undo = await entries.log(session, viewer.id, subject, "undo", reason, detail=str(entry_id), office=office)
        figures.count(change, figures.of_entry(undo))
        await effects.take_back(change, subject, entry, undo)
        await effects.ask_again(change, subject, entry)
        await jury.dissolve(session, entry_id)
        await notify.notify(change, subject.author_id, "decision_undone", f"/log/{undo.id}", post_id=id_of(subject.post), reason=reason)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(undo)
