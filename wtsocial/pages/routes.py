"""The one list of addresses: path, page, title, and what loads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from wtsocial.pages.feed import page as feed
from wtsocial.pages.feed.state import FeedState


@dataclass(frozen=True)
class Route:
    """An address. `title` is the catalogue key of its static title; `load` runs whenever it is opened or reconnected."""

    path: str
    page: Callable[[], rx.Component]
    title: str
    load: tuple[Any, ...] = ()


ROUTES = (
    Route("/", feed.home, "nav.newest", (FeedState.open_home,)),
    Route("/all", feed.everything, "nav.all", (FeedState.open_all,)),
    Route("/saved", feed.saved, "nav.saved", (FeedState.open_saved,)),
)
