"""Cleaning: what a person typed becomes a line or a text that is safe to store, or is refused with a reason."""

import re
import unicodedata
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.text.normal_forms import is_stream_safe

MARKS_IN_A_ROW: Final = 4
"""Pointed and accented Hebrew needs four combining marks on a letter; more is a tower that hides its neighbours."""

# Invisible, harmless, and brought along by copying from other pages: taken away without a word.
# Zero-width space, word joiner, byte order mark, soft hyphen, Mongolian vowel separator,
# and the embeddings and isolates, which a pasted line rarely closes and which would reorder what stands after it.
_DROPPED: Final = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e\u202a-\u202c\u2066-\u2069]")

# Never typed by accident: controls (but tab and newline), overrides, deprecated format characters, interlinear
# annotation, noncharacters of the first plane, lone surrogates, tag characters.
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

# The three flags that Unicode spells with tag characters (England, Scotland, Wales) are the only honest use of them.
_FLAGS: Final = re.compile(
    "\U0001f3f4(?:"
    + "|".join("".join(chr(0xE0000 + ord(letter)) for letter in flag) for flag in ("gbeng", "gbsct", "gbwls"))
    + ")\U000e007f"
)
_LINE_ENDS: Final = re.compile("\r\n?|\u0085|\u2028|\u2029")
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f")
"""Letters and symbols that leave no ink, so a text made of them alone says nothing."""


def clean_line(value: object, *, field: str, limit: int, required: bool = True) -> str:
    """One line in NFC with single spaces, at most `limit` characters long ("" only if not `required`).

    Raises Invalid: `error.required`, `error.too_long` (`limit`, `length`) or `error.characters`.
    """
    return _clean(value, field=field, limit=limit, required=required, one_line=True)


def clean_text(value: object, *, field: str, limit: int, required: bool = True) -> str:
    """A body of several lines in NFC, line ends as newlines, inner spacing kept, at most `limit` characters long.

    Raises Invalid: `error.required`, `error.too_long` (`limit`, `length`) or `error.characters`.
    """
    return _clean(value, field=field, limit=limit, required=required, one_line=False)


def _clean(value: object, *, field: str, limit: int, required: bool, one_line: bool) -> str:
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise Invalid("error.characters", field=field)
    # Before any work that grows with the text: nothing that shrinks to fit is this much longer.
    if len(value) > 4 * limit + 1000:
        raise Invalid("error.too_long", field=field, limit=limit, length=len(value))
    if is_hostile(value):
        raise Invalid("error.characters", field=field)
    text = _LINE_ENDS.sub("\n", _DROPPED.sub("", value))
    text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split()) if one_line else text.strip("\n").rstrip()
    if not _shows_something(text):
        text = ""
    if required and not text:
        raise Invalid("error.required", field=field)
    if len(text) > limit:
        raise Invalid("error.too_long", field=field, limit=limit, length=len(text))
    return text


def is_hostile(text: str) -> bool:
    """Whether the text holds characters that nobody types honestly: controls, overrides, lone surrogates, zalgo."""
    if _REFUSED.search(_FLAGS.sub("", text)) or not is_stream_safe(text):
        return True
    return not text.isascii() and _longest_run_of_marks(text) > MARKS_IN_A_ROW


def _longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest


def _shows_something(text: str) -> bool:
    return any(char not in _BLANK and unicodedata.category(char)[0] not in "CZM" for char in text) or any(
        unicodedata.category(char) == "Co" for char in text
    )
