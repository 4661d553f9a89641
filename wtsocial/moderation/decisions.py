"""Decisions: moderators hide, dismiss or restore posts and comments, with a public reason."""

from typing import Literal

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import ModerationQueueChanged, PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post, Revision, Subwiki, now
from wtsocial.moderation import cases, covers, policy
from wtsocial.moderation.flags import is_open
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, source_counts, tagging
from wtsocial.posts.access import Subject
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.revisions import contributions
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id

Action = Literal["hide", "dismiss", "restore"]


async def decide(viewer: Viewer, *, subject_kind: access.SubjectKind, subject_id: Id, action: Action, reason: str) -> int:
    """Decide on a post or a comment and answer every open flag on it; the log entry's id.

    Its author and those who flagged it are told. Raises NotFound, LoginNeeded, NotAllowed, or Invalid:
    `decision.already_hidden`, `decision.not_hidden`, `decision.nothing_open` when there is nothing left to decide, `decision.erased`
    when there is nothing left to restore; NotAllowed("case.claimed") while another moderator has it open.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        subject = await access.visible_subject(session, viewer, subject_kind, subject_id, lock=True)
        author = (await session.exec(select(Member).where(Member.id == subject.author_id))).one()
        may_decide = policy.may_decide(
            viewer, subwiki_id=subject.post.subwiki_id, author_id=subject.author_id, author_is_admin=author.is_admin
        )
        permissions.ensure(viewer, may_decide)
        case = await cases.open_case(session, subject)
        _ensure_left_to_decide(action, hidden=subject.thing.hidden_at is not None, flagged=case is not None)
        await cases.ensure_not_others(session, case, viewer.id)
        if action == "restore" and isinstance(subject.thing, Post) and not subject.thing.headline:
            raise Invalid("decision.erased")
        if action != "dismiss" and (subject.thing.hidden_at is None) == (action == "hide"):
            subject.thing.hidden_at = now() if action == "hide" else None
            await _show_or_hide(change, subject, author.name)
            kind = "hidden" if action == "hide" else "restored"
            await notify.notify(change, subject.author_id, kind, subject.path, post_id=id_of(subject.post), reason=reason)
        if subject.thing.cover == "flags":
            await covers.set_cover(change, subject, "")
        entry = await _log(session, viewer, subject, action, reason)
        await _answer(change, subject, entry)
        if case:
            await cases.close(change, case)
            await cases.announce(change, case, decided_by=viewer.name)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(entry)


def _open_flags(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    flag = table(Flag)
    return flag.c.subject_kind == subject.kind, flag.c.subject_id == subject.thing.id, is_open(flag)


def _ensure_left_to_decide(action: Action, *, hidden: bool, flagged: bool) -> None:
    if action == "restore" and not hidden:
        raise Invalid("decision.not_hidden")
    if action == "hide" and hidden and not flagged:
        raise Invalid("decision.already_hidden")
    if action == "dismiss" and not flagged:
        raise Invalid("decision.nothing_open")


async def _show_or_hide(change: Transaction, subject: Subject, author: str) -> None:
    """Bring counters and screens in line with the subject's new state."""
    hidden = subject.thing.hidden_at is not None
    step = -1 if hidden else 1
    # Its corrections are counted on every page, and what it says of its source beside other posts.
    change.outdate_pages()
    post_id = id_of(subject.post)
    await change.session.flush()
    # What its author wrote first counts for them while it is shown.
    first = (col(Revision.number) == 1, col(Revision.erased_at).is_(None))
    written = col(Revision.post_id) if subject.kind == "post" else col(Revision.comment_id)
    await contributions.count_for_editors(change.session, written == subject.thing.id, *first, stands=not hidden)
    if subject.kind == "post":
        await statements.count(change.session, Subwiki, subject.post.subwiki_id, posts_count=step)
        await source_counts.count_shown_or_hidden(change.session, subject.post)
        row = await announcements.patch_post(change, post_id)
        announcements.announce_post(change, row, PostPatch(row.id, row.stamp, hidden=hidden))
        if isinstance(subject.thing, Post):
            await tagging.sync_feeds(change, subject.thing)
        return
    row = await announcements.patch_post(change, post_id, comments=step)
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, comments=row.comments_count))
    # Under a hidden post nothing is shown to anybody who happens to be there still.
    if isinstance(subject.thing, Comment) and subject.post.hidden_at is None:
        await announce_comment(change, subject.thing, author=author)


async def _log(session: AsyncSession, viewer: Viewer, subject: Subject, action: Action, reason: str) -> ModerationAction:
    entry = ModerationAction(
        actor_id=viewer.id,
        action=action,
        subject_kind=subject.kind,
        subject_id=id_of(subject.thing),
        subwiki_id=subject.post.subwiki_id,
        post_id=subject.post.id,
        member_id=subject.author_id,
        revision=subject.thing.revision,
        reason=reason,
    )
    session.add(entry)
    await session.flush()
    return entry


async def _answer(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """Close the open flags with this decision, count it for each who flagged, and tell them what came of it."""
    answered = await change.session.exec(update(Flag).where(*_open_flags(subject)).values(decision_id=entry.id))
    entry.flags_count = answered.rowcount
    upheld = entry.action == "hide"
    if upheld or entry.action == "dismiss":
        counted = {"upheld_against": 1} if upheld else {"dismissed_against": 1}
        await statements.count(change.session, Member, subject.author_id, **counted)
    kind = "flag_upheld" if upheld else "flag_dismissed"
    flaggers = select_core(col(Flag.flagger_id)).where(col(Flag.decision_id) == entry.id).distinct()
    member = table(Member)
    # In one order everywhere, so that two who decide at once do not wait for each other.
    those = select_core(member.c.id).where(member.c.id.in_(flaggers)).order_by(member.c.id)
    await change.connection.execute(those.with_for_update(key_share=True))
    counter = member.c.flags_upheld if upheld else member.c.flags_dismissed
    await change.connection.execute(update(member).where(member.c.id.in_(flaggers)).values({counter: counter + 1}))
    await notify.put_notices(change, flaggers, kind, "/log", post_id=id_of(subject.post), reason=entry.reason)
