"""The public log before any script runs."""

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.moderation import queries as moderation
from wtsocial.text import limits


async def log(request: PageRequest) -> Document:
    """`/log`: the newest entries, or those from the one on that the address names."""
    entry = request.figure("entry")
    entries = await moderation.log(older=entry + 1 if entry else 0)
    fill = {"entries": entries, "older": entries[-1].id - 1 if len(entries) >= limits.LOG_PAGE else 0}
    return Document(request.say("nav.log"), request.say("log.what"), "moderation/log.html", fill, feed="/log.atom")
