"""What is remembered of a source, before any script runs."""

from wtsocial.core.errors import Invalid
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.sources import queries as sources


async def document(request: PageRequest) -> Document:
    """`/source/DOMAIN`"""
    domain = request.parts["domain"]
    try:
        found = await sources.of_domain(request.viewer, domain, older=request.query.get("older", ""))
    except Invalid:
        found = await sources.of_domain(request.viewer, domain)
    key, count = ("source.record", found.corrected) if found.corrected else ("source.no_record", found.own)
    record = request.say(key, count=count, posts=found.own) if found.own else request.say("source.none_own", count=found.posts)
    title = request.say("source.title", domain=found.domain)
    return Document(title, record, "source/document.html", {"source": found, "record": record}, address=f"/source/{found.domain}")
