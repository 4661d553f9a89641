"""What members do with comments: answer a post or a comment, and edit their own."""

from typing import Final

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import new_links, permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, NotFound
from wtsocial.core.messages import PostPatch
from wtsocial.core.paths import comment_path
from wtsocial.db import Transaction, statements
from wtsocial.db.rows import insert_row
from wtsocial.db.statements import id_of
from wtsocial.models import Comment, now
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, policy
from wtsocial.posts.access import PartOfPost
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.revisions import merging, record
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.rendered import render_text

_SHOWN: Final = select(Comment).where(
    Comment.id == bindparam("comment_id"), Comment.post_id == bindparam("post_id"), col(Comment.hidden_at).is_(None)
)


async def add_comment(viewer: Viewer, *, post_id: Id, text: str, parent_id: Id | None = None) -> int:
    """Comment on a post, or on its comment `parent_id`; the new comment's id.

    The post's author gets a notice, or the one who is answered. Raises Invalid, NotFound (a hidden comment cannot be
    answered), LoginNeeded, NotAllowed or TooMany.
    """
    text = clean_text(text, field="text", limit=limits.COMMENT_TEXT)
    await render_text(text)  # before anybody waits for the transaction
    async with db.transaction() as change:
        session = change.session
        post = await access.part_of_post(change, viewer, post_id)
        parent = await _answered(session, post_id, parent_id)
        policy.ensure_comment(viewer, policy.may_comment(viewer, post), post)
        await new_links.ensure_known_sources(session, viewer, text)
        await record.ensure_hourly(session, viewer, limits.COMMENTS_PER_HOUR, record.COMMENTS)
        about = {"post_id": post_id, "parent_id": parent_id, "author_id": viewer.id, "post_revision": post.revision}
        comment = await insert_row(change, Comment, text=text, **about)
        await record.revise(session, viewer, comment, change="created", under=post)
        await statements.save(change.session, comment)
        await _announce(change, viewer, comment)
        await _tell(change, viewer, post, parent, comment)
        change.answer = id_of(comment)
    return id_of(comment)


async def edit_comment(viewer: Viewer, *, comment_id: Id, text: str, based_on: RevisionNumber) -> int:
    """Save a new text of one's own comment; the new revision's number. Everybody sees that it was edited, and its history.

    Raises EditConflict when it was saved after revision `based_on` (in another tab), Invalid, NotFound, LoginNeeded,
    NotAllowed for anybody else's and for one that is hidden or erased, or TooMany.
    """
    text = clean_text(text, field="text", limit=limits.COMMENT_TEXT)
    async with db.transaction() as change:
        session = change.session
        comment, post = await access.visible_comment(session, viewer, comment_id, lock=True)
        permissions.ensure(viewer, policy.may_edit_comment(viewer, comment))
        policy.ensure_comment(viewer, policy.may_comment(viewer, post), post)
        await new_links.ensure_known_sources(session, viewer, text, before=comment.text)
        await record.ensure_edits_left(session, viewer)
        if based_on != comment.revision:
            base = await merging.base_revision(session, comment, based_on)
            was = base.text if base else None
            raise EditConflict(base=based_on, latest=comment.revision, theirs=comment.text, theirs_by=viewer.name, base_text=was)
        if text == comment.text:
            raise record.unchanged("text")
        comment.text, comment.edited_at = text, now()
        await record.revise(session, viewer, comment, change="text")
        await statements.save(change.session, comment)
        await announce_comment(change, comment, author=viewer.name)
        change.answer = comment.revision
    return comment.revision


async def _answered(session: AsyncSession, post_id: int, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = (await session.exec(_SHOWN, params={"comment_id": parent_id, "post_id": post_id})).first()
    if parent is None:
        raise NotFound("comment.parent")
    return parent


async def _announce(change: Transaction, viewer: Viewer, comment: Comment) -> None:
    await announce_comment(change, comment, author=viewer.name)
    row = await announcements.patch_post(change, comment.post_id, comments=1)
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, comments=row.comments_count))


async def _tell(change: Transaction, viewer: Viewer, post: PartOfPost, parent: Comment | None, comment: Comment) -> None:
    """One notice each: who is answered hears of the answer, and the post's author of every other comment."""
    path = comment_path(post.id, id_of(comment))
    if parent and parent.author_id != viewer.id:
        await notify.notify(change, parent.author_id, "reply", path, post_id=post.id, by=viewer.name)
    if post.author_id not in (viewer.id, parent.author_id if parent else 0):
        await notify.notify(change, post.author_id, "comment", path, post_id=post.id, by=viewer.name)
