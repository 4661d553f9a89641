"""Where the pages of the public log are."""

from collections.abc import Sequence

from wtsocial.core.paths import with_query
from wtsocial.moderation.views import LogView
from wtsocial.text import limits


def log_pages(entries: Sequence[LogView], entry: int, **filters: str) -> tuple[str, str]:
    """The addresses of the page after these entries and of the first one; empty where there is none, or this is the first.

    `entry` is the one from which on the address asks for them, 0 for the newest.
    """
    older = with_query("/log", entry=entries[-1].id - 1, **filters) if len(entries) >= limits.LOG_PAGE else ""
    return older, with_query("/log", **filters) if entry else ""
