"""Names of subwikis: which may be taken, and the form by which two that look alike are one."""

import re
import unicodedata
from functools import cache
from typing import Final

from wtsocial.core.errors import Invalid
from wtsocial.text import reserved
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import SUBWIKI_NAME
from wtsocial.text.names import plain_skeleton
from wtsocial.text.scripts import look_alike, script_of
from wtsocial.text.words import fold

# Punctuation parts or surrounds words; "C++", "C#" and "R&D" keep theirs.
_OF_NAMES: Final = frozenset("#&%@*")
_CLAIMS: Final = re.compile("[™®©℠✓✔☑✅🗸★☆⭐🌟✪✦✧\ufe0e\ufe0f]")
"""Ticks, stars and marks that make a name look like a better one of the same."""
_WORD: Final = re.compile(r"\w+")
_SITE: Final = ("wtsocial", "wikitribune")
_AROUND: Final = frozenset(
    "a all and at chief community for forum from global group head here hq lead main of official our page room site social subwiki super"
    " the this wiki wt your".split()
)
"""Words that make a role's name no other: "The site's admins" are the admins."""
_MIXED_UP: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Scripts whose letters pass for each other's."""


def check_subwiki_name(name: str) -> str:
    """The name in one line. Raises Invalid on `name`: what cleaning refuses, `subwiki.name_mixed`, `subwiki.name_reserved`.

    Whether another subwiki has it, or one that looks like it, is asked elsewhere, by its `subwiki_skeleton`.
    """
    name = clean_line(name, field="name", limit=SUBWIKI_NAME)
    words = _WORD.findall(unicodedata.normalize("NFKC", _CLAIMS.sub(" ", name)))
    if any(_is_disguised(word) for word in words):
        raise Invalid("subwiki.name_mixed", field="name")
    if _is_reserved(name, words):
        raise Invalid("subwiki.name_reserved", field="name")
    return name


def subwiki_skeleton(name: str) -> str:
    """The stored form by which names of subwikis are unique: case, look-alike letters, accents, spaces and punctuation collide."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", _CLAIMS.sub("", name)) if not _is_between(char))
    return plain_skeleton(seen) or fold(name)


def _is_between(char: str) -> bool:
    return char.isspace() or char == "|" or (unicodedata.category(char)[0] == "P" and char not in _OF_NAMES)


def _is_disguised(word: str) -> bool:
    """Whether a word mixes alphabets by letters that pass for Latin ones: "Сlimate" with a Cyrillic С."""
    scripts = {script_of(char) for char in word} & _MIXED_UP
    return len(scripts) > 1 and any(
        script_of(char) not in ("LATIN", "COMMON") and look_alike(char.casefold()[:1]).isascii() for char in word
    )


def _is_reserved(name: str, words: list[str]) -> bool:
    """Whether the name is the site's or a role's, in whatever words around it."""
    whole = subwiki_skeleton(name)
    if whole in _reserved() or any(plain_skeleton(site) in whole for site in _SITE):
        return True
    roles = [not {look := plain_skeleton(word), look.removesuffix("s")}.isdisjoint(_reserved()) for word in words]
    return any(roles) and all(role or plain_skeleton(word) in _around() or word in "sS" for role, word in zip(roles, words, strict=True))


@cache
def _reserved() -> frozenset[str]:
    return frozenset(plain_skeleton(name) for name in reserved.SLUGS - reserved.SLUGS_THAT_ARE_WORDS)


@cache
def _around() -> frozenset[str]:
    return frozenset(plain_skeleton(word) for word in _AROUND)
