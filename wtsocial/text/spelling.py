"""Spelling: whether two headlines say the same, spelt otherwise. One rule for every correction, published at /rules.

Capitals, accents, punctuation and spaces are spelling. A number, a word more or less, and a word that is another word are not. Letters
within a word are spelling when the word as it was is no known word and its change is a typical slip: neighbours swapped, a letter
doubled or not, one letter forgotten, too many or mistaken inside a longer word. Which words are known is told by lists of
English words and names; in other languages less is taken as a slip. A name may only have its letters swapped, doubled, left out or
too many, and what is written in ideographs has no letters within words.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from zxcvbn.frequency_lists import FREQUENCY_LISTS

SLIPS: Final = 3
"""In so many words at most letters are put right at once; more is another headline."""
_LISTS: Final = ("english_wikipedia", "us_tv_and_film", "surnames", "male_names", "female_names")
_SAFEST: Final = "english_wikipedia"
"""The list without the misspellings of subtitles."""

# Accents of the alphabets in which they are no letters of their own; elsewhere (in Devanagari, Thai, Japanese) a mark is a letter.
_ACCENTS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_SIGNS: Final = "+\\-\u2212\u00b1<>\u2264\u2265~\u2248"
_MONEY: Final = "$\u00a2-\u00a5\u058f\u060b\u09f2\u09f3\u0e3f\u20a0-\u20c0"
_NUMBER: Final = f"(?:(?<![\\w])[{_SIGNS}]\\s?)?[{_MONEY}]?\\d+(?:[.,:/\u00b7\u066b\u066c]\\d+)*(?:\\s?[%\u2030\u00b0{_MONEY}])?"
_IDEOGRAPH: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = f"(?:(?![\\d_{_IDEOGRAPH}])\\w|[\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0900-\\u109f\\u1780-\\u17ff])+"
_TOKEN: Final = re.compile(f"{_NUMBER}|[{_IDEOGRAPH}]|{_WORD}|.", re.DOTALL)
_WITHIN: Final = re.compile("(?<=[^\\W\\d])['\u2019\u02bc\u05f3\u05f4\u00ad\u200c\u200d\u2010\u2011-](?=[^\\W\\d])")
"""What may stand within a word: apostrophes, hyphens, what is invisible."""
_SAYING: Final = frozenset("#&@§¶†‡")
"""Punctuation by its category that says something: "C#" is no "C", "#1" no "1"."""
_ROMAN: Final = re.compile("[IVXLCDM]+")


def is_spelling(old: str, new: str) -> bool:
    """Whether `new` is `old` spelt otherwise, and nothing else."""
    before, after = _tokens(old), _tokens(new)
    slips = 0
    while before and after:
        gone, come = _respaced(before, after)
        if len(gone) == len(come) == 1 and _folded(gone[0]) != _folded(come[0]):
            slips += 1
            if slips > SLIPS or not _is_slip(gone[0], come[0]):
                return False
        elif len(gone) != len(come) and not _only_spaces(gone, come):
            return False
        del before[-len(gone) :], after[-len(come) :]
    return not before and not after


def said(text: str) -> str:
    """What a headline says whatever its capitals, accents, punctuation and spaces: equal for two that differ in these alone."""
    return "".join(map(_folded, _tokens(text))) or text


def _respaced(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The last tokens of both that hold the same letters, however they are spaced; the last one of each when there are none."""
    gone, come = 1, 1
    was, becomes = _folded(before[-1]), _folded(after[-1])
    while was != becomes and (was.endswith(becomes) or becomes.endswith(was)):
        if len(was) < len(becomes) and gone < len(before):
            gone += 1
            was = _folded(before[-gone]) + was
        elif len(becomes) < len(was) and come < len(after):
            come += 1
            becomes = _folded(after[-come]) + becomes
        else:
            break
    if was != becomes:
        gone = come = 1
    return before[-gone:], after[-come:]


