"""Addresses written out in a text: where one ends, whatever the punctuation of the language around it."""

import re
import unicodedata
from typing import Any, Final

from linkify_it import LinkifyIt
from markdown_it.rules_inline import StateInline, linkify

from wtsocial.text.limits import LINK

# Signs that stand inside words in some language, so that they may stand inside an address when something of it follows: hyphens, the
# en dash, the Hebrew maqaf, geresh and gershayim, the apostrophe, middle dots, the Tibetan tsheg, the joiners.
_INNER: Final = frozenset("\u2010\u2011\u2013\u058a\u05be\u05f3\u05f4\u2019\u00b7\u2027\u30fb\u30a0\u0f0b\u200c\u200d")
_QUOTES: Final = frozenset("\u275b\u275c\u275d\u275e\u2760\u22ef")
"""Symbols by their category: heavy quotes, and the ellipsis in the middle of a line."""
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_TRAILING: Final = frozenset(".,;:!?'\"*_~")
_OTHER: Final = re.compile("[^!-~]")
_LONGEST: Final = 4 * LINK
"""An address that goes on longer is cut here: the work stays small for any input."""
_SCHEME: Final = re.compile(r"(?:^|[^a-z0-9.+-])([a-z][a-z0-9.+-]*)$", re.IGNORECASE)
_LONGEST_SCHEME: Final = 16
"""Characters before "://" among which its scheme is looked for."""
_WRITTEN_OUT: Final = re.compile(r"(?:https?|ftp)://\S+|(?<!\w)www\.\S+", re.IGNORECASE)


def address_end(text: str, start: int, end: int) -> int:
    """Where the address that begins at `start` ends, at `end` at the latest.

    ASCII is the address's own, but for punctuation at its end and brackets that it does not open. Punctuation of other alphabets
    belongs to the sentence: quotes, brackets, commas and full stops of any script end it. So do symbols behind its last letter
    ("…/a→", "…/a👉"); one that is a part of the path by itself is the address's own.
    """
    stop = _without_symbols(text, start, _sentence_goes_on(text, start, end))
    opened = {sign: text.count(sign, start, stop) for sign in "()[]{}"}
    while stop > start:
        last = text[stop - 1]
        if last in _PAIRS and opened[last] > opened[_PAIRS[last]]:
            opened[last] -= 1
        elif last not in _TRAILING and last not in _INNER:
            break
        stop -= 1
    return stop


def _without_symbols(text: str, start: int, end: int) -> int:
    """Where the symbols behind the last letter or digit begin; the end where there are none, or something else is before them."""
    stop = end
    while stop > start and _is_symbol(text[stop - 1]):
        stop -= 1
    return stop if text[stop - 1].isalnum() else end


def _is_symbol(char: str) -> bool:
    """An arrow, an emoji, a mark of a list: with what may stand on it."""
    return not char.isascii() and (unicodedata.category(char)[0] == "S" or char in "\u200d\ufe0e\ufe0f\u20e3")


def without_addresses(line: str) -> str:
    """A line of plain text with a space in the place of every address that is written out in it."""
    pieces, at = list[str](), 0
    for found in _WRITTEN_OUT.finditer(line):
        end = address_end(line, found.start(), found.end())
        if found.start() >= at:
            pieces.append(line[at : found.start()])
            at = end
    return " ".join((*pieces, line[at:]))


def _sentence_goes_on(text: str, start: int, end: int) -> int:
    """Where white space or punctuation that is no ASCII ends what can be an address."""
    for found in _OTHER.finditer(text, start, end):
        if found[0].isspace() or found[0].isascii() or _ends(text, found.start(), end):
            return found.start()
    return end


def _ends(text: str, at: int, end: int) -> bool:
    """Whether a character that is no ASCII is none of the address."""
    char = text[at]
    category = unicodedata.category(char)
    if char in _INNER:
        before, following = text[at - 1], text[at + 1] if at + 1 < end else " "
        if not (following.isalnum() or following in "%/"):
            return True
        # An apostrophe is a closing quote as well, and the Japanese middle dot begins an item of a list.
        if char == "\u2019":
            return _is_wide(following)
        return char == "\u30fb" and not (following in "%/" or (_is_wide(before) and _is_wide(following)))
    sign = char in _QUOTES or (category[0] == "S" and unicodedata.east_asian_width(char) == "F")
    return category[0] in "PZ" or category in ("Cc", "Cf") or sign


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


class AddressFinder(LinkifyIt):
    """The library's finder of addresses, which knows the punctuation of ASCII alone, with that rule."""

    def _validate_http(self, text: str, pos: int) -> int:
        # The library is shown what can be the address and no more: it would read on to the end of the line for each of many.
        stop = _sentence_goes_on(text, pos, min(len(text), pos + _LONGEST))
        library: Any = super()
        end: int = pos + library._validate_http(text[pos:stop], 0)
        return address_end(text, pos, end) - pos


def linkify_where_one_begins(state: StateInline, silent: bool) -> bool:  # as the parser calls it
    """The library's rule for addresses, asked only where one begins: it looks for a scheme in all that it has read before each "://"."""
    if state.src.startswith("://", state.pos):
        scheme = _SCHEME.search(state.pending[-_LONGEST_SCHEME:])
        finder: Any = state.md.linkify
        if not scheme or not finder.match_at_start(state.src[state.pos - len(scheme[1]) : state.pos + _LONGEST]):
            return False
    return linkify(state, silent)
