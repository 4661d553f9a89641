"""Announcements of comments: what one is now, to everybody who reads its post."""

from sqlmodel import select

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import CommentChanged
from wtsocial.db import Transaction
from wtsocial.models import Comment, Member
from wtsocial.posts.rows import comment_view
from wtsocial.posts.threads import depth_of
from wtsocial.text.rendered import render_text


async def announce_comment(change: Transaction, comment: Comment, *, author: str = "") -> None:
    """Show it to everybody who reads the post, as a reader without a login sees it; `author` is looked up unless given."""
    author = author or (await change.session.exec(select(Member.name).where(Member.id == comment.author_id))).one()
    depth = await depth_of(change.session, comment.parent_id)
    # What each may do with it is not public.
    public = comment_view(comment, Viewer(), html=await render_text(comment.text), author=author, depth=depth)
    change.announce(bus.post_room(comment.post_id), message=CommentChanged(comment.post_id, public))
