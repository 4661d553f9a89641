"""Loading posts and comments for an action: visible to the viewer, and locked if asked."""

from dataclasses import dataclass
from typing import Literal

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.db.statements import id_of
from wtsocial.models import Comment, Post, Subwiki

SubjectKind = Literal["post", "comment"]


async def visible_post(session: AsyncSession, viewer: Viewer, post_id: int, *, lock: bool = False) -> Post:
    """The post, locked against other writers if asked. Raises NotFound, also for one that the viewer may not see."""
    wanted = select(Post).where(Post.id == post_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    post = (await session.exec(wanted)).first()
    if post is None or not permissions.may_see_post(viewer, post):
        raise NotFound
    return post


async def subwiki_of_post(session: AsyncSession, post: Post) -> Subwiki:
    """The subwiki that a post stands in."""
    return (await session.exec(select(Subwiki).where(Subwiki.id == post.subwiki_id))).one()


@dataclass(frozen=True)
class Subject:
    """What is flagged or decided on: a post, or a comment with the post that it stands under."""

    kind: SubjectKind
    thing: Post | Comment
    post: Post

    @property
    def author_id(self) -> int:
        """Who wrote it."""
        return self.thing.author_id

    @property
    def path(self) -> str:
        """Where it stands."""
        post_id = id_of(self.post)
        return comment_path(post_id, id_of(self.thing)) if self.kind == "comment" else f"/post/{post_id}"


async def visible_subject(session: AsyncSession, viewer: Viewer, kind: SubjectKind, subject_id: int, *, lock: bool = False) -> Subject:
    """The post or comment, locked against other writers if asked. Raises NotFound, also for what the viewer may not see."""
    if kind == "post":
        post = await visible_post(session, viewer, subject_id, lock=lock)
        return Subject(kind, post, post)
    wanted = select(Comment).where(Comment.id == subject_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    comment = (await session.exec(wanted)).first()
    if comment is None:
        raise NotFound
    return Subject(kind, comment, await visible_post(session, viewer, comment.post_id))
