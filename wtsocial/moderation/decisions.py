"""Decisions: moderators hide, dismiss or restore posts and comments, with a public reason."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import CommentChanged, ModerationQueueChanged, PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post, Revision, Subwiki, now
from wtsocial.moderation import policy
from wtsocial.moderation.flags import is_open
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, source_counts, tagging
from wtsocial.posts.access import Subject
from wtsocial.posts.rows import comment_view
from wtsocial.posts.threads import depth_of
from wtsocial.revisions import contributions
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id
from wtsocial.text.rendered import render_text

Action = Literal["hide", "dismiss", "restore"]


async def decide(viewer: Viewer, *, subject_kind: access.SubjectKind, subject_id: Id, action: Action, reason: str) -> int:
    """Decide on a post or a comment and answer every open flag on it; the log entry's id.

    Its author and those who flagged it are told. Raises NotFound, LoginNeeded, NotAllowed, or Invalid:
    `decision.already_hidden`, `decision.not_hidden`, `decision.nothing_open` when there is nothing left to decide, `decision.erased`
    when there is nothing left to restore.
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
        flags = await _open_flags(session, subject)
        _ensure_left_to_decide(action, hidden=subject.thing.hidden_at is not None, flagged=bool(flags))
        if action == "restore" and isinstance(subject.thing, Post) and not subject.thing.headline:
            raise Invalid("decision.erased")
        if action != "dismiss" and (subject.thing.hidden_at is None) == (action == "hide"):
            subject.thing.hidden_at = now() if action == "hide" else None
            await _show_or_hide(change, subject, author.name)
            kind = "hidden" if action == "hide" else "restored"
            await notify.notify(change, subject.author_id, kind, subject.path, post_id=id_of(subject.post), reason=reason)
        entry = await _log(session, viewer, subject, action, reason, flags)
        await _answer(change, subject, entry, flags)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(entry)


async def _open_flags(session: AsyncSession, subject: Subject) -> Sequence[Flag]:
    about = (Flag.subject_kind == subject.kind, Flag.subject_id == subject.thing.id)
    return (await session.exec(select(Flag).where(*about, is_open(table(Flag))).order_by(col(Flag.id)))).all()


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
        depth = await depth_of(change.session, subject.thing.parent_id)
        public = comment_view(subject.thing, Viewer(), html=await render_text(subject.thing.text), author=author, depth=depth)
        change.announce(bus.post_room(post_id), message=CommentChanged(post_id, public))


async def _log(
    session: AsyncSession, viewer: Viewer, subject: Subject, action: Action, reason: str, flags: Sequence[Flag]
) -> ModerationAction:
    entry = ModerationAction(
        actor_id=viewer.id,
        action=action,
        subject_kind=subject.kind,
        subject_id=id_of(subject.thing),
        subwiki_id=subject.post.subwiki_id,
        post_id=subject.post.id,
        member_id=subject.author_id,
        flags_count=len(flags),
        reason=reason,
    )
    session.add(entry)
    await session.flush()
    return entry


async def _answer(change: Transaction, subject: Subject, entry: ModerationAction, flags: Sequence[Flag]) -> None:
    """Close the flags with this decision, and tell each who flagged what came of it."""
    answered = update(Flag).where(col(Flag.id).in_([flag.id for flag in flags])).values(decision_id=entry.id)
    await change.session.exec(answered)
    kind = "flag_upheld" if entry.action == "hide" else "flag_dismissed"
    flaggers = select_core(col(Flag.flagger_id)).where(col(Flag.decision_id) == entry.id).distinct()
    await notify.put_notices(change, flaggers, kind, "/log", post_id=id_of(subject.post), reason=entry.reason)