def _tokens(text: str) -> list[str]:
    """The numbers, words and symbols of a text, as they are written; punctuation is none of them."""
    plain = _WITHIN.sub("", unicodedata.normalize("NFKC", text))
    found = [match.group() for match in _TOKEN.finditer(plain)]
    return [token for token in found if token in _SAYING or _kind(token) not in ("P", "Z", "C", "M")]


def _kind(token: str) -> str:
    """The general category of a lone character; "W" for whatever is longer."""
    return unicodedata.category(token)[0] if len(token) == 1 else "W"


def _folded(token: str) -> str:
    """Without case, accents, and the spaces within a number; digits of all alphabets alike. A symbol stays: "≠" is no "="."""
    if _kind(token) == "S":
        return token
    digits = "".join(str(unicodedata.decimal(char, char)) for char in token)
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", digits.casefold())).replace(" ", "").replace("\u2212", "-")


def _only_spaces(gone: list[str], come: list[str]) -> bool:
    """Whether words of the same letters, otherwise spaced, say the same: not where both are words ("therapist", "the rapist")."""
    return all(map(_is_word, gone + come)) and not (all(map(_is_known, gone)) and all(map(_is_known, come)))


def _is_word(token: str) -> bool:
    return not any(char.isdecimal() for char in token) and _kind(token) in ("L", "W")


def _is_known(token: str) -> bool:
    return _folded(token) in _known()


def _is_slip(old: str, new: str) -> bool:
    """Whether a word is another one spelt wrong."""
    if not (_is_word(old) and _is_word(new)) or (_ROMAN.fullmatch(old) and _ROMAN.fullmatch(new)):
        return False
    was, becomes = _folded(old), _folded(new)
    shorter, longer = sorted((was, becomes), key=len)
    if len(shorter) < 3 or re.search(f"[{_IDEOGRAPH}]", was + becomes):
        return False
    doubled = _is_doubled(shorter, longer) and len(shorter) >= 4
    if was in _known() or was in _passwords():
        return doubled and was not in FREQUENCY_WORDS
    return doubled or _is_swapped(was, becomes) or _is_one_letter(old, was, becomes)


def _is_one_letter(old: str, was: str, becomes: str) -> bool:
    """One letter forgotten, too many or mistaken, neither the first nor the last; mistaken only into a known word, and in no name."""
    shorter, longer = sorted((was, becomes), key=len)
    if was[0] != becomes[0] or was[-1] != becomes[-1]:
        return False
    known = becomes in _known()
    if len(longer) == len(shorter) + 1:
        return len(longer) >= (5 if known else 7) and any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer) - 1))
    differing = sum(one != other for one, other in zip(was, becomes, strict=False))
    return len(was) == len(becomes) and differing == 1 and known and len(was) >= 6 and old[0] == old[0].lower()


def _is_doubled(shorter: str, longer: str) -> bool:
    """The longer one has a letter twice in a row that the shorter has once."""
    if len(longer) != len(shorter) + 1:
        return False
    at = next((place for place, char in enumerate(shorter) if char != longer[place]), len(shorter))
    return at > 0 and longer[at] == longer[at - 1] and longer[:at] + longer[at + 1 :] == shorter


def _is_swapped(one: str, other: str) -> bool:
    """Two neighbours of one are swapped in the other."""
    differing = [at for at, (char, there) in enumerate(zip(one, other, strict=False)) if char != there]
    if len(one) != len(other) or len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return one[first] == other[second] and one[second] == other[first]


FREQUENCY_WORDS: Final = frozenset(FREQUENCY_LISTS[_SAFEST])
"""The words that are certainly spelt right."""


@cache
def _passwords() -> frozenset[str]:
    """Words that are passwords, too ("immortal", "soldier"): the lists have each word once, and these stand there alone."""
    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if word.isalpha())


@cache
def _known() -> frozenset[str]:
    return frozenset(word for name in _LISTS for word in FREQUENCY_LISTS[name] if len(word) > 1)
