"""Records: what several actions load and write down: notices, counters, and patches of a post that readers see."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, insert, literal, text
from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import ways
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import Comment, Member, Notice, Post, Subwiki, now

SubjectKind = Literal["post", "comment"]

PUBLISHING = 7_321_001
"""The key of PostgreSQL's advisory lock under which posts get their publishing time."""
ROOMS_AT_ONCE = 1_000
"""Rooms that one message names."""


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


async def known_subwiki(session: AsyncSession, slug: str, *, lock: bool = False) -> Subwiki:
    """The subwiki, locked against other writers if asked. Raises NotFound on the field `subwiki`."""
    wanted = select(Subwiki).where(Subwiki.slug == slug)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    subwiki = (await session.exec(wanted)).first()
    if subwiki is None:
        raise NotFound(field="subwiki")
    return subwiki


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


async def notify(change: Transaction, member_id: int, kind: str, path: str, *, post_id: int | None = None, **params: str | int) -> None:
    """Put a notice into a member's inbox, and tell their browsers how many are unread; by mail, or not at all, if they chose so.

    The headline of the post that it is about is looked up by `post_id` when it is read: `params` hold no copy of it.
    """
    member = table(Member)
    who = select_core(member.c.id).where(member.c.id == member_id)
    await ways.mail(change, who, kind, path, post_id=post_id, params=params)
    if not (await (await change.session.connection()).execute(who.where(ways.into_inbox(kind, member.c.id)))).first():
        return
    change.session.add(Notice(member_id=member_id, kind=kind, path=path, post_id=post_id, params=params))
    await change.session.flush()
    unread = select(func.count()).select_from(Notice).where(Notice.member_id == member_id, col(Notice.read_at).is_(None))
    change.announce(bus.member_room(member_id), kind="notice", unread=(await change.session.exec(unread)).one())


async def put_notices(change: Transaction, members: Any, kind: str, path: str, *, post_id: int | None = None, **params: str | int) -> None:
    """Put the same notice into many inboxes, in one statement; `members` selects their ids. No browser is told yet.

    Who chose not to be told of that is passed over; who wants a mail gets one.
    """
    await ways.mail(change, members, kind, path, post_id=post_id, params=params)
    notice, who = table(Notice), members.subquery("who")
    same = {"kind": kind, "path": path, "post_id": post_id, "params": params, "at": now()}
    rows = select_core(who.c[0], *[literal(value, type_=notice.c[name].type) for name, value in same.items()])
    rows = rows.where(ways.into_inbox(kind, who.c[0]))
    await (await change.session.connection()).execute(insert(notice).from_select(["member_id", *same], rows))


async def announce_unread(change: Transaction, members: Any) -> None:
    """Tell the browsers of many members how many notices are unread: one message for all that have the same number."""
    notice = table(Notice)
    count = func.count().label("unread")
    unread = select(notice.c.member_id, count).where(notice.c.read_at.is_(None), notice.c.member_id.in_(members))
    rooms: dict[int, list[str]] = {}
    for member_id, number in (await (await change.session.connection()).execute(unread.group_by(notice.c.member_id))).all():
        rooms.setdefault(number, []).append(bus.member_room(member_id))
    for number, same in rooms.items():
        for start in range(0, len(same), ROOMS_AT_ONCE):
            change.announce(*same[start : start + ROOMS_AT_ONCE], kind="notice", unread=number)
