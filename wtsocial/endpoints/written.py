"""What a page says without scripts: the shape that its writers fill."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtsocial.accounts.views import Viewer


@dataclass(frozen=True)
class Document:
    """What a page says without scripts: its title, a sentence on it, and a template with what fills it.

    `address` is where it stands when its query is part of that; `feed` the address of an Atom feed of the same.
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


Write = Callable[[Viewer, str, tuple[str, ...]], Awaitable[Document]]
"""From who reads, their language, and the variable parts of the address, to the document."""

Ask = Callable[[Mapping[str, str], Viewer, str, tuple[str, ...]], Awaitable[Document]]
"""The same for a page whose query counts: that comes first."""
