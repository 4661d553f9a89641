"""Flanking: where emphasis may begin and end, also in scripts that put no space between words or join particles to them.

CommonMark asks whether white space or punctuation stands beside a run of stars. That serves languages whose words stand apart; in
`这是**我想做的事。**所以` or `ב**"הארץ"** נכתב` the run touches a letter on one side and a sign on the other, and stays as typed. Here such
a run may also begin, or end, what is emphasized, as the sign says: an opening bracket or quote begins, a closing one or a full stop
ends, a sign without direction does what the letter behind it asks for, and signs alone (`これは**！**です`) are emphasized. Letters of
scripts that CommonMark's rule was made for keep it, where nothing else is near, but for brackets and quotes that are no ASCII, and for
signs of full width. Low lines keep it everywhere: `snake_case` is one word.
"""

import unicodedata
from typing import Final, Literal

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from wtsocial.text.scripts import script_of

_SPACED: Final = frozenset({"", "LATIN", "GREEK", "CYRILLIC"})
_FURTHEST: Final = 8
"""So many signs in a row are looked at for a letter behind them: the work stays small for any input."""

# Swedish closes with what English closes with, German closes with what English opens with: quotes are judged by what stands behind them.
_EITHER: Final = frozenset("“”‘’«»‹›")
_MARKERS: Final = "*~"
Side = Literal["opens", "closes", ""]
_BRACKETS: Final[dict[str, Side]] = {"Ps": "opens", "Pi": "opens", "Pe": "closes", "Pf": "closes"}


class FlankingState(StateInline):
    """The parser's state, with the wider rule for stars and tildes."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 -- the library's names
        """The run of markers at `start`: whether it may open and close, and its length."""
        scanned = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return scanned
        end = start + scanned.length
        before, after = _kind(self.src, start, -1), _kind(self.src, end, 1)
        opens = scanned.can_open or (before == "letter" and after == "sign" and self._joins(start, end, 1) == "opens")
        closes = scanned.can_close or (before == "sign" and after == "letter" and self._joins(end, start, -1) == "closes")
        return Scanned(opens, closes, scanned.length)

    def _joins(self, letter: int, sign: int, step: int) -> Side:
        """What the sign on one side of a run asks for, given the letter that the run touches on its other side."""
        scripts = {_script(self.src, letter, -step), _script(self.src, _letter_behind(self.src, sign, step), step)}
        wide = bool(scripts - _SPACED) or unicodedata.east_asian_width(_at(self.src, sign, step)) in "WF"
        return _direction(self.src, sign, step, wide=wide)


class FlankingParser(ParserInline):
    """The library's inline parser over that state."""

    def parse(self, src: str, md: object, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Process the inline text into tokens, as the library does."""
        state = FlankingState(src, md, env, tokens)  # type: ignore[arg-type]
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _at(text: str, place: int, step: int) -> str:
    """The character beside a boundary, before it (-1) or after it (1); a space beyond the ends."""
    place = place - 1 if step < 0 else place
    return text[place] if 0 <= place < len(text) else " "


def _kind(text: str, place: int, step: int) -> Literal["space", "sign", "letter"]:
    char = _at(text, place, step)
    if isWhiteSpace(ord(char)) or char in "\n\t":
        return "space"
    return "sign" if isMdAsciiPunct(ord(char)) or isPunctChar(char) else "letter"


def _letter_behind(text: str, place: int, step: int) -> int:
    """The boundary behind the signs that stand at one, read away from it."""
    return next((at for far in range(_FURTHEST) if _kind(text, at := place + far * step, step) != "sign"), place)


def _script(text: str, place: int, step: int) -> str:
    """The writing system beside a boundary, past marks and joiners that several share; "" for ASCII and where there is none."""
    for far in range(_FURTHEST):
        char = _at(text, place + far * step, step)
        if unicodedata.category(char) in ("Mn", "Me", "Cf") and script_of(char) in ("INHERITED", "COMMON"):
            continue
        return "" if char.isascii() else script_of(char)
    return ""


def _direction(text: str, place: int, step: int, *, wide: bool) -> Side:
    """What the signs beside a boundary ask for, read away from it. `wide`: also ASCII, and signs without a direction."""
    side: Side = "opens" if step > 0 else "closes"
    signs = 0
    for far in range(_FURTHEST):
        char, kind = _at(text, place + far * step, step), _kind(text, place + far * step, step)
        if kind == "letter":
            return side
        bracket = unicodedata.category(char) in _BRACKETS
        if kind == "space" or char == "_" or not (wide or (bracket and not char.isascii())):
            return ""
        if char in _MARKERS:
            # Signs alone between two runs ("**！**") are what is emphasized; a run beside this one ("**~~「") is looked past.
            if signs:
                return side
            continue
        if bracket and char not in _EITHER:
            return _BRACKETS[unicodedata.category(char)]
        signs += 1
    return ""
