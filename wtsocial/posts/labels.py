"""Labels: a post's language and whether it is sensitive, set by its author; moderators may mark it as sensitive, too."""

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotAllowed
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction, Post
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.languages import check_language
from wtsocial.text.limits import Id


async def label_post(viewer: Viewer, *, post_id: Id, language: str, sensitive: bool) -> None:
    """Say in which language one's own post is, and whether it is sensitive; readers see it live.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid("language.unknown"), or NotAllowed("label.by_moderator") for taking away
    what a moderator said.
    """
    language = check_language(language)
    async with db.transaction() as change:
        post = await access.visible_post(change.session, viewer, post_id, lock=True)
        permissions.ensure(viewer, policy.may_label(viewer, post.author_id))
        if post.sensitive and not sensitive and await _marked(change, post):
            raise NotAllowed("label.by_moderator", field="sensitive")
        post.language = language
        await _set(change, post, sensitive=sensitive)


async def mark_sensitive(viewer: Viewer, *, post_id: Id, sensitive: bool, reason: str) -> int:
    """Mark a post as sensitive as a moderator, or as not sensitive; the log entry's id. `reason` is for everybody to read.

    Its author is told. Raises NotFound, LoginNeeded, NotAllowed (for one's own, too), Invalid at `reason`, or
    Invalid("label.already") when it is so already.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        post = await access.visible_post(change.session, viewer, post_id, lock=True)
        permissions.ensure(viewer, permissions.may_moderate(viewer, post.subwiki_id) and post.author_id != viewer.id)
        if post.sensitive == sensitive:
            raise Invalid("label.already")
        await _set(change, post, sensitive=sensitive)
        action = "mark" if sensitive else "unmark"
        entry = ModerationAction(
            actor_id=viewer.id,
            action=action,
            subject_kind="post",
            subject_id=post_id,
            subwiki_id=post.subwiki_id,
            post_id=post_id,
            member_id=post.author_id,
            reason=reason,
        )
        change.session.add(entry)
        await change.session.flush()
        kind = "marked_sensitive" if sensitive else "marked_harmless"
        await notify.notify(change, post.author_id, kind, f"/post/{post_id}", post_id=post_id, reason=reason)
    return id_of(entry)


async def _set(change: Transaction, post: Post, *, sensitive: bool) -> None:
    """Change the mark, and tell who has the post on the screen. What it covers for each of them they find at the next look."""
    post.sensitive = sensitive
    post.stamp += 1
    await change.session.flush()
    if post.hidden_at is None:
        announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, sensitive=sensitive, language=post.language))


async def _marked(change: Transaction, post: Post) -> bool:
    """Whether a moderator's word was the last that was logged about it."""
    actions = select(ModerationAction.action).where(ModerationAction.post_id == post.id, ModerationAction.subject_kind == "post")
    marks = actions.where(col(ModerationAction.action).in_(["mark", "unmark"])).order_by(col(ModerationAction.id).desc())
    return (await change.session.exec(marks.limit(1))).first() == "mark"
