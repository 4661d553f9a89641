"""The language that a text is written in, for `lang`: what its author said, unless its letters are of another, else what they tell.

Screen readers choose a voice by it, browsers a font, hyphens and quotation marks. `assets/kit/written_language.js` is its copy, tried on
the same tests/text/written_languages.json.
"""

import re
from typing import Final

from wtsocial.i18n import FALLBACK

LOOKED_AT: Final = 400
"""Characters from the beginning of a text that tell its language."""
_MARKUP: Final = re.compile(r"<[^>]*>|&#?\w+;|https?://\S+")
_WORD: Final = re.compile(r"[a-zà-öø-ÿ]+")
_BEYOND_LATIN: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ufaff\ufb1d-\ufeff\U00020000-\U0003ffff]")

_SCRIPTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("he yi", "\u0590-\u05ff\ufb1d-\ufb4f", ""),
    ("ar fa ur", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", ""),
    ("ru uk bg sr", "\u0400-\u052f", ""),
    ("el", "\u0370-\u03ff\u1f00-\u1fff", ""),
    ("ja", "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d", "\u3400-\u9fff"),
    ("zh", "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", ""),
    ("ko", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", ""),
    ("hi", "\u0900-\u097f", ""),
    ("bn", "\u0980-\u09ff", ""),
    ("pa", "\u0a00-\u0a7f", ""),
    ("gu", "\u0a80-\u0aff", ""),
    ("ta", "\u0b80-\u0bff", ""),
    ("te", "\u0c00-\u0c7f", ""),
    ("kn", "\u0c80-\u0cff", ""),
    ("ml", "\u0d00-\u0d7f", ""),
    ("si", "\u0d80-\u0dff", ""),
    ("th", "\u0e00-\u0e7f", ""),
    ("lo", "\u0e80-\u0eff", ""),
    ("my", "\u1000-\u109f", ""),
    ("ka", "\u10a0-\u10ff", ""),
    ("am", "\u1200-\u137f", ""),
    ("km", "\u1780-\u17ff", ""),
    ("hy", "\u0530-\u058f", ""),
)
"""Of each writing system but the Latin one: its languages, the likeliest first, its letters, and those that it borrows beside them."""
_TOLD: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "he": (("yi", "[\u05f0-\u05f2\ufb2e\ufb2f]|\u05d0[\u05b7\u05b8]"),),
    "ar": (("ur", "[\u0679\u0688\u0691\u06ba\u06d2]"), ("fa", "[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),
    "ru": (("sr", "[ђјљњћџ]"), ("uk", "[їєґ]|(?<![ы])і"), ("bg", "^(?=[^ыэё]*$)[^ъ]*ъ")),
}  # fmt: skip
"""By the likeliest language of a writing system: others, and what they alone have."""
_FUNCTION_WORDS: Final[dict[str, str]] = {
    "de": "der die das den dem des ein eine einen und oder nicht ist sind auf für mit von zu im wird auch sich nach über",
    "en": "the of and to in is are was were for on with that this not by from at it as be has have an",
    "es": "el los las una y en del que con por para su se es son más como pero al este",
    "fr": "le les des du et une est dans pour que qui sur pas avec au aux par ce cette ne sont plus",
    "it": "il gli di che è una per non con del della dei sono si anche più nel alla come",
    "nl": "het een van en de is dat niet op te zijn voor met aan er maar ook door naar bij",
    "pt": "o os as um uma do da dos das em no na que não para com por se mais ao é são",
}


def _owners() -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in words.split():
            owners[word] = (*owners.get(word, ()), language)
    return owners


_OWNERS: Final = _owners()
_LETTERS: Final[tuple[tuple[list[str], re.Pattern[str], re.Pattern[str] | None], ...]] = tuple(
    (list[str](codes.split()), re.compile(f"[{own}]"), re.compile(f"[{lent}]") if lent else None) for codes, own, lent in _SCRIPTS
)


def written_language(text: str, said: str = "") -> str:
    """The code for `lang` of a text, or of cleaned HTML; `said` is what its author said ("" for nothing). "" where nothing tells.

    Latin letters may write any language, as its author said; those whose words tell nothing are taken for the site's own.
    """
    beginning = _MARKUP.sub(" ", text[: 4 * LOOKED_AT])[:LOOKED_AT].lower()
    codes = _most_written(beginning)
    if codes is not None:
        return said if said in codes else _told(beginning, codes[0])
    return said or (_by_words(beginning) if any(map(str.isalpha, beginning)) else "")


def _most_written(text: str) -> list[str] | None:
    """The languages of the writing system that most letters are of; None for the Latin one, and no letters."""
    if not _BEYOND_LATIN.search(text):
        return None
    found = [(codes, len(own.findall(text)), lent) for codes, own, lent in _LETTERS]
    counted = [(count + (len(lent.findall(text)) if lent and count else 0), codes) for codes, count, lent in found]
    most, codes = max(counted, key=lambda one: one[0])
    latin = sum(char.isalpha() and char < "\u0370" for char in text)
    return codes if most > latin else None


def _told(text: str, likeliest: str) -> str:
    return next((code for code, sign in _TOLD.get(likeliest, ()) if re.search(sign, text)), likeliest)


def _by_words(text: str) -> str:
    """The language whose function words are met most often; the site's own where two are met as often, or hardly any."""
    scores = dict.fromkeys(_FUNCTION_WORDS, 0)
    for word in _WORD.findall(text):
        for language in _OWNERS.get(word, ()):
            scores[language] += 1
    (best, most), (_, second) = sorted(scores.items(), key=lambda one: -one[1])[:2]
    return best if most >= 2 and most > second else FALLBACK
