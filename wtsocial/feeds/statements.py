"""The statements that find the ids of a feed's page, for each feed and database, from indexes alone.

Each has columns `id` and `place` (the moment it is sorted by), and a home feed's also `why`: `0` for a joined subwiki, `1` for a
followed member, `2` and the tag for a followed tag; of several reasons the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, bindparam, func, literal, select, true, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import FromClause

from wtsocial.db.statements import table
from wtsocial.models import Follow, Membership, Post, PostTag, SavedPost, TagFollow
from wtsocial.models.columns import UtcDateTime

Ids = Callable[[str], Select[*tuple[Any, ...]]]
"""From a dialect's name to a statement for the ids of a page."""


@dataclass(frozen=True)
class _Source:
    """A kind of source that a home feed draws from: which ones (`of`), the table with its posts, and where that names the source."""

    of: Any
    posts: FromClause
    source: str
    number: str = "id"
    why: str = ""

    def each(self, name: str) -> FromClause:
        """The table once more, under another name."""
        return self.posts.alias(name)


def all_ids(_dialect: str) -> Select[*tuple[Any, ...]]:
    """All posts."""
    post = table(Post)
    return _newest(post, _newer(post.c.published_at, post.c.id))


def subwiki_ids(_dialect: str) -> Select[*tuple[Any, ...]]:
    """Those of the subwiki with the id `subject`."""
    post = table(Post)
    return _newest(post, post.c.subwiki_id == bindparam("subject"), _newer(post.c.published_at, post.c.id))


def member_ids(_dialect: str) -> Select[*tuple[Any, ...]]:
    """Those of the member with the id `subject`."""
    post = table(Post)
    return _newest(post, post.c.author_id == bindparam("subject"), _newer(post.c.published_at, post.c.id))


def tag_ids(_dialect: str) -> Select[*tuple[Any, ...]]:
    """Those with the tag `subject`."""
    place = table(PostTag)
    return _newest(place, place.c.tag == bindparam("subject"), _newer(place.c.published_at, place.c.post_id), number="post_id")


def saved_ids(_dialect: str) -> Select[*tuple[Any, ...]]:
    """Those that the viewer saved, by when they did."""
    kept, post = table(SavedPost), table(Post)
    return (
        select(post.c.id, kept.c.at.label("place"))
        .select_from(kept.join(post, and_(post.c.id == kept.c.post_id, post.c.hidden_at.is_(None))))
        .where(kept.c.member_id == bindparam("viewer"))
        .order_by(kept.c.at.desc(), kept.c.post_id.desc())
        .limit(bindparam("most", type_=Integer()))
    )


def saved_ids_around(dialect: str) -> Select[*tuple[Any, ...]]:
    """Those of them that they saved before one moment and after another.

    The first page has no such bounds, not even ones that leave out nothing: PostgreSQL could not tell of the one plan for any bounds that
    it costs no more than a plan for these, and would make a plan each time.
    """
    kept = table(SavedPost)
    return saved_ids(dialect).where(_older(kept.c.at, kept.c.post_id), _newer(kept.c.at, kept.c.post_id))


def home_ids(dialect: str) -> Select[*tuple[Any, ...]]:
    """Those of what the viewer joined and follows."""
    membership, follow, tag = table(Membership), table(Follow), table(TagFollow)
    viewer = bindparam("viewer", type_=Integer())
    return _of_sources(
        dialect,
        select(membership.c.subwiki_id.label("of")).where(membership.c.member_id == viewer),
        select(follow.c.followed_id.label("of")).where(follow.c.follower_id == viewer),
        select(tag.c.tag.label("of")).where(tag.c.member_id == viewer),
    )


def draft_ids(dialect: str) -> Select[*tuple[Any, ...]]:
    """The same for lists that are given: `subwikis` and `people` of ids, `tags`."""
    return _of_sources(dialect, _given(dialect, "subwikis", Integer), _given(dialect, "people", Integer), _given(dialect, "tags", String))


