"""Words: spreads a text into its words, so that whole words and phrases can be found in it, in any alphabet."""

import unicodedata
from functools import lru_cache
from typing import Final

# These write without spaces between words, so each sign is a word of its own there and a longer word is a phrase:
# Thai, Lao, Tibetan, Myanmar, Khmer; Hiragana to the unified ideographs and their compatibility forms; the later planes of ideographs.
_UNSPACED: Final = ((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

FILLERS: Final = frozenset(
    """
    a about after all an and are as at be been before but by can do for from had has have he her his how i if in into is it its
    may more new no not of off on one or our out over she so than that the their them they this to under up was we were what when
    where which who why will with you your
    אבל או אחרי אל אם אני את בין גם הוא היא הם זאת זה כבר כדי כי כל לא לפני מה מי מן עד על עם רק של שם
    """.split()
)
"""Words that say nothing of a text, in the languages that the site speaks."""


@lru_cache(maxsize=4096)
def spread(text: str) -> str:
    """The words of a text, case-folded, with a space before, between and after them; "" when it has none.

    `spread(phrase) in spread(text)` says whether the phrase stands in the text as whole words. Accents count; case, width, hyphens,
    apostrophes and what is invisible do not. Symbols, emoji among them, are words.
    """
    words: list[str] = []
    goes_on = inside = False
    for char in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()):
        kind = unicodedata.category(char)
        if kind == "Cf" or char == "\ufe0f":
            continue
        if kind[0] == "M":
            # A mark belongs to what it stands on, or to nothing.
            if inside:
                words[-1] += char
            continue
        letter, symbol = kind[0] in "LN", kind in ("Sm", "Sc", "So")
        alone = symbol or (letter and any(first <= ord(char) <= last for first, last in _UNSPACED))
        inside = letter or symbol
        if goes_on and letter and not alone:
            words[-1] += char
        elif inside:
            words.append(char)
        goes_on = letter and not alone
    return f" {' '.join(words)} " if words else ""
