"""What is said aloud of what comes in live: one region on every page, and what pages have it say."""

from typing import Any

import reflex as rx

from wtsocial.posts.views import PostView
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import named

LIBRARY = "$/public/kit/live/announcer.js"


class Announcer(rx.Component):
    """The region."""

    library = LIBRARY
    tag = "Announcer"


class AnnounceCount(rx.Component):
    """Says how many of something came."""

    library = LIBRARY
    tag = "AnnounceCount"

    topic: rx.Var[str]
    text: rx.Var[str]
    count: rx.Var[int]


class AnnounceCorrections(rx.Component):
    """Says which posts on the screen were corrected while they stood there."""

    library = LIBRARY
    tag = "AnnounceCorrections"

    posts: rx.Var[list[PostView]]
    me: rx.Var[str]


def announce_count(key: str, count: Any) -> rx.Component:
    """Have it said, once for each number, that so many came: the text of `key`, which `count` fills. 0 says nothing."""
    return AnnounceCount.create(topic=key, text=named(key), count=count)


def announce_corrections(posts: Any) -> rx.Component:
    """Have it said when one of these posts is corrected by somebody else."""
    return AnnounceCorrections.create(posts=posts, me=SessionState.name)
