"""Caches of rendered Markdown: the HTML and the excerpt of texts that are read again and again."""

from functools import lru_cache

from wtsocial.text import graphemes, limits, markdown
from wtsocial.text.words import spread

EXCERPT_SOURCE = 3 * limits.EXCERPT
"""Characters of a text that are read for its excerpt: marks and the addresses of links take room, too."""


_LONG = 4_000


_rendered_short = lru_cache(maxsize=4096)(markdown.render)


_rendered_long = lru_cache(maxsize=128)(markdown.render)


def render_cached(text: str) -> str:
    """The cleaned HTML of a Markdown text; remembered, since the same texts are read again and again.

    Of long texts (over 4,000 characters) fewer are kept: whatever members write, the memory for it is bounded (some 100 MB).
    A text of 40,000 characters takes a tenth of a second the first time: call it in a thread.
    """
    return (_rendered_long if len(text) > _LONG else _rendered_short)(text)


@lru_cache(maxsize=16384)
def excerpt_cached(beginning: str) -> str:
    """One line of plain text from the beginning of a Markdown text; remembered, since feeds repeat themselves."""
    if len(beginning) >= EXCERPT_SOURCE:
        # It was cut by its length, perhaps within its last sign.
        beginning = beginning[: graphemes.boundary(beginning, EXCERPT_SOURCE - 1)]
    return markdown.excerpt(beginning, limits.EXCERPT) if beginning else ""


def clear_cache() -> None:
    """Forget every remembered text: one of them was erased."""
    for remembered in (_rendered_short, _rendered_long, excerpt_cached, spread):
        remembered.cache_clear()
