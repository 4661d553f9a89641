"""Scripts and look-alikes: which writing system a letter belongs to, and which letter it could be mistaken for."""

import json
import re
import unicodedata
from bisect import bisect_right
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Final, cast

# Unicode's Scripts.txt and confusables.txt (TR 39), in the shape in which the package confusable-homoglyphs ships them.
_DATA: Final = files("confusable_homoglyphs")

_ASCII: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


@cache
def _script_ranges() -> tuple[list[int], list[tuple[int, str]]]:
    """The first code point of each range, and beside it the last one with the script's name."""
    data = json.loads((_DATA / "categories.json").read_text(encoding="utf-8"))
    names = cast("list[str]", data["iso_15924_aliases"])
    ranges = sorted(cast("list[list[int]]", data["code_points_ranges"]))
    return [first for first, *_ in ranges], [(last, names[name]) for _, last, name, *_ in ranges]


def script_of(char: str) -> str:
    """The script's name in capitals (LATIN, HEBREW ...); COMMON and INHERITED for what several share, else UNKNOWN."""
    firsts, ranges = _script_ranges()
    at = bisect_right(firsts, ord(char)) - 1
    if at < 0:
        return "UNKNOWN"
    last, name = ranges[at]
    return name if ord(char) <= last else "UNKNOWN"


@cache
def _families() -> dict[str, str]:
    """Every confusable character with the one that stands for its family: an ASCII letter where there is one."""
    data = cast("dict[str, list[dict[str, str]]]", json.loads((_DATA / "confusables.json").read_text(encoding="utf-8")))
    stands_for: dict[str, str] = {}
    for char, entries in data.items():
        if len(char) != 1 or char.isascii():
            continue
        likes = [entry["c"] for entry in entries]
        # The data lists each pair from both sides; what is listed with one other only is a look-alike *of* that one.
        plain = [like for like in likes if like.isascii() and like.isalnum()]
        single = [like for like in likes if len(like) == 1 and not like.isascii()]
        if plain:
            stands_for[char] = min(plain, key=len)
        elif len(likes) == 1 and single and len(data.get(single[0], [])) > 1:
            stands_for[char] = single[0]
        elif len(likes) == 1 and single:
            stands_for[char] = min(char, single[0])
    return stands_for


# What the names of characters say: a small capital ("ᴍ"), a letter with a stroke, a hook or a tail ("đ", "ɱ"), one without its dot, white
# ones on black, the halves of flags. Unicode's list calls none of them like the letter of ASCII.
_LATIN_SHAPE: Final = re.compile(
    "LATIN LETTER SMALL CAPITAL ([A-Z])|LATIN SMALL LETTER (?:DOTLESS )?([A-Z])(?: WITH .*)?"
    "|(?:CROSSED )?NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])|REGIONAL INDICATOR SYMBOL LETTER ([A-Z])"
)
_CYRILLIC_SHAPE: Final = re.compile("(CYRILLIC SMALL LETTER .*?) WITH .*")
_KRA: Final = "\u0138"


def _plain_shape(char: str) -> str:
    """The letter without what stands on it or goes through it, by the name of the character; "" for what has no such name."""
    name = unicodedata.name(char, "")
    if latin := _LATIN_SHAPE.fullmatch(name):
        return str(next(filter(None, latin.groups()))).lower()
    if cyrillic := _CYRILLIC_SHAPE.fullmatch(name):
        with suppress(KeyError):
            return look_alike(unicodedata.lookup(cyrillic[1]))
    return "k" if char == _KRA else ""


@cache
def look_alike(char: str) -> str:
    """What a case-folded character could be mistaken for, as lower-case ASCII where possible, else as it is.

    A letter counts as look-alike when its capital does, since a name is shown in the case in which it was typed.
    """
    families = _families()
    if char in _ASCII:
        return char
    if plain := _plain_shape(char):
        return plain
    for form in (char, char.upper()):
        like = families.get(form, form)
        if like.isascii():
            return like.lower()
    like = families.get(char, char)
    return unicodedata.normalize("NFKD", families.get(like, like)).casefold()
