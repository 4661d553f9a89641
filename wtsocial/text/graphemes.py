"""Graphemes: what a reader sees as one sign (a letter with its marks, a flag, an emoji of several) is never cut in two.

Their boundaries are those of Unicode (UAX 29), from the package graphemeu.
"""

import re
from typing import Final

import grapheme

# Letters that stand for themselves, in their thousands in a text: ASCII and Latin, kana, ideographs, Hangul.
_SINGLE: Final = re.compile(r"[\n\x20-\x7e\u00c0-\u02ff\u3041-\u3096\u30a1-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]*")


def cut(text: str, limit: int, *, sign: str = "…") -> str:
    """The text, or its beginning with `sign`: `limit` characters at most, ending with a whole grapheme."""
    if len(text) <= limit:
        return text
    return text[: boundary(text, limit - len(sign))].rstrip() + sign


def boundary(text: str, most: int) -> int:
    """The last place, at `most` characters or before, where a text can be parted between two graphemes."""
    return grapheme.safe_split_index(text, max(0, most)) if most < len(text) else len(text)


def graphemes(text: str) -> list[str]:
    """The text as the signs that a reader sees."""
    return list(text) if _SINGLE.fullmatch(text) else list(grapheme.graphemes(text))
