"""Atom feeds: entries in, well-formed XML out, and no more of it than a reader's machine has not seen."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from feedgenerator import Atom1Feed
from starlette.requests import Request
from starlette.responses import Response

from wtsocial.endpoints.conditional import kept_response

MEDIA_TYPE: Final = "application/atom+xml"

# What XML 1.0 cannot hold (its section 2.2), and the signs that turn the direction of all that follows; the marks of a
# single place (U+200E, U+200F) harm nobody. What members write comes cleaned of both, what other sites say does not.
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Entry:
    """What a feed says of one thing: `id` never changes, `link` is where to read it, `updated` in milliseconds since 1970.

    The summary is text unless `is_html` says that it is HTML, which must be cleaned already (`text.markdown`).
    """

    id: str
    title: str
    link: str
    author: str
    updated: int
    summary: str = ""
    is_html: bool = False


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: `link` is the page with the same things, `address` the feed's own; both whole addresses."""

    title: str
    link: str
    address: str
    subtitle: str = ""
    language: str = ""
    """Of the feed's own words; what members wrote is in any."""


def atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed as XML, in UTF-8, with the entries in their order; the same for the same entries, whenever it is asked for."""
    # The library has no types: from here on they are ours to keep.
    built: Any = _Settled(
        title=_fit(feed.title),
        link=_fit(feed.link),
        description=_fit(feed.subtitle),
        feed_url=_fit(feed.address),
        feed_guid=_fit(feed.address),
        language=feed.language or None,
    )
    built.newest = _newest(entries)
    for entry in entries:
        summary = _fit(entry.summary)
        built.add_item(
            title=_fit(entry.title),
            link=_fit(entry.link),
            # The library calls every summary HTML.
            description=(summary if entry.is_html else html.escape(summary)) or None,
            author_name=_fit(entry.author),
            unique_id=_fit(entry.id),
            updateddate=_moment(entry.updated),
        )
    return built.writeString("utf-8").encode()


def atom_response(request: Request, feed: Feed, entries: Sequence[Entry]) -> Response:
    """The feed, or 304 for one who has it: as `kept_response` does, for what is public alone."""
    changed = max((entry.updated for entry in entries), default=0)
    return kept_response(request, atom(feed, entries), changed=changed, media_type=f"{MEDIA_TYPE}; charset=utf-8")


class _Settled(Atom1Feed):
    """A feed that is as old as its newest entry; the library would date an empty one now, so that it differed each time."""

    newest: datetime

    def latest_post_date(self) -> datetime:
        return self.newest


def _fit(text: str) -> str:
    """The text without what XML cannot hold, and with every turn of direction taken out that could reach beyond it."""
    return _TURNING.sub("", _IMPOSSIBLE.sub("\ufffd", text))


def _moment(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


def _newest(entries: Sequence[Entry]) -> datetime:
    return _moment(max((entry.updated for entry in entries), default=0))
