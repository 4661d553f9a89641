"""Flags: a member reports a post or a comment to those who moderate it."""

from sqlmodel import col

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import statements
from wtsocial.models import Flag, now
from wtsocial.posts import access
from wtsocial.posts import policy as posts_policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text
from wtsocial.text.limits import Id
from wtsocial.text.reasons import FlagReason


async def flag(viewer: Viewer, *, subject_kind: access.SubjectKind, subject_id: Id, reason: FlagReason, note: str = "") -> bool:
    """Report something once; False when the viewer had flagged it before, which changes nothing.

    Raises Invalid, NotFound, LoginNeeded, NotAllowed (for one's own, and for what is hidden already) or TooMany.
    """
    note = clean_text(note, field="note", limit=limits.NOTE, required=False)
    async with db.transaction() as change:
        session = change.session
        subject = await access.visible_subject(session, viewer, subject_kind, subject_id)
        permissions.ensure(viewer, posts_policy.may_flag(viewer, subject.author_id) and subject.thing.hidden_at is None)
        recent = (col(Flag.flagger_id) == viewer.id, col(Flag.at) > now() - statements.HOUR)
        is_first = await statements.insert_once(
            session,
            Flag,
            flagger_id=viewer.id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            post_id=subject.post.id,
            subwiki_id=subject.post.subwiki_id,
            reason=reason,
            note=note,
            at=now(),
        )
        if not is_first:
            return False
        await statements.ensure_fewer(session, limits.FLAGS_PER_HOUR + 1, Flag, *recent)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
        change.answer = True
    return True
