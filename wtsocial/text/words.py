"""Words: the one form in which texts are compared, and a text spread into its words, in any alphabet.

`assets/kit/words.js` has `fold` for the browser; both are tried on the pairs of `tests/text/pairs.json`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# These write without spaces between words, so each sign is a word of its own there and a longer word is a phrase: Thai, Lao, Tibetan,
# Myanmar, Khmer; the scripts of the Tai languages; Javanese, Balinese, Buginese, Batak, Rejang, Cham, Makasar; Hiragana to the unified
# ideographs and their compatibility forms; the later planes of ideographs.
UNSPACED: Final = (
    (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x1AAF), (0x1B00, 0x1B7F), (0x1BC0, 0x1BFF), (0x3040, 0x9FFF),
    (0xA930, 0xA9FF), (0xAA00, 0xAADF), (0xF900, 0xFAFF), (0x116D0, 0x116FF), (0x11700, 0x1174F), (0x11EE0, 0x11EFF), (0x11F00, 0x11F5F),
    (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip

# What leaves no ink of its own: soft hyphens, joiners and marks of direction, variation selectors, the vowels of Khmer that go without
# saying; the Arabic tatweel, which makes a word longer and no other; and the Armenian signs for how a word is said, inside it.
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u055b\u055c\u055e\u061c\u0640\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_DOTTED_I: Final = re.compile("[i\u0131]\u0307?")
# Greek drops accents and breathings in capitals, but not the diaeresis, which makes another sound.
_GREEK: Final = re.compile("[\u0370-\u03ff][\u0300-\u036f]+")
_GREEK_ACCENTS: Final = re.compile("[\u0300\u0301\u0313\u0314\u0342]")


def fold(text: str) -> str:
    """The form in which two spellings of one word are equal: case, width, composition and what is unseen make no difference.

    The same for everybody, whatever the language of the machine: the four i's of Turkish are one, as are the two sigmas, ß and ss, and
    Greek with and without accents. Accents of other alphabets make another word.
    """
    if text.isascii():
        # All else leaves that as it is.
        return text.lower()
    # Down, up and down again, as a browser can do it: it has no case folding of its own.
    cased = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower().upper().lower().replace("ς", "σ")
    plain = _DOTTED_I.sub("i", unicodedata.normalize("NFD", cased))
    plain = _GREEK.sub(lambda letter: _GREEK_ACCENTS.sub("", letter[0]), plain)
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", plain))


# Signs that keyboards and word processors put for each other.
_TYPED_AS: Final = str.maketrans(
    dict.fromkeys("\u00b4\u02bb\u02bc\u05f3\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u00ab\u00bb\u05f4\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u05be\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)


def searchable(text: str) -> str:
    """The form in which letters are looked for in a text: folded, with the quotes and hyphens that every keyboard has."""
    return fold(text).translate(_TYPED_AS)


@lru_cache(maxsize=8192)
def spread(text: str) -> str:
    """The words of a text, folded, with a space before, between and after them; "" when it has none.

    `spread(phrase) in spread(text)` says whether the phrase stands in the text as whole words. Accents count; case, width, hyphens,
    apostrophes and what is invisible do not. Symbols, emoji among them, are words.
    """
    return spread_long(text)


def spread_long(text: str) -> str:
    """The same for texts that are too long to be remembered: off the event loop, since 40,000 signs of some scripts take 50 ms."""
    folded = fold(text)
    words = _PLAIN_WORDS.findall(folded) if folded.isascii() else _words(folded)
    return f" {' '.join(words)} " if words else ""


_PLAIN_WORDS: Final = re.compile(r"[0-9a-z]+|[$+<=>|~]")
"""The words of a folded text without other letters than a to z, found without looking at each sign."""


def _words(folded: str) -> list[str]:
    words: list[str] = []
    goes_on = inside = False
    for char in folded:
        kind = unicodedata.category(char)
        if kind == "Cf":
            continue
        if kind[0] == "M":
            # A mark belongs to what it stands on, or to nothing.
            if inside:
                words[-1] += char
            continue
        letter, symbol = kind[0] in "LN", kind in ("Sm", "Sc", "So")
        alone = symbol or (letter and is_unspaced(char))
        inside = letter or symbol
        if goes_on and letter and not alone:
            words[-1] += char
        elif inside:
            words.append(char)
        goes_on = letter and not alone
    return words


def is_unspaced(char: str) -> bool:
    """Whether a letter is of a script that puts no space between words."""
    return ord(char) >= UNSPACED[0][0] and any(first <= ord(char) <= last for first, last in UNSPACED)
