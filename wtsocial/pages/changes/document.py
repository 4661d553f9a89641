"""Recent changes before any script runs."""

from wtsocial.editing.queries import changes
from wtsocial.endpoints.document import Document, PageRequest


async def document(request: PageRequest) -> Document:
    """`/changes`"""
    page = await changes.recent(request.viewer)
    fill = {"changes": page.changes}
    return Document(request.say("changes.list"), request.say("changes.what"), "changes/document.html", fill, feed="/changes.atom")
