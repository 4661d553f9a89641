"""Differences: what changed between two texts, word by word, in any script."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal

from rapidfuzz.distance import Indel, LCSseq

from wtsocial.text.graphemes import graphemes
from wtsocial.text.words import UNSPACED

Kind = Literal["same", "del", "ins"]

MOST_WORDS_CHANGED: Final = 500
"""Up to so many words apart two texts are compared by words at once; further apart, word by word says less than line by line."""

MOST_LINES_CHANGED: Final = 400
MOST_WORDS_CHANGED_IN_A_BLOCK: Final = 80
MOST_COMPARISONS: Final = 60_000_000
"""Tokens of the old text times tokens of the new one that a search may take (some 20 ms)."""

# A word is what stands between spaces and punctuation, so that marks, joiners and right-to-left letters stay in it.
# Scripts that put no spaces between words are compared sign by sign. An apostrophe stays inside its word.
_PUNCTUATION: Final = "!-/:-@\\[-`{-~¡-©«-±´¶-¸»¿×÷\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f־׀׃׳״،؛؟٪٫٬۔।॥"
_SIGNS: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_LETTERS: Final = f"[^\\s{_PUNCTUATION}{_SIGNS}]+"
_TOKEN: Final = re.compile(f"\n|[^\\S\n]+|[{_SIGNS}]+|{_LETTERS}(?:['’]{_LETTERS})*|.", re.DOTALL)
_UNSPACED: Final = re.compile(f"[{_SIGNS}]")
_CHANCE: Final = 3
"""So few signs between two changes are alike by chance: they are no word that stayed."""
_LINE: Final = re.compile("[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have ("same"), only the old one ("del"), or only the new one ("ins")."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces that lead from old to new, in reading order, no two neighbours of one kind.

    Those that are not "ins" joined are `old`, those that are not "del" joined are `new`, to the character. The
    shortest change in words for texts that differ little, found by lines first for those that differ much.
    """
    before, after = _tokens(old), _tokens(new)
    pieces = _compared(before, after, MOST_WORDS_CHANGED)
    if pieces is None:
        pieces = _by_lines(old, new)
    return _readable(pieces)


def _tokens(text: str) -> list[str]:
    """The words of a text, and the signs of what has no spaces; none begins with a mark that belongs to the one before it."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        # A mark after punctuation or between scripts stands on what is before it.
        marks = _marks_at_start(token) if tokens and tokens[-1] != "\n" else 0
        if marks:
            tokens[-1] += token[:marks]
        if rest := token[marks:]:
            tokens += graphemes(rest) if _UNSPACED.match(rest) else [rest]
    return tokens


def _marks_at_start(token: str) -> int:
    return next((at for at, char in enumerate(token) if unicodedata.category(char)[0] != "M" and char != "\u200d"), len(token))


def _by_lines(old: str, new: str) -> list[Piece]:
    """Whole lines first, then words within each run of changed lines where that is little enough work."""
    lines = _compared(_LINE.findall(old), _LINE.findall(new), MOST_LINES_CHANGED)
    if lines is None:
        return [Piece("del", old), Piece("ins", new)]
    pieces: list[Piece] = []
    for is_same, run in groupby(lines, key=lambda piece: piece.kind == "same"):
        block = list(run)
        if is_same:
            pieces += block
            continue
        gone = "".join(piece.text for piece in block if piece.kind == "del")
        come = "".join(piece.text for piece in block if piece.kind == "ins")
        words = _compared(_tokens(gone), _tokens(come), MOST_WORDS_CHANGED_IN_A_BLOCK)
        pieces += [Piece("del", gone), Piece("ins", come)] if words is None else words
    return pieces


def _compared(old: Sequence[str], new: Sequence[str], most: int) -> list[Piece] | None:
    """The pieces between two lists of tokens; None when more than `most` tokens would have to change."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    shorter -= head
    tail = next((at for at in range(shorter) if old[-1 - at] != new[-1 - at]), shorter)
    middle = _shortest_edit(old[head : len(old) - tail], new[head : len(new) - tail], most)
    if middle is None:
        return None
    return [Piece("same", "".join(old[:head])), *middle, Piece("same", "".join(old[len(old) - tail :]))]


def _shortest_edit(old: Sequence[str], new: Sequence[str], most: int) -> list[Piece] | None:
    """The pieces of a longest common subsequence; None when more than `most` tokens would go or come, or the search were too long."""
    if not old or not new:
        return [Piece("del", "".join(old)), Piece("ins", "".join(new))]
    if abs(len(old) - len(new)) > most or len(old) * len(new) > MOST_COMPARISONS:
        return None
    # As numbers, since the library compares hashes.
    numbers: dict[str, int] = {}
    before, after = ([numbers.setdefault(token, len(numbers)) for token in tokens] for tokens in (old, new))
    if Indel.distance(before, after, score_cutoff=most) > most:
        return None
    pieces: list[Piece] = []
    for step in LCSseq.opcodes(before, after):
        gone, come = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        if step.tag == "equal":
            pieces += [Piece("same", token) for token in gone]
        else:
            pieces += [*(Piece("del", token) for token in gone), *(Piece("ins", token) for token in come)]
    return pieces


@dataclass
class _Change:
    """What went and came at one place, in tokens, and what both have after it."""

    gone: list[str] = field(default_factory=list[str])
    come: list[str] = field(default_factory=list[str])
    same: list[str] = field(default_factory=list[str])

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.come))


def _readable(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind joined, deletions before insertions, what is alike by chance between two changes taken into them."""
    merged: list[_Change] = []
    for change in _changes(pieces):
        if merged and _is_chance(before := merged[-1], change):
            before.gone += before.same + change.gone
            before.come += before.same + change.come
            before.same = change.same
        else:
            merged.append(change)
    tidy = [Piece(kind, "".join(texts)) for change in merged for kind, texts in _kinds(change)]
    joined = groupby((piece for piece in tidy if piece.text), key=_kind)
    return [Piece(kind, "".join(piece.text for piece in run)) for kind, run in joined]


def _changes(pieces: Iterable[Piece]) -> Iterator[_Change]:
    """The changes in their order; the first may be none, with what both begin with."""
    change = _Change()
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == "same":
            change.same.append(piece.text)
            continue
        if change.same:
            yield change
            change = _Change()
        (change.gone if piece.kind == "del" else change.come).append(piece.text)
    yield change


def _is_chance(before: _Change, after: _Change) -> bool:
    """Whether two changes read as one: only spaces between them, or fewer signs of a script without spaces than changed around them."""
    if not before.size or not after.size:
        return False
    signs = before.same
    if not "".join(signs).strip(" \t"):
        return True
    return len(signs) <= min(_CHANCE, before.size, after.size) and all(map(_UNSPACED.match, signs))


def _kinds(change: _Change) -> tuple[tuple[Kind, list[str]], ...]:
    return ("del", change.gone), ("ins", change.come), ("same", change.same)


def _kind(piece: Piece) -> Kind:
    return piece.kind
