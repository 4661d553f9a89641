"""Locks: a post's discussion takes no more comments, for everybody to read why, until moderators open it again; votes stay."""

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import Post
from wtsocial.moderation import entries, figures, policy
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id


async def set_locked(change: Transaction, post: Post, reason: str) -> None:
    """Lock the discussion of a locked row, or open it again with an empty reason, on every screen."""
    post.locked_reason = reason
    await change.session.flush()
    row = await announcements.patch_post(change, id_of(post))
    if post.hidden_at is None:
        announcements.announce_post(change, row, PostPatch(row.id, row.stamp, locked_reason=reason))


async def unlock_discussion(viewer: Viewer, *, post_id: Id, reason: str) -> int:
    """Let a post be commented on again; the log entry's id. Its author is told.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or Invalid("lock.none") for one that is open.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        post = await access.visible_post(change.session, viewer, post_id, lock=True)
        permissions.ensure(viewer, policy.may_unlock(viewer, subwiki_id=post.subwiki_id, author_id=post.author_id))
        if not post.locked_reason:
            raise Invalid("lock.none")
        await set_locked(change, post, "")
        office = policy.office(viewer, post.subwiki_id)
        entry = await entries.log(change.session, viewer.id, Subject("post", post, post), "unlock", reason, office=office)
        figures.count(change, figures.of_entry(entry))
        await notify.notify(change, post.author_id, "unlocked", f"/log/{entry.id}", post_id=post_id, reason=reason)
    return id_of(entry)
