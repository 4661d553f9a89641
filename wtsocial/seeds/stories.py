"""What a story of the demonstration world is made of."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Story:
    """A post: news when it has a source, else a discussion. `key` is how the plot speaks of it."""

    place: str
    by: str
    source: str
    headline: str
    text: str = ""
    key: str = ""
    mode: Literal["collaborative", "individual"] = "collaborative"
    pictured: bool = True
