"""The feeds before any script runs: the newest posts."""

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.feeds import queries as feeds
from wtsocial.posts.views import FeedPage


async def home(request: PageRequest) -> Document:
    """`/`: the reader's own feed, or the newest of all posts."""
    known = request.viewer.known
    page = await (feeds.home if known else feeds.everything)(request.viewer)
    return _feed(request, request.say("nav.feed" if known else "nav.newest"), page, empty="feed.empty_home" if known else "feed.empty_all")


async def everything(request: PageRequest) -> Document:
    """`/all`"""
    return _feed(request, request.say("nav.all"), await feeds.everything(request.viewer), empty="feed.empty_all")


def _feed(request: PageRequest, title: str, page: FeedPage, *, empty: str) -> Document:
    fill = {"page": page, "title": title, "empty": empty}
    return Document(title, request.say("welcome.what"), "feed/document.html", fill, feed="/feed.atom")
