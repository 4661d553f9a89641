"""Cleaning: what a person typed becomes a line or a text that is safe to store, or is refused with a reason."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.text.normal_forms import is_stream_safe
from wtsocial.text.scripts import script_of

SHARED_MARKS: Final = 4
"""Marks that any alphabet may take, on one letter: Vietnamese needs two, phonetics three; more is a tower that hides its neighbours."""
OWN_MARKS: Final = 8
"""Marks of one script on one letter: a Hebrew shin with its dot, a dagesh, a vowel, a meteg and two accents; stacks of Tibetan."""
SAME_MARKS: Final = 2
_SHARED: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")

# Invisible, harmless, and brought along by copying from other pages: taken away without a word.
# Word joiner, byte order mark, soft hyphen, and the embeddings and isolates, which a pasted line rarely closes and which would reorder
# what stands after it.
_DROPPED: Final = re.compile("[\u2060-\u2064\ufeff\u00ad\u202a-\u202c\u2066-\u2069]")

# The zero-width space stays where it says where a word ends, as does the vowel separator within Mongolian; elsewhere they are dropped.
_UNSEEN_SPACES: Final = re.compile("[\u200b\u180e]+")
_WITHOUT_SPACES: Final = frozenset(
    "BALINESE BATAK BUGINESE CHAM JAVANESE KHMER LAO LEPCHA MAKASAR MYANMAR NEW_TAI_LUE REJANG SUNDANESE TAI_LE TAI_THAM TAI_VIET THAI "
    "TIBETAN".split()
)
_SPACES: Final = re.compile(r"\s+")
_SPACES_OF_MEANING: Final = frozenset("\u00a0\u1680\u2007\u2009\u202f\u3000")
"""No-break and thin spaces, as in French and Mongolian, the ideographic one, the stem of Ogham: kept where they stand alone."""

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
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\u0085\u2028\u2029]")
"""The vertical tab is what word processors put for a line break within a paragraph, the form feed for a new page."""

_FLAG_OR_REFUSED: Final = re.compile(f"(?P<flag>{_FLAGS.pattern})|{_REFUSED.pattern}|[\ue000-\uf8ff\U000f0000-\U0010ffff]")
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
    text = _LINE_ENDS.sub("\n", value)
    if is_hostile(text):
        raise Invalid("error.characters", field=field)
    text = unicodedata.normalize("NFC", _without_unseen(text))
    text = one_line_of(text) if one_line else text.strip("\n").rstrip()
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
    return not text.isascii() and any(_is_tower(run) for run in _runs_of_marks(text))


def without_tricks(text: str) -> str:
    """What a stranger's page says, as one line without what cleaning would drop or refuse; a tower of marks is left in it."""
    plain = _FLAG_OR_REFUSED.sub(lambda found: found["flag"] or "", _LINE_ENDS.sub("\n", text))
    return one_line_of(_without_unseen(plain))


def one_line_of(text: str) -> str:
    """The text in one line: each run of white space as one space, but for a space of its own kind that stands alone."""
    return _SPACES.sub(lambda run: run[0] if run[0] in _SPACES_OF_MEANING else " ", text).strip()


def _without_unseen(text: str) -> str:
    return _UNSEEN_SPACES.sub(_kept, _DROPPED.sub("", text))


def _kept(run: re.Match[str]) -> str:
    """The first sign of a run of zero-width spaces or vowel separators where the script around it needs it, else nothing."""
    before, after = run.string[run.start() - 1 : run.start()].strip(), run.string[run.end() : run.end() + 1].strip()
    if not before or not after:
        return ""
    if run[0][0] == "\u180e":
        return run[0][0] if script_of(before) == script_of(after) == "MONGOLIAN" else ""
    return run[0][0] if {script_of(before), script_of(after)} & _WITHOUT_SPACES else ""


def _runs_of_marks(text: str) -> Iterator[str]:
    """The marks on each letter that has more of them than the same mark may stand there."""
    run = ""
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me"):
            run += char
            if len(run) > OWN_MARKS:
                break
            continue
        if len(run) > SAME_MARKS:
            yield run
        run = ""
    yield run


def _is_tower(marks: str) -> bool:
    shared = len(_SHARED.findall(marks))
    return shared > SHARED_MARKS or len(marks) > OWN_MARKS or any(marks.count(mark) > SAME_MARKS for mark in set(marks))


def _shows_something(text: str) -> bool:
    return any(char not in _BLANK and unicodedata.category(char)[0] not in "CZM" for char in text) or any(
        unicodedata.category(char) == "Co" for char in text
    )
