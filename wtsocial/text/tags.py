"""Tags: the #words of a headline and a text, in any alphabet, and the one spelling in which they are the same."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.text import markdown
from wtsocial.text.normal_forms import is_stream_safe

LONGEST: Final = 50
MOST: Final = 20
"""Tags of one post; what comes after them is a word like any other."""

MOST_SIGNS: Final = 200
"""So many are looked at in one stretch of a text."""

# A sign inside a word ("C#", "a&#39;b", "page#part") begins no tag.
_SIGN: Final = re.compile(r"(?<![\w&/#＃])[#＃](?=[^\s#＃])")


def tags_of(headline: str, text: str = "") -> list[str]:
    """The tags of a headline (one line of plain text) and a Markdown text, in their order, each once, at most MOST.

    None is read from code, links and addresses. A long text takes some hundredths of a second: call it in a thread.
    """
    found: dict[str, None] = {}
    text = text if is_stream_safe(text) else ""
    for piece in (headline, *(markdown.plain_pieces(text) if "#" in text or "＃" in text else ())):
        found |= dict.fromkeys(_in(" ".join(word for word in piece.split() if not _is_address(word))))
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def check_tag(name: str, *, field: str = "tag") -> str:
    """The one spelling of a tag, with or without its sign. Raises Invalid("tag.not_one") for what cannot be one."""
    word = unicodedata.normalize("NFKC", name[: 4 * LONGEST].strip()).removeprefix("#")
    tag = _spelled(word)
    if not tag or _end(word) != len(word):
        raise Invalid("tag.not_one", field=field, value=name[:LONGEST])
    return tag


def _is_address(word: str) -> bool:
    return "://" in word or word.startswith("www.")


def _in(line: str) -> Iterable[str]:
    for sign in islice(_SIGN.finditer(line), MOST_SIGNS):
        rest = unicodedata.normalize("NFKC", line[sign.end() : sign.end() + 4 * LONGEST])
        if tag := _spelled(rest[: _end(rest)]):
            yield tag


def _end(word: str) -> int:
    """Where the letters, marks, digits and low lines at the beginning of `word` end."""
    return next((at for at, char in enumerate(word) if not _belongs(char)), len(word))


def _belongs(char: str) -> bool:
    return char in "_\u200c\u200d" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl")


def _spelled(word: str) -> str:
    """Case-folded, without joiners; "" for what is too long, holds no letter, or begins with a mark."""
    tag = unicodedata.normalize("NFKC", word.replace("\u200c", "").replace("\u200d", "").casefold()).strip("_")
    fit = 0 < len(tag) <= LONGEST and unicodedata.category(tag[0])[0] != "M"
    return tag if fit and any(unicodedata.category(char)[0] == "L" for char in tag) else ""
