"""Reads of feeds: posts newest first in keyset pages, without those that the viewer's choices hide. A page's cost is constant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import Select, Table, bindparam, select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document
from wtsocial.choices.filtering import FilterRule, filter_rule, filter_rule_of, is_filtered
from wtsocial.choices.follows import Followed
from wtsocial.choices.views import Choices
from wtsocial.core.errors import NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import BEGINNING, END_OF_TIME, decode_cursor, encode_cursor
from wtsocial.db.statements import table
from wtsocial.feeds import statements
from wtsocial.feeds.statements import Ids
from wtsocial.models import Member, Subwiki
from wtsocial.posts.listed import Listed, listed_views
from wtsocial.posts.rows import PostRow, facts_of, post_columns
from wtsocial.posts.views import FeedPage
from wtsocial.text import limits
from wtsocial.text.rendered import prepare_excerpts
from wtsocial.text.tags import check_tag

ROUNDS: Final = 4
"""So often the database is asked for one page of somebody who hides much; the page may then have fewer posts than asked for."""


async def home(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """Posts of the subwikis that the viewer has joined, and of the members and tags they follow.

    For every feed: newest first; `older` and `newer` are cursors of an earlier page (`newer`: everything that came
    since, at most 200). Raises Invalid for a cursor that is none.
    """
    return await _page(statements.home_ids, viewer, older, newer, limit)


async def home_as_chosen(viewer: Viewer, chosen: Choices, followed: Followed) -> FeedPage:
    """The first page of the home feed as it would be if the viewer had chosen that; `followed` is what it names."""
    drafting = replace(viewer, choices=document.to_member_json(chosen))
    lists: dict[str, Any] = {"subwikis": list(followed.subwikis), "people": list(followed.people), "tags": followed.tags}
    if db.engine().dialect.name == "sqlite":
        lists = {name: json.dumps(values) for name, values in lists.items()}
    # Of a reader's draft, too, which nothing else of theirs says.
    return await _page(statements.draft_ids, drafting, "", "", limits.FEED_PAGE, parameters=lists, drafted=filter_rule(chosen, viewer.name))


async def everything(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """All posts."""
    return await _page(statements.all_ids, viewer, older, newer, limit, why="why.everything")


async def of_subwiki(viewer: Viewer, slug: str, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts of one subwiki. Raises NotFound."""
    parameters = {"subject": await _id_of(Subwiki, "slug", slug)}
    return await _page(statements.subwiki_ids, viewer, older, newer, limit, why="why.subwiki", parameters=parameters)


async def of_tag(viewer: Viewer, tag: str, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts with one tag, in any spelling of it. Raises Invalid for what cannot be a tag."""
    return await _page(statements.tag_ids, viewer, older, newer, limit, why="why.tagged", about=check_tag(tag))


async def of_member(viewer: Viewer, name: str, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """All the posts of one member, whatever the viewer hides. Raises NotFound."""
    parameters = {"subject": await _id_of(Member, "name", name)}
    return await _page(statements.member_ids, viewer, older, newer, limit, why="why.author", parameters=parameters, whole=True)


async def saved(viewer: Viewer, *, older: str = "", newer: str = "", limit: int = limits.FEED_PAGE) -> FeedPage:
    """The posts that the viewer saved, those saved last first; all of them, too."""
    ids = statements.saved_ids_around if older or newer else statements.saved_ids
    return await _page(ids, viewer, older, newer, limit, why="why.saved", whole=True)


async def _id_of(model: type[Subwiki] | type[Member], column: str, value: str) -> int:
    found = await db.fetch(_named(table(model), column), {"value": value})
    if not found:
        raise NotFound
    return found[0].id


@lru_cache
def _named(named: Table, column: str) -> Select[int]:
    return select(named.c.id).where(named.c[column] == bindparam("value"))


class FeedRow(PostRow, Protocol):
    """A post as a feed reads it."""

    place: datetime
    """What the feed is sorted by, newest first."""
    why: str
    """In the home feed: which of the viewer's choices it came by."""


@dataclass
class _PageReader:
    """The state of reading one page: `shown` rows, how many were hidden, the first and the last row read, and whether more follow."""

    shown: list[FeedRow] = field(default_factory=list[FeedRow])
    hidden: int = 0
    first: FeedRow | None = None
    last: FeedRow | None = None
    more: bool = True

    def take(self, rows: list[FeedRow], rule: FilterRule, most: int) -> None:
        """Look at rows in their order, until `most` are shown."""
        for row in rows:
            if len(self.shown) == most:
                return
            self.first, self.last = self.first or row, row
            if not rule.empty and is_filtered(rule, facts_of(row, row.author)):
                self.hidden += 1
            else:
                self.shown.append(row)


async def _page(
    ids: Ids,
    viewer: Viewer,
    older: str,
    newer: str,
    limit: int,
    *,
    why: str = "",
    about: str = "",
    parameters: Mapping[str, Any] | None = None,
    whole: bool = False,
    drafted: FilterRule | None = None,
) -> FeedPage:
    most = limits.FEED_NEWER if newer else min(max(limit, 1), limits.FEED_PAGE_MOST)
    before_at, before_id = decode_cursor(older) if older else END_OF_TIME
    after_at, after_id = decode_cursor(newer or BEGINNING)
    around = {"before_at": before_at, "before_id": before_id, "after_at": after_at, "after_id": after_id}
    hidden_by = FilterRule() if whole else drafted or filter_rule_of(viewer)
    found = await _read(ids, {"viewer": viewer.id, "subject": about, **(parameters or {}), **around}, hidden_by, most)
    return FeedPage(
        posts=await listed_views([Listed(row, why, about) if why else _with_reason(row) for row in found.shown], viewer),
        newest=encode_cursor(found.first.place, found.first.id) if found.first else newer or BEGINNING,
        older=encode_cursor(found.last.place, found.last.id) if found.more and found.last else "",
        hidden=found.hidden,
    )


async def _read(ids: Ids, parameters: dict[str, Any], rule: FilterRule, most: int) -> _PageReader:
    """A page in one statement; who hides something gets more read at once, and once more where that is not enough."""
    found, statement = _PageReader(), _statement(ids, db.engine().dialect.name)
    size = most + 1 if rule.empty else 2 * most + 1
    for _ in range(ROUNDS):
        rows = cast("list[FeedRow]", await db.fetch(statement, parameters | {"most": size}))
        # Who hides something has every word of the posts looked at: not on the event loop.
        if rule.empty:
            found.take(rows, rule, most)
        else:
            await prepare_excerpts(row.text for row in rows)
            await off_loop(found.take, rows, rule, most)
        if len(rows) < size:
            found.more = bool(rows) and found.last is not rows[-1]
            break
        if len(found.shown) == most or found.last is None:
            break
        parameters |= {"before_at": found.last.place, "before_id": found.last.id}
    return found


def _with_reason(row: FeedRow) -> Listed:
    """A row with why it stands in a home feed, and which tag or whose it is."""
    if row.why.startswith("0"):
        return Listed(row, "why.joined")
    return Listed(row, "why.person", row.author) if row.why.startswith("1") else Listed(row, "why.tag", row.why[1:])


@lru_cache
def _statement(ids: Ids, dialect: str) -> Select[*tuple[Any, ...]]:
    """One statement for a page: the ids first, from indexes alone, then all that is shown of those few posts."""
    page = ids(dialect).subquery("page")
    read = [page.c[name] for name in ("place", "why") if name in page.c]
    return post_columns(page).add_columns(*read).order_by(page.c.place.desc(), page.c.id.desc())
