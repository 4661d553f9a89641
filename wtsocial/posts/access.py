"""Loading posts and comments for an action: visible to the viewer, and locked if asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol, cast

from sqlalchemy import bindparam
from sqlalchemy import select as select_core
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.permissions import Protected
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.db import Transaction
from wtsocial.db.rows import row_of
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Post, Subwiki
from wtsocial.posts.policy import Discussed

SubjectKind = Literal["post", "comment"]

_ROW, _WIKI = table(Post), table(Subwiki)
_PART: Final = select_core(
    *(_ROW.c[name] for name in ("id", "author_id", "subwiki_id", "hidden_at", "revision", "votes_count", "shared", "locked_reason"))
).where(_ROW.c.id == bindparam("post_id"))
_ROW_AND_WIKI: Final = (
    select_core(_ROW, _WIKI.c.protection.label("wiki_protection"), _WIKI.c.protected_until.label("wiki_protected_until"))
    .join(_WIKI, _WIKI.c.id == _ROW.c.subwiki_id)
    .where(_ROW.c.id == bindparam("post_id"))
    .with_for_update(of=_ROW, key_share=True)
)

_POST: Final = select(Post).where(Post.id == bindparam("post_id"))
_POST_LOCKED: Final = _POST.with_for_update(key_share=True)


async def visible_post(session: AsyncSession, viewer: Viewer, post_id: int, *, lock: bool = False) -> Post:
    """The post, locked against other writers if asked. Raises NotFound, also for one that the viewer may not see."""
    post = (await session.exec(_POST_LOCKED if lock else _POST, params={"post_id": post_id})).first()
    if post is None or not permissions.may_see_post(viewer, post):
        raise NotFound
    return post


class PartOfPost(Discussed, Protocol):
    """What an act beside a post needs to know of it."""

    id: int
    revision: int
    votes_count: int
    shared: bool


async def part_of_post(change: Transaction, viewer: Viewer, post_id: int) -> PartOfPost:
    """The little of a post that votes and comments need. Raises like `visible_post`."""
    found = cast("Sequence[PartOfPost]", await change.run(_PART, {"post_id": post_id}))
    if not found or not permissions.may_see_post(viewer, found[0]):
        raise NotFound
    return found[0]


@dataclass
class WikiProtection:
    """What a subwiki's moderators ask for of whoever changes its posts."""

    protection: str
    protected_until: datetime | None


async def post_to_change(change: Transaction, viewer: Viewer, post_id: int) -> tuple[Post, Protected]:
    """The post, locked against other writers, and its subwiki's protection, in one look; no session knows of the row (`db/rows.py`).

    Raises like `visible_post`.
    """
    found = await change.run(_ROW_AND_WIKI, {"post_id": post_id})
    if not found:
        raise NotFound
    columns = found[0]._asdict()
    wiki = WikiProtection(columns.pop("wiki_protection"), columns.pop("wiki_protected_until"))
    post = row_of(Post, columns)
    if not permissions.may_see_post(viewer, post):
        raise NotFound
    return post, wiki


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
