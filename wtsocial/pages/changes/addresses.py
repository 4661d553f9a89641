"""Where the pages of the recent changes are."""

from wtsocial.core.paths import with_query
from wtsocial.editing.views import ChangesPage


def changes_pages(page: ChangesPage, older: str, **filters: str | int) -> tuple[str, str]:
    """The addresses of the page after this one and of the first one; empty where there is none, or this is the first.

    `older` is the cursor by which this page was asked for.
    """
    further = with_query("/changes", older=page.older, **filters) if page.older else ""
    return further, with_query("/changes", **filters) if older else ""
