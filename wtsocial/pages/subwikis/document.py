"""The directory of subwikis, and a subwiki with its posts, before any script runs."""

from wtsocial.core import bus
from wtsocial.core.settings import settings
from wtsocial.endpoints.document import Document, PageRequest, source_rooms
from wtsocial.feeds import queries as feeds
from wtsocial.revisions import queries as histories
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.leadership_queries import leadership
from wtsocial.text import limits
from wtsocial.text.rendered import excerpt_cached

REVISIONS = 20
"""So many of the newest revisions stand under what a subwiki says of itself; the history has them all."""


async def directory(request: PageRequest) -> Document:
    """`/subwikis`"""
    searched = request.query.get("search", "").strip()[: limits.SEARCH]
    fill = {"subwikis": await subwikis.directory(request.viewer, search=searched), "searched": searched}
    about = request.say("document.subwikis", site=settings().site_name)
    return Document(request.say("nav.subwikis"), about, "subwikis/directory.html", fill)


async def subwiki(request: PageRequest) -> Document:
    """`/w/SLUG`"""
    found = await subwikis.one(request.viewer, request.parts["slug"])
    page = await feeds.of_subwiki(request.viewer, found.slug)
    about = excerpt_cached(found.description) or request.say("welcome.what")
    fill = {"subwiki": found, "page": page}
    rooms = (bus.subwiki_room(found.id), bus.pages_room(f"subwiki:{found.id}"), *source_rooms(page.posts))
    return Document(found.name, about, "subwikis/subwiki.html", fill, feed=f"/w/{found.slug}.atom", rooms=rooms)


async def about(request: PageRequest) -> Document:
    """`/w/SLUG/about`"""
    found = await subwikis.one(request.viewer, request.parts["slug"])
    page = await histories.of_subwiki(request.viewer, found.slug)
    title = request.say("subwiki.about_title", name=found.name)
    fill = {"subwiki": found, "revisions": page.revisions[:REVISIONS], "lead": await leadership(request.viewer, found.slug)}
    return Document(title, excerpt_cached(found.description) or title, "subwikis/about.html", fill, feed=f"/w/{found.slug}.atom")
