"""Loading posts and comments for an action: visible to the viewer, and locked if asked."""

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.db.statements import id_of
from wtsocial.models import Comment, Post, Subwiki

SubjectKind = Literal["post", "comment"]


_POST: Final = select(Post).where(Post.id == bindparam("post_id"))
_POST_LOCKED: Final = _POST.with_for_update(key_share=True)
_POST_AND_WIKI: Final = (
    select(Post, Subwiki)
    .join(Subwiki, col(Subwiki.id) == col(Post.subwiki_id))
    .where(Post.id == bindparam("post_id"))
    .with_for_update(of=Post, key_share=True)
)


async def visible_post(session: AsyncSession, viewer: Viewer, post_id: int, *, lock: bool = False) -> Post:
    """The post, locked against other writers if asked. Raises NotFound, also for one that the viewer may not see."""
    post = (await session.exec(_POST_LOCKED if lock else _POST, params={"post_id": post_id})).first()
    if post is None or not permissions.may_see_post(viewer, post):
        raise NotFound
    return post


async def visible_post_and_subwiki(session: AsyncSession, viewer: Viewer, post_id: int) -> tuple[Post, Subwiki]:
    """The post, locked against other writers, and its subwiki, in one look. Raises like `visible_post`."""
    found = (await session.exec(_POST_AND_WIKI, params={"post_id": post_id})).first()
    if found is None or not permissions.may_see_post(viewer, found[0]):
        raise NotFound
    return found[0], found[1]


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
    subject = await any_subject(session, kind, subject_id, lock=lock)
    if subject is None or not permissions.may_see_post(viewer, subject.post):
        raise NotFound
    return subject


async def any_subject(session: AsyncSession, kind: SubjectKind, subject_id: int, *, lock: bool = False) -> Subject | None:
    """The same, whoever may see it; None for what is not there."""
    wanted = select(Comment).where(Comment.id == subject_id)
    comment = (await session.exec(wanted.with_for_update(key_share=True) if lock else wanted)).first() if kind == "comment" else None
    if kind == "comment" and comment is None:
        return None
    its_post = {"post_id": comment.post_id if comment else subject_id}
    post = (await session.exec(_POST if comment or not lock else _POST_LOCKED, params=its_post)).first()
    return Subject(kind, comment or post, post) if post else None
