"""Recent changes before any script runs."""

from typing import Any, Final, get_args

from wtsocial.editing.queries import changes
from wtsocial.editing.queries.changes import Kind, Standing
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.pages.changes.addresses import changes_pages
from wtsocial.subwikis import queries as subwikis

KINDS: Final = ("headline", "text", "page", "comment", "created")
STANDINGS: Final = ("new", "member", "trusted")


async def document(request: PageRequest) -> Document:
    """`/changes`, filtered as the address says."""
    wanted = _wanted(request)
    cursor = request.query.get("older", "")
    page = await changes.recent(request.viewer, older=cursor, **wanted)
    older, newest = changes_pages(page, cursor, **wanted | {"unreviewed": int(wanted["unreviewed"])})
    choices = {"kind": KINDS, "standing": STANDINGS}
    fill = {
        "changes": page.changes,
        "wanted": wanted,
        "choices": choices,
        "wikis": await subwikis.names(),
        "older": older,
        "newest": newest,
    }
    return Document(request.say("changes.list"), request.say("changes.what"), "changes/document.html", fill, feed="/changes.atom")


def _wanted(request: PageRequest) -> dict[str, Any]:
    """What is filtered by; what no filter can be is left out."""
    kind, standing = request.query.get("kind", ""), request.query.get("standing", "")
    return {
        "subwiki": request.query.get("subwiki", "")[:40],
        "kind": kind if kind in get_args(Kind) else "",
        "standing": standing if standing in get_args(Standing) else "",
        "unreviewed": request.query.get("unreviewed") == "1",
    }
