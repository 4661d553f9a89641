"""Rendered texts: HTML, excerpts, and what a headline says, each made once of a text and remembered as long as there is room."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from threading import Lock
from typing import Final

from cachetools import LRUCache

from wtsocial.core.off_loop import off_loop
from wtsocial.text import graphemes, limits, markdown
from wtsocial.text.spelling import said
from wtsocial.text.words import spread

EXCERPT_SOURCE = 3 * limits.EXCERPT
"""Characters of a text that are read for its excerpt: marks and the addresses of links take room, too."""

MOST_HTML: Final = 32_000_000
"""Characters of HTML that one process remembers."""
MOST_EXCERPTS: Final = 8_000_000
MOST_SAID: Final = 2_000_000
SHORT: Final = 500
"""Characters of which something is made in a few milliseconds, whatever they are."""
_ENTRY: Final = 200
"""What an entry takes besides its text."""


class RenderedTexts:
    """What was made of texts, by their digests. What was not asked for longest makes room; threads may share it."""

    def __init__(self, make: Callable[[str], str], most: int) -> None:
        self._make = make
        self._remembered: LRUCache[bytes, str] = LRUCache(most, getsizeof=lambda made: len(made) + _ENTRY)
        self._lock = Lock()

    def look_up(self, text: str) -> str | None:
        """What was made of this text; None where that is not remembered."""
        with self._lock:
            return self._remembered.get(_digest(text))

    def make(self, text: str) -> str:
        """The same; made now where it is not remembered."""
        made = self.look_up(text)
        if made is None:
            made = self._make(text)
            with self._lock:
                self._remembered[_digest(text)] = made
        return made

    async def make_all(self, texts: Iterable[str]) -> dict[str, str]:
        """By text what is made of it, off the event loop where it is not remembered: one after another, so that others have their turn.

        Of one short text it is made at once: the way to a thread and back would take longer.
        """
        found = {text: self.look_up(text) for text in texts}
        missing = [text for text, made in found.items() if made is None]
        if len(missing) == 1 and len(missing[0]) <= SHORT:
            found[missing[0]] = self.make(missing[0])
        return {text: await off_loop(self.make, text) if made is None else made for text, made in found.items()}

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._remembered.clear()


_html = RenderedTexts(markdown.render, MOST_HTML)
_excerpts = RenderedTexts(lambda beginning: markdown.excerpt(beginning, limits.EXCERPT), MOST_EXCERPTS)
_said = RenderedTexts(said, MOST_SAID)


async def render_text(text: str) -> str:
    """The cleaned HTML of a Markdown text."""
    return (await _html.make_all([text]))[text] if text else ""


async def render_all(texts: Iterable[str]) -> dict[str, str]:
    """By text its cleaned HTML."""
    return await _html.make_all(texts)


async def what_is_said(headlines: Iterable[str]) -> dict[str, str]:
    """By headline what it says (`spelling.said`)."""
    return await _said.make_all(headlines)


async def prepare_excerpts(texts: Iterable[str]) -> None:
    """Make the excerpts of these texts that are not remembered, off the event loop, before views ask for them."""
    await _excerpts.make_all(beginning for text in texts if (beginning := _beginning(text)))


def excerpt_cached(text: str) -> str:
    """One line of plain text from the beginning of a Markdown text; `prepare_excerpts` before a whole list of them."""
    beginning = _beginning(text)
    return _excerpts.make(beginning) if beginning else ""


def _beginning(text: str) -> str:
    """What is read of a text for its excerpt. One of just that length was cut by it, perhaps within its last sign."""
    return text if len(text) < EXCERPT_SOURCE else text[: graphemes.boundary(text[:EXCERPT_SOURCE], EXCERPT_SOURCE - 1)]


def clear_cache() -> None:
    """Forget every remembered text: one of them was erased."""
    _html.clear()
    _excerpts.clear()
    _said.clear()
    spread.cache_clear()


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
