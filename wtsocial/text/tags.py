"""Tags: the #words of a headline and a text, in any alphabet, and the one spelling in which they are the same."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.text import markdown
from wtsocial.text.addresses import without_addresses
from wtsocial.text.graphemes import cut
from wtsocial.text.normal_forms import is_stream_safe
from wtsocial.text.words import fold

LONGEST: Final = 50
MOST: Final = 20
"""Tags of one post; what comes after them is a word like any other."""

MOST_SIGNS: Final = 200
"""So many are looked at in one stretch of a text."""

# A sign inside a word ("C#", "a&#39;b", "page#part") begins no tag.
_SIGN: Final = re.compile(r"(?<![\w&/#＃])[#＃](?=[^\s#＃])")

# What may stand between two letters of one word, after Unicode's recommendation for hashtags (UAX 31) and with the Hebrew maqaf: the
# middle dots of Catalan and Japanese, gershayim, the Tibetan tsheg. The apostrophe of Latin stays out, since it parts a name from its
# ending ("#Ankara'da", "#Wales's"), but where one letter is before it ("#l'été", "#O'Connor"), one of the words that French and Italian
# shorten before a vowel ("#aujourd'hui", "#dell'arte"), or the "not" of English ("#don't"). In Cyrillic it is a letter of the word.
_INSIDE: Final = frozenset("\u00b7\u2027\u05be\u05f4\u0f0b\u30a0\u30fb")
_HEBREW: Final = re.compile("(?<=[\u05d0-\u05ea\u0591-\u05c7])([\"\u201c\u201d']|\u2019)(?=[\u05d0-\u05ea])")
_CYRILLIC: Final = re.compile("(?<=[\u0400-\u052f])['\u2019](?=[\u0400-\u052f])")
_SHORTENED: Final = (
    "all|anch|aujourd|bell|com|coll|dall|dell|grand|jusqu|lorsqu|mezz|nell|presqu|puisqu|qu|quand|quell|quelqu|quest|quoiqu|sant|sull"
    "|tutt|un"
)
_BEFORE_A_VOWEL: Final = f"(?:{_SHORTENED})(?=['\u2019][aeiouhyàâéèêëîïôùûœæ])"
_ELIDED: Final = re.compile(rf"((?:^|_)(?:[^\W\d_](?=['\u2019][^\W\d_])|{_BEFORE_A_VOWEL}))['\u2019]", re.IGNORECASE)
_NOT: Final = re.compile(r"(?<=n)['\u2019](?=t(?!\w))", re.IGNORECASE)
_ARMENIAN: Final = re.compile("[\u055b\u055c\u055e]")
"""The stress, exclamation and question of Armenian stand on a vowel inside the word that they are about."""
_VOICED: Final = str.maketrans("\u309b\u309c", "\u3099\u309a")
_WORD: Final = re.compile(f"[^\\s#＃]{{0,{4 * LONGEST}}}")
_GERESH: Final = "\u05f3"


def tags_of(headline: str, text: str = "") -> list[str]:
    """The tags of a headline (one line of plain text) and a Markdown text, in their order, each once, at most MOST.

    None is read from code, links and addresses. A long text takes some hundredths of a second: call it in a thread.
    """
    found: dict[str, None] = {}
    text = text if is_stream_safe(text) else ""
    for piece in (headline, *(markdown.plain_pieces(text) if "#" in text or "＃" in text else ())):
        found |= dict.fromkeys(_in(without_addresses(piece)))
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def check_tag(name: str, *, field: str = "tag") -> str:
    """The one spelling of a tag, with or without its sign. Raises Invalid("tag.not_one") for what cannot be one."""
    word = _typed(name[: 4 * LONGEST].strip().removeprefix("#").removeprefix("＃"))
    tag = _spelled(word)
    if not tag or _end(word) != len(word):
        raise Invalid("tag.not_one", field=field, value=cut(name, LONGEST))
    return tag


def _in(line: str) -> Iterable[str]:
    for sign in islice(_SIGN.finditer(line), MOST_SIGNS):
        rest = _typed(_WORD.match(line, sign.end(), sign.end() + 4 * LONGEST)[0])  # type: ignore[index] -- it matches nothing, too
        word = rest[: _end(rest)]
        # A geresh ends a word that is cut short, and a quotation that a geresh began.
        quoted = line[: sign.start()].endswith(_GERESH)
        if tag := _spelled(word.removesuffix(_GERESH) if quoted else word):
            yield tag


def _typed(text: str) -> str:
    """The text with the signs that keyboards have put in the place of those that the word is written with."""
    plain = unicodedata.normalize("NFKC", text.translate(_VOICED))
    hebrew = _HEBREW.sub(lambda found: _GERESH if found[1] in "'\u2019" else "\u05f4", plain)
    return _NOT.sub("\u02bc", _ELIDED.sub("\\1\u02bc", _CYRILLIC.sub("\u02bc", _ARMENIAN.sub("", hebrew))))


def _end(word: str) -> int:
    """Where the letters, marks, digits and low lines at the beginning of `word` end, with the signs that stand between them."""
    for at, char in enumerate(word):
        if char in _INSIDE and 0 < at < len(word) - 1 and _belongs(word[at - 1]) and _belongs(word[at + 1]):
            continue
        if not _belongs(char):
            return at
    return len(word)


def _belongs(char: str) -> bool:
    return char in "_\u200c\u200d\u05f3" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl")


def _spelled(word: str) -> str:
    """Folded; "" for what is too long, holds no letter, or begins with a mark or a sign."""
    tag = fold(word).strip("_")
    fit = 0 < len(tag) <= LONGEST and unicodedata.category(tag[0])[0] not in "MP"
    return tag if fit and any(unicodedata.category(char)[0] == "L" for char in tag) else ""
