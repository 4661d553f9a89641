"""Rules that a decision names: the site's, by their anchors at /rules, and a subwiki's, by their numbers on its page. Pure."""

import re
from html import unescape
from typing import Final

from wtsocial.text.graphemes import cut

SITE_RULES: Final = ("people", "headlines", "spam", "names", "edits")
"""Those of the chapters of /rules that a decision about a text can rest on."""
MOST: Final = 50
"""Rules of a subwiki's that have a number."""
LONGEST: Final = 160
"""Characters of a rule, where it is named."""

_BLOCK: Final = re.compile(r"<(/?)(p|li)\b([^>]*)>")
_TAG: Final = re.compile(r"<[^>]*>")
_NAMED: Final = re.compile(r"site:[a-z]{1,20}|subwiki:[0-9]{1,2}")


def is_rule(word: str) -> bool:
    """Whether a word can name a rule: `site:people`, or `subwiki:2`."""
    return bool(_NAMED.fullmatch(word)) and (word.startswith("subwiki:") or word.removeprefix("site:") in SITE_RULES)


def number_of(word: str) -> int:
    """The number of the subwiki's rule that a word names; 0 for another one."""
    return int(word.removeprefix("subwiki:")) if is_rule(word) and word.startswith("subwiki:") else 0


def numbered(html: str) -> tuple[str, list[str]]:
    """Rules as `text.markdown` rendered them, each paragraph and entry of a list with an anchor (`rule-1`); and each in plain text."""
    parts, texts, depth, last, begin = list[str](), list[str](), 0, 0, 0
    for tag in _BLOCK.finditer(html):
        if not tag[1]:
            depth += 1
            if depth == 1 and len(texts) < MOST:
                parts += [html[last : tag.start()], f'<{tag[2]} id="rule-{len(texts) + 1}"{tag[3]}>']
                last = begin = tag.end()
        else:
            depth -= 1
            if not depth and begin:
                texts.append(cut(" ".join(unescape(_TAG.sub(" ", html[begin : tag.start()])).split()), LONGEST))
                begin = 0
    return "".join([*parts, html[last:]]), texts
