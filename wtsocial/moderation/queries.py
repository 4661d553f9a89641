"""Reads of moderation: the queue of open flags, and the public log."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import Integer, Select, Subquery, and_, bindparam, case, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import LAST_ID, to_millis
from wtsocial.db.statements import some_of_each, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post, Subwiki
from wtsocial.moderation import policy
from wtsocial.moderation.flags import is_open
from wtsocial.moderation.views import LogView, QueueView
from wtsocial.text import limits
from wtsocial.text.rendered import EXCERPT_SOURCE, excerpt_cached, prepare_excerpts


async def queue(viewer: Viewer) -> list[QueueView]:
    """What has open flags where the viewer moderates, the longest waiting first, at most 100 things.

    Who flagged is not told. Raises LoginNeeded or NotAllowed.
    """
    permissions.ensure(viewer, permissions.may_see_queue(viewer))
    async with db.reading() as session:
        connection = await session.connection()
        first = _first_flags(connection.dialect.name, viewer)
        subjects = select(first.c.subject_kind, first.c.subject_id).group_by(first.c.subject_kind, first.c.subject_id)
        subjects = subjects.order_by(func.min(first.c.id)).limit(limits.QUEUE_SHOWN)
        waiting = [(row.subject_kind, row.subject_id) for row in (await connection.execute(subjects)).all()]
        if not waiting:
            return []
        flags = await _open_flags(connection, viewer, waiting)
        posts = await _subjects(connection, "post", [number for kind, number in waiting if kind == "post"])
        comments = await _subjects(connection, "comment", [number for kind, number in waiting if kind == "comment"])
    things = {("post", row.id): row for row in posts} | {("comment", row.id): row for row in comments}
    about: dict[tuple[str, int], list[FlagRow]] = {subject: [] for subject in waiting}
    for row in flags:
        about[row.subject_kind, row.subject_id].append(row)
    await prepare_excerpts(thing.text for thing in things.values())
    # Between two statements somebody may have decided.
    return [_queued(viewer, subject, things[subject], about[subject]) for subject in waiting if about[subject]]


class FlagRow(Protocol):
    """A row with the columns of a Flag."""

    subject_kind: str
    subject_id: int
    reason: str
    note: str
    at: datetime


class SubjectRow(Protocol):
    """A row of `_subjects`."""

    id: int
    author_id: int
    hidden_at: datetime | None
    text: str
    post_id: int
    headline: str
    subwiki_id: int
    author: str
    is_admin: bool
    slug: str
    subwiki_name: str
    colour: str


class LogRow(Protocol):
    """A row with the columns of a ModerationAction, and the names of what it is about, as far as there are any."""

    id: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    headline: str | None
    post_id: int | None
    member: str | None
    slug: str | None
    subwiki_name: str | None
    flags_count: int
    reason: str
    detail: str
    until: datetime | None
    revision: int


async def queue_count(viewer: Viewer) -> int:
    """How many things the first QUEUE_FLAGS flags that wait for the viewer are about; 0 for who moderates nothing."""
    if not permissions.may_see_queue(viewer):
        return 0
    async with db.reading() as session:
        connection = await session.connection()
        first = _first_flags(connection.dialect.name, viewer)
        subjects = select(first.c.subject_kind, first.c.subject_id).distinct().subquery()
        return (await connection.execute(select(func.count()).select_from(subjects))).scalar_one()


async def log(*, older: int = 0, action: str = "", subwiki: str = "") -> list[LogView]:
    """Every moderating action, newest first, 50 at a time; `older` is the id of the last one seen.

    Only those that are an `action`, or happened in the subwiki of that slug, where one is named. The headline of a post that is hidden
    is left out: everybody reads this.
    """
    asked = {"before": older or LAST_ID, "action": action, "subwiki": subwiki, "most": limits.LOG_PAGE}
    async with db.reading() as session:
        found = (await (await session.connection()).execute(_entries(bool(action), bool(subwiki)), asked)).all()
    return [_logged(row) for row in cast("Sequence[LogRow]", found)]


@lru_cache
def _entries(of_action: bool, of_subwiki: bool) -> Select[*tuple[Any, ...]]:
    entry, post, subwiki = table(ModerationAction), table(Post), table(Subwiki)
    actor, member = table(Member).alias("actor"), table(Member).alias("concerned")
    wanted = (
        select(
            *entry.c,
            actor.c.name.label("actor"),
            case((post.c.hidden_at.is_(None), post.c.headline)).label("headline"),
            member.c.name.label("member"),
            subwiki.c.slug,
            subwiki.c.name.label("subwiki_name"),
        )
        .select_from(
            entry.join(actor, actor.c.id == entry.c.actor_id)
            .outerjoin(post, post.c.id == entry.c.post_id)
            .outerjoin(subwiki, subwiki.c.id == entry.c.subwiki_id)
            .outerjoin(member, member.c.id == entry.c.member_id)
        )
        .where(entry.c.id < bindparam("before"))
        .order_by(entry.c.id.desc())
        .limit(bindparam("most", type_=Integer()))
    )
    if of_action:
        wanted = wanted.where(entry.c.action == bindparam("action"))
    if of_subwiki:
        # As a value, so that the index of this subwiki's entries is gone along.
        its_id = select(subwiki.c.id).where(subwiki.c.slug == bindparam("subwiki")).correlate(None).scalar_subquery()
        wanted = wanted.where(entry.c.subwiki_id == its_id)
    return wanted


async def _open_flags(connection: AsyncConnection, viewer: Viewer, things: list[tuple[str, int]]) -> Sequence[FlagRow]:
    """The open flags on these things where the viewer moderates, the oldest first."""
    flag = table(Flag)
    numbers = {kind: [number for of, number in things if of == kind] for kind in ("post", "comment")}
    among = or_(*(and_(flag.c.subject_kind == kind, flag.c.subject_id.in_(some)) for kind, some in numbers.items()))
    # Said so that no index answers it: SQLite would go through all open flags instead of those on these things.
    waits = and_(func.coalesce(flag.c.decision_id, 0) == 0, flag.c.withdrawn_at.is_(None))
    theirs = true() if viewer.is_admin else flag.c.subwiki_id.in_(viewer.moderates)
    found = await connection.execute(select(*flag.c).where(among, waits, theirs).order_by(flag.c.id))
    return cast("Sequence[FlagRow]", found.all())


def _first_flags(dialect: str, viewer: Viewer) -> Subquery:
    """The first QUEUE_FLAGS open flags where the viewer moderates; of several subwikis, of each. An index has them in this order."""
    flag, wiki = table(Flag), table(Subwiki)
    wanted = select(flag.c.id, flag.c.subject_kind, flag.c.subject_id).where(is_open(flag))
    first = wanted.order_by(flag.c.id).limit(limits.QUEUE_FLAGS)
    if viewer.is_admin:
        return first.subquery("first")
    of_wiki = first.where(flag.c.subwiki_id == wiki.c.id).correlate(wiki)
    of_each, own = some_of_each(dialect, wiki, flag, of_wiki)
    wanted = select(own.c.id, own.c.subject_kind, own.c.subject_id).select_from(of_each)
    return wanted.where(wiki.c.id.in_(viewer.moderates)).subquery("first")


async def _subjects(connection: AsyncConnection, kind: str, numbers: list[int]) -> Sequence[SubjectRow]:
    """Posts or comments with what the queue shows of them."""
    post, comment, author, subwiki = table(Post), table(Comment), table(Member), table(Subwiki)
    thing = post if kind == "post" else comment
    joined = post if kind == "post" else comment.join(post, post.c.id == comment.c.post_id)
    joined = joined.join(author, author.c.id == thing.c.author_id).join(subwiki, subwiki.c.id == post.c.subwiki_id)
    wanted = (
        select(
            thing.c.id,
            thing.c.author_id,
            thing.c.hidden_at,
            func.substr(thing.c.text, 1, EXCERPT_SOURCE).label("text"),
            post.c.id.label("post_id"),
            post.c.headline,
            post.c.subwiki_id,
            author.c.name.label("author"),
            author.c.is_admin,
            subwiki.c.slug,
            subwiki.c.name.label("subwiki_name"),
            subwiki.c.colour,
        )
        .select_from(joined)
        .where(thing.c.id.in_(numbers))
    )
    return cast("Sequence[SubjectRow]", (await connection.execute(wanted)).all())


def _queued(viewer: Viewer, subject: tuple[str, int], thing: SubjectRow, flags: list[FlagRow]) -> QueueView:
    return QueueView(
        subject_kind=subject[0],
        subject_id=subject[1],
        post_id=thing.post_id,
        subwiki_slug=thing.slug,
        subwiki_name=thing.subwiki_name,
        subwiki_colour=thing.colour,
        author=thing.author,
        headline=thing.headline,
        excerpt=excerpt_cached(thing.text),
        flags=len(flags),
        reasons=list(dict.fromkeys(flag.reason for flag in flags)),
        notes=[flag.note for flag in flags if flag.note],
        first_at=to_millis(flags[0].at),
        hidden=thing.hidden_at is not None,
        may_decide=policy.may_decide(viewer, subwiki_id=thing.subwiki_id, author_id=thing.author_id, author_is_admin=thing.is_admin),
    )


def _logged(row: LogRow) -> LogView:
    return LogView(
        id=row.id,
        at=to_millis(row.at),
        actor=row.actor,
        action=row.action,
        subject_kind=row.subject_kind,
        headline=row.headline or "",
        post_id=row.post_id or 0,
        member=row.member or "",
        subwiki_slug=row.slug or "",
        subwiki_name=row.subwiki_name or "",
        flags=row.flags_count,
        reason=row.reason,
        detail=row.detail,
        until=to_millis(row.until),
        revision=row.revision,
    )
