"""Names: which usernames and slugs may be taken, and the one form in which look-alikes collide."""

import re
import unicodedata
from functools import cache
from typing import Final

from anyascii import anyascii
from idna.core import valid_contextj, valid_contexto

from wtsocial.core.errors import Invalid
from wtsocial.text import reserved
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.limits import SLUG
from wtsocial.text.scripts import look_alike, script_of
from wtsocial.text.words import fold

SHORTEST_USERNAME: Final = 3
SHORTEST_OF_OTHERS: Final = 2
"""Of scripts in which two letters are a common name: a Chinese or Korean one, בן."""
LONGEST_USERNAME: Final = 30
SHORTEST_SLUG: Final = 2

_MAQAF: Final = "\u05be"
_SEPARATORS: Final = frozenset({*"._-", _MAQAF})
_BETWEEN: Final = _SEPARATORS | {"\u30fb"}
"""What no name begins or ends with: the Japanese middle dot, too."""
_JOINERS: Final = "\u200c\u200d"
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONG: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "COMMON"})

# Languages that are written in several scripts at once (TR 39, 5.2); everybody else writes in one.
_WRITTEN_TOGETHER: Final = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"HAN", "HANGUL"}),
    frozenset({"HAN", "BOPOMOFO"}),
)
_SCRIPTS: Final = {"\u30fc": "KATAKANA", "\u3006": "HAN"}
"""The prolonged sound and the closing mark of Japanese, which Unicode calls common."""

_ZERO: Final = "\u3007"
"""Of Chinese: a number by its category, a letter of names."""

_IN_CONTEXT: Final = frozenset("\u00b7\u05f3\u05f4\u30fb")
"""Signs inside names of one writing (Gal·la, ז׳אק, ジョン・レノン), where the rules of host names let them stand (RFC 5892, A.3 to A.7)."""
_APOSTROPHES: Final = frozenset("\u02bb\u02bc")
"""Letters of names in Latin (Hawaiʻi, Oʻgʻil) and Cyrillic (Лукʼян)."""
_UNHEARD: Final = re.compile("[\u00b7\u02b9-\u02bf\u02c8\u05be\u05f3\u05f4\u30fb\ua78b\ua78c]")
"""Signs inside a name that nobody would tell two members apart by."""

# One letter with two code points, by language: ligatures of Yiddish; yeh, kaf and heh of Arabic, Persian and Urdu.
_SAME_LETTER: Final = str.maketrans(
    {"\u05f0": "\u05d5\u05d5", "\u05f1": "\u05d5\u05d9", "\u05f2": "\u05d9\u05d9"}
    | dict.fromkeys("\u0649\u06cc\u06d2", "\u064a")
    | dict.fromkeys("\u06a9\u06aa", "\u0643")
    | dict.fromkeys("\u0629\u06be\u06c1\u06c3\u06d5", "\u0647")
)
_LIKE_LETTERS: Final = str.maketrans("34578", "eastb")
"""Digits that are typed for letters ("4dmin"): looked at for the names that are kept alone."""
_LATIN_IN_CAPITALS: Final = re.compile(r"(?=.*[Α-Ω])[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ\d._-]+")
"""Greek names that in capitals are a Latin one, letter by letter: their small letters, by which names are compared, look otherwise."""

# Scripts in which marks are ornaments of a letter, so that a name with and without them reads as the same one.
_ORNAMENTED: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "COMMON", "INHERITED", "UNKNOWN"})
_VOICED: Final = "\u3099\u309a"
"""The Japanese voicing marks are shared by two scripts, and make another letter."""

_SHARED_MARKS: Final = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u031b\u0323\u0324\u0325\u0327\u0328\u0330\u0331"
) | {chr(code) for code in (*range(0x064B, 0x0656), 0x0670)}
"""Marks of several scripts that are written in names: tones of African languages, vowels of Arabic."""


def check_username(name: str) -> str:
    """The name as it is, when it may be taken; nothing is mended, so that nobody gets a name they did not type.

    Raises Invalid on `username`: `username.spaces`, `username.length` (`shortest`, `longest`), `username.characters`, `username.edges`,
    `username.reserved`. Whether somebody has it is asked elsewhere, by its `skeleton`.
    """
    if any(unicodedata.category(char) == "Zs" for char in name):
        raise Invalid("username.spaces", field="username")
    shortest = SHORTEST_USERNAME if not name or _script_of(name[0]) in _LONG else SHORTEST_OF_OTHERS
    if not shortest <= len(name) <= LONGEST_USERNAME:
        raise Invalid("username.length", field="username", shortest=shortest, longest=LONGEST_USERNAME)
    if unicodedata.normalize("NFKC", name) != name or not _is_one_writing(name) or _LATIN_IN_CAPITALS.fullmatch(name):
        raise Invalid("username.characters", field="username")
    if name[0] in _BETWEEN or name[-1] in _BETWEEN:
        raise Invalid("username.edges", field="username")
    looks = {plain_skeleton(name), plain_skeleton(name.translate(_LIKE_LETTERS))}
    if looks & _reserved_skeletons() or name.casefold().endswith(reserved.ENDINGS):
        raise Invalid("username.reserved", field="username")
    return name


