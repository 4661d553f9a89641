"""Announcements of posts: the publishing order, counters of a post, and who is told of a change."""

from dataclasses import dataclass, fields
from typing import Protocol

from sqlalchemy import case
from sqlmodel import update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core import bus
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction
from wtsocial.db.locks import Lock, lock
from wtsocial.db.statements import table
from wtsocial.models import Post


class InFeeds(Protocol):
    """What says in which feeds a post stands: a Post, or a PatchedPost."""

    @property
    def subwiki_id(self) -> int:
        """Its subwiki."""
        ...

    @property
    def author_id(self) -> int:
        """Its author."""
        ...

    @property
    def tags(self) -> str:
        """Its tags, one space between two."""
        ...


@dataclass(frozen=True)
class PatchedPost:
    """A post right after `patch_post`: its new stamp and counters, and in which feeds it stands."""

    id: int
    stamp: int
    votes_count: int
    comments_count: int
    early_votes: int
    corrected_revision: int
    subwiki_id: int
    author_id: int
    tags: str


async def lock_publishing(session: AsyncSession) -> None:
    """From here to the commit nobody else publishes, so that posts appear in the order of their publishing times.

    Otherwise a reader who asks for what came after the newest post could miss one whose commit took longer. SQLite
    has one writer anyhow.
    """
    await lock(await session.connection(), Lock.PUBLISHING)


def feed_rooms(post: InFeeds) -> list[str]:
    """The rooms of everybody who may have this post in a feed: by its subwiki, author and tags."""
    tags = (bus.tag_room(tag) for tag in post.tags.split())
    return [bus.all_posts(), bus.subwiki_room(post.subwiki_id), bus.person_room(post.author_id), *tags]


async def patch_post(change: Transaction, post_id: int, *, votes: int = 0, comments: int = 0, voted_on: int = 0) -> PatchedPost:
    """Step a post's stamp, and its counters by so many, in the database itself, so that no step is lost; the post as it is now.

    `voted_on` is the revision that a vote which is taken back was for: if the newest correction came after, it was an early one.
    """
    post = table(Post)
    stepped = (
        update(post)
        .where(post.c.id == post_id)
        .values(
            stamp=post.c.stamp + 1,
            votes_count=post.c.votes_count + votes,
            comments_count=post.c.comments_count + comments,
            **({"early_votes": post.c.early_votes - case((post.c.corrected_revision > voted_on, 1), else_=0)} if voted_on else {}),
        )
        .returning(*(post.c[field.name] for field in fields(PatchedPost)))
    )
    return PatchedPost(*(await (await change.session.connection()).execute(stepped)).one())


def announce_post(change: Transaction, post: InFeeds, patch: PostPatch) -> None:
    """Tell everybody who may have this post on the screen what changed of its PostView."""
    change.announce(*feed_rooms(post), bus.post_room(patch.id), message=patch)
