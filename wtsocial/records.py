"""Records: what several actions load and write down: notices, counters, and patches of a post that readers see."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import text
from sqlmodel import select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import Comment, Post, Subwiki

SubjectKind = Literal["post", "comment"]

PUBLISHING = 7_321_001
"""The key of PostgreSQL's advisory lock under which posts get their publishing time."""


async def seen_post(session: AsyncSession, viewer: Viewer, post_id: int, *, lock: bool = False) -> Post:
    """The post, locked against other writers if asked. Raises NotFound, also for one that the viewer may not see."""
    wanted = select(Post).where(Post.id == post_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    post = (await session.exec(wanted)).first()
    if post is None or not permissions.may_see_post(viewer, post):
        raise NotFound
    return post


async def wiki_of(session: AsyncSession, post: Post) -> Subwiki:
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
        return f"/post/{self.post.id}" + (f"#comment-{self.thing.id}" if self.kind == "comment" else "")


async def seen_subject(session: AsyncSession, viewer: Viewer, kind: SubjectKind, subject_id: int, *, lock: bool = False) -> Subject:
    """The post or comment, locked against other writers if asked. Raises NotFound, also for what the viewer may not see."""
    if kind == "post":
        post = await seen_post(session, viewer, subject_id, lock=lock)
        return Subject(kind, post, post)
    wanted = select(Comment).where(Comment.id == subject_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    comment = (await session.exec(wanted)).first()
    if comment is None:
        raise NotFound
    return Subject(kind, comment, await seen_post(session, viewer, comment.post_id))


async def take_publishing_turn(session: AsyncSession) -> None:
    """From here to the commit nobody else publishes, so that posts appear in the order of their publishing times.

    Otherwise a reader who asks for what came after the newest post could miss one whose commit took longer. SQLite
    has one writer anyhow.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PUBLISHING})


def feed_rooms(post: Any) -> list[str]:
    """The rooms of everybody who may have this post (or a row of `patch_post`) in a feed: by its subwiki, author and tags."""
    tags = (bus.tag_room(tag) for tag in post.tags.split())
    return [bus.all_posts(), bus.subwiki_room(post.subwiki_id), bus.person_room(post.author_id), *tags]


async def patch_post(change: Transaction, post_id: int, **steps: int) -> Any:
    """Step counters of a post and its stamp in the database itself, so that no step is lost; the row as it is now.

    The row has `id`, `stamp`, `votes_count`, `comments_count`, `subwiki_id`, `author_id`, `tags`.
    """
    post = table(Post)
    grown = {name: post.c[name] + step for name, step in steps.items()}
    stepped = (
        update(post)
        .where(post.c.id == post_id)
        .values(stamp=post.c.stamp + 1, **grown)
        .returning(*(post.c[name] for name in ("id", "stamp", "votes_count", "comments_count", "subwiki_id", "author_id", "tags")))
    )
    return (await (await change.session.connection()).execute(stepped)).one()


def announce_post(change: Transaction, post: Any, **patch: Any) -> None:
    """Tell everybody who may have this post (or a row of `patch_post`) on the screen what changed of its PostView."""
    change.announce(*feed_rooms(post), bus.post_room(post.id), kind="post", id=post.id, stamp=post.stamp, **patch)
