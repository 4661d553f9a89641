"""Source disputes: a member contests that a correction counts against its source, and a moderator answers in public."""

from typing import Literal

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound, TooMany
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import statements
from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction, Post, SourceDispute, now
from wtsocial.notifications import notify
from wtsocial.posts import access, source_counts
from wtsocial.sources import policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id

Outcome = Literal["kept", "struck"]


async def contest(viewer: Viewer, *, post_id: Id, text: str, for_source: bool = False) -> int:
    """Contest that a post's correction counts against its source, perhaps (`for_source`) in the source's name; the contest's id.

    Raises NotFound, LoginNeeded, NotAllowed, TooMany, or Invalid: `source_dispute.nothing` when nothing counts,
    `source_dispute.open` while one is waiting for an answer, `source_dispute.answered` for one's own that was answered.
    """
    text = clean_text(text, field="text", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        post = await access.visible_post(session, viewer, post_id, lock=True)
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        if post.hidden_at is not None or not await source_counts.is_counted(session, post, post.corrected_revision):
            raise Invalid("source_dispute.nothing")
        await _ensure_unsaid(session, viewer, post)
        await _ensure_hourly(session, viewer)
        made = SourceDispute(
            domain=post.domain,
            post_id=id_of(post),
            revision=post.corrected_revision,
            subwiki_id=post.subwiki_id,
            member_id=viewer.id,
            for_source=for_source,
            text=text,
        )
        session.add(made)
        await session.flush()
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(post.subwiki_id))
        change.answer = id_of(made)
    return id_of(made)


async def answer_contest(viewer: Viewer, *, contest_id: Id, outcome: Outcome, answer: str) -> None:
    """Answer a contest in public: the entry is `kept`, or `struck` and no longer counted. It is logged, and whoever contested is notified.

    Raises NotFound, LoginNeeded, NotAllowed, or Invalid("source_dispute.decided") when somebody has answered.
    """
    answer = clean_line(answer, field="answer", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        made = (await session.exec(select(SourceDispute).where(SourceDispute.id == contest_id).with_for_update())).first()
        if made is None:
            raise NotFound
        post = await access.visible_post(session, viewer, made.post_id, lock=True)
        permissions.ensure(viewer, policy.may_answer_contest(viewer, made.subwiki_id, made.member_id))
        if made.decided_at is not None:
            raise Invalid("source_dispute.decided")
        if outcome == "struck":
            await source_counts.count_struck(session, post, made.revision)
        made.outcome, made.answer, made.answered_by_id, made.decided_at = outcome, answer, viewer.id, now()
        session.add(_entry(viewer, made))
        kind, path = f"contest_{outcome}", f"/source/{made.domain}"
        await notify.notify(change, made.member_id, kind, path, post_id=made.post_id, source=made.domain, reason=answer)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(made.subwiki_id))


async def _ensure_unsaid(session: AsyncSession, viewer: Viewer, post: Post) -> None:
    """Go on while nobody's contest waits, and the viewer has had none answered about this very correction."""
    about = select(SourceDispute.decided_at, SourceDispute.member_id, SourceDispute.revision).where(SourceDispute.post_id == post.id)
    for decided_at, member_id, revision in (await session.exec(about)).all():
        if decided_at is None:
            raise Invalid("source_dispute.open")
        if (member_id, revision) == (viewer.id, post.corrected_revision):
            raise Invalid("source_dispute.answered")


async def _ensure_hourly(session: AsyncSession, viewer: Viewer) -> None:
    recent = select(func.count()).where(SourceDispute.member_id == viewer.id, col(SourceDispute.at) > now() - statements.HOUR)
    if (await session.exec(recent)).one() >= limits.CONTESTS_PER_HOUR:
        raise TooMany("error.quota", limit=limits.CONTESTS_PER_HOUR)


def _entry(viewer: Viewer, made: SourceDispute) -> ModerationAction:
    return ModerationAction(
        actor_id=viewer.id,
        action="answer",
        subject_kind="post",
        subject_id=made.post_id,
        subwiki_id=made.subwiki_id,
        post_id=made.post_id,
        member_id=made.member_id,
        revision=made.revision,
        detail=made.outcome,
        reason=made.answer,
    )
