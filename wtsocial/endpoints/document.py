"""What a page says without scripts: the shape that a screen's writer fills, and what it is told of who asks."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import NotFound
from wtsocial.i18n import say
from wtsocial.posts.views import PostView

_KEY: Final = re.compile(r"[a-z_]+\.[a-z0-9_]+")
_FIGURE: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Document:
    """What a page says without scripts: its title, a sentence on it, and a template with what fills it.

    `template` is a path inside the screens' folder: `post/document.html`. `address` is where the page stands when its query is part
    of that; `feed` the address of an Atom feed of the same.
    """

    title: str
    description: str = ""
    template: str = ""
    fill: Mapping[str, Any] = field(default_factory=dict[str, Any])
    picture: str = ""
    kind: str = "website"
    status: int = 200
    address: str = ""
    feed: str = ""
    rooms: tuple[str, ...] | None = None
    """What is said in these rooms, or in that of all pages, changes it for readers; None: nobody says when it changes."""
    until: int = 0
    """When it changes by itself, in milliseconds since 1970; 0 for never."""
    noscript: bool = False
    """The built page can be used while its script loads (a native form): the text is for browsers without scripts alone."""


@dataclass(frozen=True)
class PageRequest:
    """Who opens a page, in which language, and what the address says: its variable parts by their names, and its query."""

    viewer: Viewer
    language: str
    path: str = "/"
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    theme: str = ""
    """`light` or `dark`, where it was chosen without scripts (endpoints/looks.py)."""

    @property
    def here(self) -> str:
        """The address on this site."""
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")

    def say(self, key: str, /, **params: object) -> str:
        """A text of the catalogue in the reader's language."""
        return say(self.language, key, **params)

    def name_of(self, post: PostView) -> str:
        """What a post is called: by its headline, unless it is covered."""
        return self.say("cover." + post.cover) if post.cover else post.headline

    def number(self, part: str) -> int:
        """The number that a part of the address is. Raises NotFound."""
        text = self.parts[part]
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise NotFound
        return int(text)

    def figure(self, name: str) -> int:
        """The number that a part of the query is; 0 where it is none."""
        text = self.query.get(name, "")
        return int(text) if _FIGURE.fullmatch(text) else 0

    def refusal(self) -> dict[str, str]:
        """What was wrong with a native form that was sent back here, by field: one text, or none (as kit/forms.js reads it).

        Numbers alone may fill the text: anybody can write an address.
        """
        key = self.query.get("error", "")
        figures = {name: int(value) for name, value in self.query.items() if _FIGURE.fullmatch(value)}
        try:
            return {self.query.get("field", ""): self.say(key, **figures)} if _KEY.fullmatch(key) else {}
        except KeyError:
            return {}


def source_rooms(posts: Iterable[PostView]) -> list[str]:
    """The rooms in which is said how often the sources of these posts were corrected."""
    return [bus.pages_room(f"source:{domain}") for domain in {post.domain for post in posts} if domain]


WriteDocument = Callable[[PageRequest], Awaitable[Document]]
"""From who asks for a page to its document. Raises NotFound."""
