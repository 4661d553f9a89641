"""The feeds before any script runs: the newest posts."""

from wtsocial.core import bus
from wtsocial.editing.queries import corrections
from wtsocial.editing.views import CorrectionView
from wtsocial.endpoints.document import Document, PageRequest, source_rooms
from wtsocial.feeds import queries as feeds
from wtsocial.posts.views import FeedPage


async def home(request: PageRequest) -> Document:
    """`/`: the reader's own feed, or the newest of all posts."""
    known = request.viewer.known
    page = await (feeds.home if known else feeds.everything)(request.viewer)
    title = request.say("nav.feed" if known else "nav.newest")
    if known:
        return _feed(request, title, page, empty="feed.empty_home")
    return _feed(request, title, page, empty="feed.empty_all", example=await corrections.example())


async def everything(request: PageRequest) -> Document:
    """`/all`"""
    return _feed(request, request.say("nav.all"), await feeds.everything(request.viewer), empty="feed.empty_all")


def _feed(request: PageRequest, title: str, page: FeedPage, *, empty: str, example: CorrectionView | None = None) -> Document:
    fill = {"page": page, "title": title, "empty": empty, "example": example, "of_all": empty == "feed.empty_all"}
    rooms = (bus.all_posts(), *source_rooms(page.posts))
    return Document(title, request.say("welcome.what"), "feed/document.html", fill, feed="/feed.atom", rooms=rooms)
