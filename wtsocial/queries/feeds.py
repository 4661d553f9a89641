"""Feeds: posts newest first, page by page, by keyset; what a page costs does not grow with the number of posts."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, select, true, tuple_
from sqlalchemy.sql import FromClause

from wtsocial import db
from wtsocial.errors import NotFound
from wtsocial.models import Member, Membership, Post, SavedPost, Subwiki
from wtsocial.models.columns import UtcDateTime
from wtsocial.shapes import BEGINNING, LAST_ID, cursor, position, post_columns, post_view, table
from wtsocial.text import limits
from wtsocial.views import FeedPage, Viewer

END_OF_TIME = (datetime(9999, 1, 1, tzinfo=UTC), LAST_ID)

Ids = Callable[[str], Select[*tuple[Any, ...]]]
"""From a dialect's name to a statement for the ids of a page: columns `id` and `place` (the moment it is sorted by)."""


async def home(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """Posts of the subwikis that the viewer has joined.

    For every feed: newest first; `older` and `newer` are cursors of an earlier page (`newer`: everything that came
    since, at most 200). Raises Invalid for a cursor that is none.
    """
    return await _page(_of_joined, viewer, older, newer, limit, why="why.joined")


async def everything(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """All posts."""
    return await _page(_of_all, viewer, older, newer, limit, why="why.everything")


async def of_subwiki(viewer: Viewer, slug: str, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts of one subwiki. Raises NotFound."""
    return await _page(_of_subwiki, viewer, older, newer, limit, why="why.subwiki", subject=await _id_of(Subwiki, "slug", slug))


async def of_member(viewer: Viewer, name: str, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts of one member. Raises NotFound."""
    return await _page(_of_member, viewer, older, newer, limit, why="why.author", subject=await _id_of(Member, "name", name))


async def saved(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts that the viewer saved, those saved last first."""
    return await _page(_of_saved, viewer, older, newer, limit, why="why.saved")


async def home_subwiki_ids(viewer: Viewer) -> list[int]:
    """The subwikis whose posts stand in the viewer's home feed."""
    membership = table(Membership)
    ids = select(membership.c.subwiki_id).where(membership.c.member_id == viewer.id).order_by(membership.c.subwiki_id)
    async with db.reading() as session:
        return list((await (await session.connection()).execute(ids)).scalars())


async def _id_of(model: type[Subwiki] | type[Member], column: str, value: str) -> int:
    named = table(model)
    async with db.reading() as session:
        found = (await (await session.connection()).execute(select(named.c.id).where(named.c[column] == value))).scalar()
    if found is None:
        raise NotFound
    return found


async def _page(ids: Ids, viewer: Viewer, older: str, newer: str, limit: int, *, why: str, subject: int = 0) -> FeedPage:
    most = limits.FEED_NEWER if newer else min(max(limit, 1), limits.FEED_PAGE_MOST)
    before_at, before_id = position(older) if older else END_OF_TIME
    after_at, after_id = position(newer or BEGINNING)
    told = {
        "viewer": viewer.id, "subject": subject, "most": most + 1,
        "before_at": before_at, "before_id": before_id, "after_at": after_at, "after_id": after_id,
    }  # fmt: skip
    statement = _statement(ids, db.engine().dialect.name)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(statement, told)).all()
    shown = rows[:most]
    return FeedPage(
        posts=[post_view(row, viewer, why=why) for row in shown],
        newest=cursor(shown[0].place, shown[0].id) if shown else newer or BEGINNING,
        older=cursor(shown[-1].place, shown[-1].id) if len(rows) > most else "",
    )


@lru_cache
def _statement(ids: Ids, dialect: str) -> Select[*tuple[Any, ...]]:
    """One statement for a page: the ids first, from indexes alone, then all that is shown of those few posts."""
    page = ids(dialect).subquery("page")
    return post_columns(page).add_columns(page.c.place).order_by(page.c.place.desc(), page.c.id.desc())


def _older(at: ColumnElement[datetime], number: ColumnElement[int]) -> ColumnElement[bool]:
    """Row values: both databases look them up in an index."""
    return tuple_(at, number) < tuple_(bindparam("before_at", type_=UtcDateTime()), bindparam("before_id"))


def _newer(at: ColumnElement[datetime], number: ColumnElement[int]) -> ColumnElement[bool]:
    return tuple_(at, number) > tuple_(bindparam("after_at", type_=UtcDateTime()), bindparam("after_id"))


def _newest(posts: FromClause, *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The newest shown posts that are older than one place; one index answers it (`ix_post_feed` and its kin)."""
    shown = and_(posts.c.hidden_at.is_(None), *where, _older(posts.c.published_at, posts.c.id))
    order = (posts.c.published_at.desc(), posts.c.id.desc())
    return select(posts.c.id, posts.c.published_at.label("place")).where(shown).order_by(*order).limit(bindparam("most"))


def _of_all(_dialect: str) -> Select[*tuple[Any, ...]]:
    post = table(Post)
    return _newest(post, _newer(post.c.published_at, post.c.id))


def _of_subwiki(_dialect: str) -> Select[*tuple[Any, ...]]:
    post = table(Post)
    return _newest(post, post.c.subwiki_id == bindparam("subject"), _newer(post.c.published_at, post.c.id))


def _of_member(_dialect: str) -> Select[*tuple[Any, ...]]:
    post = table(Post)
    return _newest(post, post.c.author_id == bindparam("subject"), _newer(post.c.published_at, post.c.id))


def _of_joined(dialect: str) -> Select[*tuple[Any, ...]]:
    """The newest of each joined subwiki by a few steps in its index, then the newest of those.

    PostgreSQL has LATERAL for it; SQLite looks up the ids of a correlated list by their row number.
    """
    membership, post = table(Membership), table(Post).alias("each")
    each = _newest(post, post.c.subwiki_id == membership.c.subwiki_id, post.c.published_at >= _floor()).correlate(membership)
    if dialect == "sqlite":
        found = table(Post).alias("found")
        joined, place = membership.join(found, found.c.id.in_(each.with_only_columns(post.c.id))), found.c.published_at
    else:
        found = each.lateral("found")
        joined, place = membership.join(found, true()), found.c.place
    return (
        select(found.c.id, place.label("place"))
        .select_from(joined)
        .where(membership.c.member_id == bindparam("viewer"), _newer(place, found.c.id))
        .order_by(place.desc(), found.c.id.desc())
        .limit(bindparam("most"))
    )


def _floor() -> ColumnElement[datetime]:
    """A moment that no post of the page can be older than, so that of most subwikis only a post or two are read.

    When as many subwikis as a page has posts have something to show, the page goes back at most to the newest post of
    the last of these; else as far as it may. It is one lower bound alone: given two, SQLite may go by the wrong one.
    """
    mine, post = table(Membership).alias("mine"), table(Post).alias("head")
    newest = _newest(post, post.c.subwiki_id == mine.c.subwiki_id, _newer(post.c.published_at, post.c.id)).limit(1)
    heads = select(newest.with_only_columns(post.c.published_at).correlate(mine).scalar_subquery().label("at"))
    heads = heads.where(mine.c.member_id == bindparam("viewer")).subquery("heads")
    last = select(heads.c.at).order_by(heads.c.at.desc().nulls_last()).limit(1).offset(bindparam("most", type_=Integer()) - 1)
    return func.coalesce(last.scalar_subquery(), bindparam("after_at", type_=UtcDateTime()))


def _of_saved(_dialect: str) -> Select[*tuple[Any, ...]]:
    kept, post = table(SavedPost), table(Post)
    return (
        select(post.c.id, kept.c.at.label("place"))
        .select_from(kept.join(post, and_(post.c.id == kept.c.post_id, post.c.hidden_at.is_(None))))
        .where(kept.c.member_id == bindparam("viewer"), _older(kept.c.at, kept.c.post_id), _newer(kept.c.at, kept.c.post_id))
        .order_by(kept.c.at.desc(), kept.c.post_id.desc())
        .limit(bindparam("most"))
    )
