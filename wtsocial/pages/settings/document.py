"""One's choices before any script runs, as a reader has them, too; the other settings are behind a login."""

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.subwikis import queries as choices


async def document(request: PageRequest) -> Document:
    """`/settings/choices`"""
    title = request.say("choices.title")
    fill = {"offer": await choices.of_subwikis(request.viewer), "title": title}
    return Document(title, request.say("greeting.text"), "settings/document.html", fill)
