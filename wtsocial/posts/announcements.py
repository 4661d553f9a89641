"""Announcements of posts: the publishing order, counters of a post, and who is told of a change."""

from typing import Any

from sqlmodel import update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core import bus
from wtsocial.db import Transaction
from wtsocial.db.locks import Lock, lock
from wtsocial.db.statements import table
from wtsocial.models import Post


async def lock_publishing(session: AsyncSession) -> None:
    """From here to the commit nobody else publishes, so that posts appear in the order of their publishing times.

    Otherwise a reader who asks for what came after the newest post could miss one whose commit took longer. SQLite
    has one writer anyhow.
    """
    await lock(await session.connection(), Lock.PUBLISHING)


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
