"""Which texts of a page claim a language that their letters are not of: one walk for documents, one for a living page."""

import re
from html.parser import HTMLParser
from typing import Final

from wtsocial.text.money import OFFERS

_SCRIPTS: Final = {
    "Hebrew": "\u0590-\u05ff", "Arabic": "\u0600-\u06ff\u0750-\u077f", "Cyrillic": "\u0400-\u052f",
    "Japanese": "\u3040-\u30ff\u3400-\u9fff", "Latin": "A-Za-z\u00c0-\u024f",
}  # fmt: skip
_WRITTEN_IN: Final = {
    "he": "Hebrew", "yi": "Hebrew", "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic",
    "sr": "Cyrillic", "ja": "Japanese", "zh": "Japanese",
}  # fmt: skip
"""Every other language that a page of the tests claims is written in Latin letters."""
_FEW: Final = 3
"""A word of two letters ("EU") is of no language."""
_SET_APART: Final = "\u2068[^\u2069]*\u2069|https?:\\S+"
"""What a sentence of ours sets apart as a name, and addresses."""
_NAMES: Final = ("Atom", "CSV", "JSON", *OFFERS)
"""Words that are the same in any language: formats, and the codes of currencies."""
_NO_TEXT: Final = ("script", "style", "title", "textarea", "code")
_EMPTY: Final = ("meta", "link", "img", "input", "br", "hr", "base", "path", "circle")


def _claims(lang: str, text: str) -> bool:
    bare = re.sub(_SET_APART, "", text)
    counted = {name: len(re.findall(f"[{letters}]", bare)) for name, letters in _SCRIPTS.items()}
    most = max(counted, key=lambda name: counted[name])
    return text.strip() in _NAMES or counted[most] < _FEW or _WRITTEN_IN.get(lang, "Latin") == most


class _Walk(HTMLParser):
    """Goes through a document with the language of each element around."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, str]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag not in _EMPTY:
            self.around.append((tag, dict(attrs).get("lang") or (self.around[-1][1] if self.around else "")))

    def handle_endtag(self, tag: str) -> None:
        """It ends, and with it whatever was left open in it."""
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Its text."""
        tag, lang = self.around[-1] if self.around else ("", "")
        if tag not in _NO_TEXT and not _claims(lang, data):
            self.wrong.append(f"{lang} <{tag}> {data.strip()[:60]}")


def misspoken(html: str) -> list[str]:
    """The texts of a document whose letters are not of the language that the elements around them claim."""
    walk = _Walk()
    walk.feed(html)
    return walk.wrong


TEXTS: Final = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (!at.closest("script, style, noscript, textarea, code")) found.push([at.closest("[lang]").lang, at.tagName, walk.currentNode.data]);
  }
  return found;
}"""
"""Run on a page: of each text on it the language that it is said to be in, the element that it stands in, and the text."""


def misspoken_texts(texts: list[tuple[str, str, str]]) -> list[str]:
    """The same of what TEXTS found."""
    return list(dict.fromkeys(f"{lang} <{tag.lower()}> {text.strip()[:60]}" for lang, tag, text in texts if not _claims(lang, text)))
