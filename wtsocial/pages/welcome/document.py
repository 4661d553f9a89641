"""The greeting before any script runs: what may be chosen, and what it would add."""

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.subwikis import queries as choices


async def document(request: PageRequest) -> Document:
    """`/welcome`"""
    title = request.say("greeting.title")
    fill = {"offer": await choices.of_subwikis(request.viewer), "title": title}
    return Document(title, request.say("greeting.text"), "welcome/document.html", fill)
