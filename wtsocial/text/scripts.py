"""Scripts and look-alikes: which writing system a letter belongs to, and which letter it could be mistaken for."""

import json
import unicodedata
from bisect import bisect_right
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


def _small_capital(char: str) -> str:
    """The letter that a small capital is a shape of ("ᴍ", which Unicode's list calls like none of ASCII); "" for any other."""
    named = unicodedata.name(char, "").removeprefix("LATIN LETTER SMALL CAPITAL ")
    return named.lower() if len(named) == 1 else ""


@cache
def look_alike(char: str) -> str:
    """What a case-folded character could be mistaken for, as lower-case ASCII where possible, else as it is.

    A letter counts as look-alike when its capital does, since a name is shown in the case in which it was typed.
    """
    families = _families()
    if char in _ASCII:
        return char
    if plain := _small_capital(char):
        return plain
    for form in (char, char.upper()):
        like = families.get(form, form)
        if like.isascii():
            return like.lower()
    like = families.get(char, char)
    return unicodedata.normalize("NFKD", families.get(like, like)).casefold()
