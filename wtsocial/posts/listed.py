"""Posts in lists: the view of each is made once for all who are shown the same, whatever the list.

A view is remembered by everything that it is made of, so it is never out of date: what changes of a post, its subwiki, its author or
its source is read from the database each time, and what depends on who looks, and when, is worked out each time (`rows.seen_by`).
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, NamedTuple, cast

from cachetools import LRUCache

from wtsocial.accounts.views import Viewer
from wtsocial.posts.rights import Rights
from wtsocial.posts.rows import PostRow, Seen, seen_by, view_of
from wtsocial.posts.views import PostView
from wtsocial.text.rendered import prepare_excerpts

MOST_VIEWS: Final = 16_000_000
"""Characters of all views together, which one process remembers; some five thousand posts."""
_BESIDE: Final = 1_000
"""What a view takes besides its JSON and the row that it is made of."""


class Listed(NamedTuple):
    """A row of `post_columns` as it stands in a list: `why` is the catalogue key of the reason, `about` which tag or whose it is."""

    row: PostRow
    why: str = ""
    about: str = ""


async def listed_views(listed: Sequence[Listed], viewer: Viewer) -> list[PostView]:
    """The view of each as `post_view` makes it."""
    rights = Rights(viewer)
    keys = [(tuple(cast("Iterable[Hashable]", row)), seen_by(row, viewer, rights), why, about) for row, why, about in listed]
    views = [_find(key) for key in keys]
    if None in views:
        await prepare_excerpts(one.row.text for one, view in zip(listed, views, strict=True) if view is None)
    return [view or _remember(key, one) for key, one, view in zip(keys, listed, views, strict=True)]


def forget_views() -> None:
    """Forget every remembered view: a text was erased."""
    _views.clear()


_Key = tuple[tuple[Hashable, ...], Seen, str, str]
_Entry = tuple[_Key, PostView]


def _find(key: _Key) -> PostView | None:
    entry = _views.get(hash(key))
    return entry[1] if entry and entry[0] == key else None


def _remember(key: _Key, one: Listed) -> PostView:
    view = view_of(one.row, key[1], why=one.why, why_about=one.about)
    _views[hash(key)] = key, view
    return view


def _size(entry: _Entry) -> int:
    # The row holds the same words once more, and of the text somewhat more than its excerpt.
    return 3 * len(entry[1].json) + _BESIDE


# By the hash of a key, which is long: the cache would work it out, and compare it, three times for each look.
_views: LRUCache[int, _Entry] = LRUCache(MOST_VIEWS, getsizeof=_size)