def _given(dialect: str, name: str, kind: type[Integer] | type[String]) -> Any:
    """The values of a list: on SQLite it comes as JSON."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name, type_=String())).table_valued("value", name=f"given_{name}")
        return select(listed.c.value.label("of"))
    return select(func.unnest(bindparam(name, type_=ARRAY(kind))).column_valued(f"given_{name}").label("of"))


def _of_sources(dialect: str, subwikis: Any, people: Any, tags: Any) -> Select[*tuple[Any, ...]]:
    """The newest of each source by a few steps in its index, then the newest of those, each once."""
    post, place = table(Post), table(PostTag)
    lines = (
        _Source(subwikis.subquery("wikis"), post, "subwiki_id", why="0"),
        _Source(people.subquery("persons"), post, "author_id", why="1"),
        _Source(tags.subquery("tagged"), place, "tag", "post_id", why="2"),
    )
    floor = _oldest_possible((subwikis, people, tags), lines)
    found = union_all(*(_source(dialect, line, floor) for line in lines)).subquery("every")
    once = select(found.c.id, found.c.place, func.min(found.c.why).label("why")).group_by(found.c.id, found.c.place)
    return once.order_by(found.c.place.desc(), found.c.id.desc()).limit(bindparam("most", type_=Integer()))


def _source(dialect: str, line: _Source, floor: ColumnElement[datetime]) -> Select[*tuple[Any, ...]]:
    """The newest of each source of one kind.

    PostgreSQL has LATERAL for it; SQLite looks up the ids of a correlated list by their row number.
    """
    each = line.each(f"each_{line.why}")
    newest = _newest(each, each.c[line.source] == line.of.c.of, each.c.published_at >= floor, number=line.number).correlate(line.of)
    if dialect == "sqlite":
        found = table(Post).alias(f"found_{line.why}")
        joined = line.of.join(found, found.c.id.in_(newest.with_only_columns(each.c[line.number])))
        at: Any = found.c.published_at
    else:
        found = newest.lateral(f"found_{line.why}")
        joined, at = line.of.join(found, true()), found.c.place
    why: Any = literal("2").concat(line.of.c.of) if line.why == "2" else literal(line.why)
    return select(found.c.id, at.label("place"), why.label("why")).select_from(joined).where(_newer(at, found.c.id))


def _oldest_possible(given: tuple[Any, ...], lines: tuple[_Source, ...]) -> ColumnElement[datetime]:
    """A moment that no post of the page can be older than, so that of most sources only a post or two are read.

    When as many sources as a page has posts have something to show, the page goes back at most to the newest post of
    the last of these (those of one moment counted once); else as far as it may. It is one lower bound alone: given two,
    SQLite may go by the wrong one.
    """
    heads: list[Any] = []
    for source, line in zip(given, lines, strict=True):
        mine, head = source.subquery(f"mine_{line.why}"), line.each(f"head_{line.why}")
        of_source = head.c[line.source] == mine.c.of
        newest = _newest(head, of_source, _newer(head.c.published_at, head.c[line.number]), number=line.number).limit(1)
        at = newest.with_only_columns(head.c.published_at).correlate(mine).scalar_subquery()
        heads.append(select(at.label("at")).select_from(mine))
    tops = union_all(*heads).subquery("tops")
    moments = select(tops.c.at).distinct().order_by(tops.c.at.desc().nulls_last())
    last = moments.limit(1).offset(bindparam("most", type_=Integer()) - 1)
    # Worked out once for all kinds of sources.
    since = select(func.coalesce(last.scalar_subquery(), bindparam("after_at", type_=UtcDateTime())).label("at")).cte("since")
    return select(since.c.at).scalar_subquery()


def _older(at: ColumnElement[datetime], number: ColumnElement[int]) -> ColumnElement[bool]:
    """Row values: both databases look them up in an index."""
    return tuple_(at, number) < tuple_(bindparam("before_at", type_=UtcDateTime()), bindparam("before_id"))


def _newer(at: ColumnElement[datetime], number: ColumnElement[int]) -> ColumnElement[bool]:
    return tuple_(at, number) > tuple_(bindparam("after_at", type_=UtcDateTime()), bindparam("after_id"))


def _newest(posts: FromClause, *where: ColumnElement[bool], number: str = "id") -> Select[*tuple[Any, ...]]:
    """The newest shown posts that are older than one place; one index answers it (`ix_post_feed` and its kin)."""
    at, own = posts.c.published_at, posts.c[number]
    # In the table of tags stand those of shown posts alone.
    shown = (posts.c.hidden_at.is_(None),) if "hidden_at" in posts.c else ()
    return (
        select(own.label("id"), at.label("place"))
        .where(and_(*shown, *where, _older(at, own)))
        .order_by(at.desc(), own.desc())
        .limit(bindparam("most", type_=Integer()))
    )
