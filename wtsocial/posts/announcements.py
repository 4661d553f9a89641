"""Announcements of posts: the publishing order, counters of a post, and who is told of a change."""

import logging
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Integer, and_, bindparam, case, select
from sqlmodel import update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core import bus
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, change_of
from wtsocial.db.locks import Lock, lock_next
from wtsocial.db.statements import table
from wtsocial.models import Post, now

log = logging.getLogger(__name__)

SURPRISING: Final = timedelta(seconds=10)
"""What no two machines' clocks differ by that are kept right."""


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


_POST = table(Post)
_NEWEST: Final = (
    select(_POST.c.published_at).where(_POST.c.hidden_at.is_(None)).order_by(_POST.c.published_at.desc(), _POST.c.id.desc()).limit(1)
)
_VOTED_ON = bindparam("voted_on", type_=Integer())
_PATCH: Final = (
    update(_POST)
    .where(_POST.c.id == bindparam("post_id"))
    .values(
        stamp=_POST.c.stamp + 1,
        votes_count=_POST.c.votes_count + bindparam("votes"),
        comments_count=_POST.c.comments_count + bindparam("comments"),
        early_votes=_POST.c.early_votes - case((and_(_VOTED_ON > 0, _POST.c.corrected_revision > _VOTED_ON), 1), else_=0),
    )
    .returning(*(_POST.c[field.name] for field in fields(PatchedPost)))
)


async def lock_publishing(session: AsyncSession) -> datetime:
    """The time of the post that is published next; until the commit nobody else publishes.

    Posts appear in the order of these times. Otherwise a reader who asks for what came after the newest post could miss one whose
    commit took longer (SQLite has one writer anyhow), or that was published after the clock was set back: it comes right after
    the newest then, whatever the clock says.
    """
    change = change_of(session)
    await lock_next(change, Lock.PUBLISHING)
    newest = await change.run(_NEWEST, {})
    at = now()
    if not newest or newest[0].published_at < at:
        return at
    before = newest[0].published_at
    if before - at > SURPRISING:
        log.warning("the clock is %s behind the newest post; it was set back, or was ahead before", before - at)
    return before + timedelta(milliseconds=1)


def feed_rooms(post: InFeeds) -> list[str]:
    """The rooms of everybody who may have this post in a feed: by its subwiki, author and tags."""
    tags = (bus.tag_room(tag) for tag in post.tags.split())
    return [bus.all_posts(), bus.subwiki_room(post.subwiki_id), bus.person_room(post.author_id), *tags]


async def patch_post(change: Transaction, post_id: int, *, votes: int = 0, comments: int = 0, voted_on: int = 0) -> PatchedPost:
    """Step a post's stamp, and its counters by so many, in the database itself, so that no step is lost; the post as it is now.

    `voted_on` is the revision that a vote which is taken back was for: if the newest correction came after, it was an early one.
    """
    steps = {"post_id": post_id, "votes": votes, "comments": comments, "voted_on": voted_on}
    ((*patched,),) = await change.run(_PATCH, steps)
    return PatchedPost(*patched)


def announce_post(change: Transaction, post: InFeeds, patch: PostPatch) -> None:
    """Tell everybody who may have this post on the screen what changed of its PostView."""
    change.announce(*feed_rooms(post), bus.post_room(patch.id), message=patch)
