"""Graphemes: what a reader sees as one sign (a letter with its marks, a flag, an emoji of several) is never cut in two.

Their boundaries are those of Unicode (UAX 29), from the package graphemeu.
"""

import re
from typing import Final

import grapheme

# Letters that stand for themselves, in their thousands in a text: ASCII and Latin, kana, ideographs, Hangul.
_SINGLE: Final = re.compile(r"[\n\x20-\x7e\u00c0-\u02ff\u3041-\u3096\u30a1-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]*")

# Thai and Lao, where a sign is a letter with the marks above and below it; the package would look at each by a table.
_THAI: Final = re.compile(r"[\n\x20-\x7e\u0e01-\u0e3a\u0e3f-\u0e5b\u0e80-\u0edf]*")
_THAI_SIGN: Final = re.compile(r".[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece]*", re.DOTALL)


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
    if _SINGLE.fullmatch(text):
        return list(text)
    if _THAI.fullmatch(text):
        # A mark after a line's end stands alone.
        return [sign for line in text.splitlines(keepends=True) for sign in _THAI_SIGN.findall(line)]
    return list(grapheme.graphemes(text))
