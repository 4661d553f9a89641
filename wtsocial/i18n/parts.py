"""Which texts come with every page, and which only with the pages that name them."""

from functools import cache
from typing import Final

from wtsocial.i18n.catalogue import FALLBACK, page_texts

NEAR: Final = (
    "account.", "corrections.after", "corrections.before", "corrections.by", "corrections.title", "cover.", "error.", "feed.", "nav.",
    "post.", "presence.", "promise.", "reason.", "source.record", "time.", "welcome.", "why.",
)  # fmt: skip
"""Beginnings of the keys that come with every page: those of the frame, of feeds, and what any page may have to say of itself."""


def area(key: str) -> str:
    """What a key is about: the part before its first dot."""
    return key.partition(".")[0]


def near_texts() -> dict[str, str]:
    """The English texts that come with every page."""
    return {key: text for key, text in page_texts(FALLBACK).items() if key.startswith(NEAR)}


@cache
def far_areas() -> frozenset[str]:
    """The areas of those keys. Asked for every text of every page, when pages are built."""
    return frozenset(far_texts())


def far_texts() -> dict[str, dict[str, str]]:
    """The English texts of all other keys that pages use, by area."""
    found: dict[str, dict[str, str]] = {}
    for key, text in page_texts(FALLBACK).items():
        if not key.startswith(NEAR):
            found.setdefault(area(key), {})[key] = text
    return found