def skeleton(name: str) -> str:
    """The stored form by which usernames are unique: other case, look-alike letters, accents and separators collide.

    The idea of Unicode TR 39 ("skeleton"), with case folded first and with i, l and 1, o and 0, q and g, rn and m made one.
    Not for showing. Greek capitals nu and upsilon, which look like N and Y, are treated as v and u: `check_username` sees to them.
    """
    return plain_skeleton(name).replace("q", "g")


def skeletons(name: str) -> tuple[str, str]:
    """What a member of this name can be found by: its skeleton, and what is kept where an older name has that one already."""
    shared = skeleton(name)
    return shared, f"{shared} {fold(name)}"


def plain_skeleton(name: str) -> str:
    """The skeleton in which q is no g, as subwikis' names are compared and kept names are known: "quest" is no "guest"."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_SAME_LETTER)
    plain = "".join(look_alike(char) for char in folded if not _is_ornament(char))
    plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not _is_ornament(char))
    plain = plain.translate(str.maketrans("i10|", "llol", "._-"))
    return plain.replace("rn", "m").replace("vv", "w")


def check_slug(slug: str) -> str:
    """The slug as it is: a-z, 0-9 and single inner hyphens.

    Raises Invalid on `slug`: `slug.length` (`shortest`, `longest`), `slug.characters`, `slug.reserved`.
    """
    if not SHORTEST_SLUG <= len(slug) <= SLUG:
        raise Invalid("slug.length", field="slug", shortest=SHORTEST_SLUG, longest=SLUG)
    if not _SLUG.fullmatch(slug):
        raise Invalid("slug.characters", field="slug")
    if slug.replace("-", "") in reserved.SLUGS:
        raise Invalid("slug.reserved", field="slug")
    return slug


def slug_from(name: str) -> str:
    """A slug to suggest for a subwiki's name in any script, by how its letters sound; "" where that gives none."""
    latin = anyascii(unicodedata.normalize("NFKC", name[:500])).lower().replace("'", "").replace("`", "")
    slug = ""
    for word in re.findall("[a-z0-9]+", latin):
        longer = f"{slug}-{word}" if slug else word[:SLUG]
        if len(longer) > SLUG:
            break
        slug = longer
    return slug if len(slug) >= SHORTEST_SLUG else ""


def _is_one_writing(name: str) -> bool:
    """Letters (with the marks, joiners and signs their script writes), digits of one kind and separators, all of one writing system."""
    scripts: set[str] = set()
    zeros: set[int] = set()
    before = ""
    for at, char in enumerate(name):
        kind = unicodedata.category(char)
        if kind == "Nd":
            zeros.add(ord(char) - unicodedata.decimal(char))
        elif _is_of_a_script(char, kind, before):
            scripts.add(_script_of(char))
        elif not _may_stand(name, at, before):
            return False
        before = kind
    if not _APOSTROPHES.isdisjoint(name) and scripts not in ({"LATIN"}, {"CYRILLIC"}):
        return False
    together = len(scripts) <= 1 or any(scripts <= group for group in _WRITTEN_TOGETHER)
    return together and len(zeros) <= 1 and not scripts & {"COMMON", "INHERITED", "UNKNOWN"} and not is_hostile(name)


def _is_of_a_script(char: str, kind: str, before: str) -> bool:
    """Whether it is a letter, or a mark of a script of its own on one; `before` is the category of what stands there."""
    if char in _APOSTROPHES or (char in _SHARED_MARKS and before[:1] in ("L", "M")):
        return False
    return kind[0] == "L" or char == _ZERO or (kind in ("Mn", "Mc") and before[:1] in ("L", "M", "C"))


def _may_stand(name: str, at: int, before: str) -> bool:
    """Whether what is no letter and no digit may stand there."""
    char = name[at]
    if char in _JOINERS:
        return at < len(name) - 1 and valid_contextj(name, at)
    if char in _IN_CONTEXT:
        return valid_contexto(name, at)
    if char == _MAQAF:
        return at == 0 or script_of(name[at - 1]) == "HEBREW"
    return char in _SEPARATORS or char in _APOSTROPHES or (char in _SHARED_MARKS and before[:1] in ("L", "M"))


def _script_of(char: str) -> str:
    return _SCRIPTS.get(char) or script_of(char)


def _is_ornament(char: str) -> bool:
    kind = unicodedata.category(char)
    return bool(_UNHEARD.match(char)) or kind in ("Me", "Cf") or (kind == "Mn" and char not in _VOICED and script_of(char) in _ORNAMENTED)


@cache
def _reserved_skeletons() -> frozenset[str]:
    return frozenset(plain_skeleton(name) for name in reserved.USERNAMES)
