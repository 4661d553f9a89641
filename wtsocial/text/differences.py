"""Differences: what changed between two texts, word by word, in any script."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from rapidfuzz.distance import Indel, LCSseq

Kind = Literal["same", "del", "ins"]

MOST_WORDS_CHANGED: Final = 500
"""Up to so many words apart two texts are compared by words at once; further apart, word by word says less than line by line."""

MOST_LINES_CHANGED: Final = 400
MOST_WORDS_CHANGED_IN_A_BLOCK: Final = 80
MOST_COMPARISONS: Final = 60_000_000
"""Tokens of the old text times tokens of the new one that a search may take (some 20 ms)."""

# A word is what stands between spaces and punctuation, so that marks, joiners and right-to-left letters stay in it.
# Chinese and Japanese put no spaces between words: each of their letters is one. An apostrophe stays inside its word.
_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION: Final = "!-/:-@\\[-`{-~¡-©«-±´¶-¸»¿×÷\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f־׀׃׳״،؛؟٪٫٬۔।॥"
_LETTERS: Final = f"[^\\s{_PUNCTUATION}{_CJK}]+"
_TOKEN: Final = re.compile(f"\n|[^\\S\n]+|[{_CJK}]|{_LETTERS}(?:['’]{_LETTERS})*|.", re.DOTALL)
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
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces = _compared(before, after, MOST_WORDS_CHANGED)
    if pieces is None:
        pieces = _by_lines(old, new)
    return _readable(pieces)


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
        words = _compared(_TOKEN.findall(gone), _TOKEN.findall(come), MOST_WORDS_CHANGED_IN_A_BLOCK)
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
        gone, come = "".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end])
        pieces += [Piece("same", gone)] if step.tag == "equal" else [Piece("del", gone), Piece("ins", come)]
    return pieces


def _readable(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind joined, deletions before insertions, lone spaces between changes taken into them."""
    tidy: list[Piece] = []
    gone = come = spaces = ""
    for piece in pieces:
        if piece.kind == "del":
            gone, come, spaces = gone + spaces + piece.text, come + spaces, ""
        elif piece.kind == "ins":
            gone, come, spaces = gone + spaces, come + spaces + piece.text, ""
        elif (gone or come) and not (spaces + piece.text).strip(" \t"):
            spaces += piece.text
        else:
            tidy += _change(gone, come, spaces + piece.text)
            gone = come = spaces = ""
    tidy += _change(gone, come, spaces)
    joined = groupby((piece for piece in tidy if piece.text), key=_kind)
    return [Piece(kind, "".join(piece.text for piece in run)) for kind, run in joined]


def _change(gone: str, come: str, same: str) -> list[Piece]:
    return [Piece("del", gone), Piece("ins", come), Piece("same", same)]


def _kind(piece: Piece) -> Kind:
    return piece.kind
