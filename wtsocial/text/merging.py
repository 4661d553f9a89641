"""Merging: merges two people's changes of one text, and undoes one change in the middle."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from merge3 import Merge3

# What ends a sentence: with white space behind it in most scripts, at once in Chinese and Japanese. Quotation marks and
# brackets that close with it (two of them at most) belong to it.
_ENDS_AT_ONCE: Final = "。！？｡"
_ENDS: Final = f".!?…؟۔।॥։።܀{_ENDS_AT_ONCE}"
_CLOSES: Final = "\"'”’»)\\]」』）"
_PAUSE: Final = "|".join(f"(?<=[{_ENDS}]{f'[{_CLOSES}]' * closed})\\s+" for closed in range(3))
_AT_ONCE: Final = "|".join(f"(?<=[{_ENDS_AT_ONCE}]{f'[{_CLOSES}]' * closed})" for closed in range(3))
_JOINT: Final = re.compile(f"((?<!\\s)\\s*\n\\s*|{_PAUSE}|(?:{_AT_ONCE})(?![{_ENDS_AT_ONCE}{_CLOSES}\\s]|\\Z))")

DEPTH: Final = 8
"""How often a stretch between landmarks is searched for further ones: with it the work grows with the length alone."""

Span = tuple[int, int, int, int]
"""A stretch of two lists of tokens: from and to in the old one, from and to in the new one."""


@dataclass(frozen=True)
class Conflict:
    """A stretch that both changed, each in another way: what it was, what one made of it, what the other did."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """Both changes together: `text`, or None where `conflicts` stand in its way, in reading order.

    `draft` has everything that merges by itself, and my side of each conflict: where settling begins; `parts` has both in
    reading order, each conflict in its place.
    """

    text: str | None
    draft: str
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    parts: list[str | Conflict] = field(default_factory=list[str | Conflict], compare=False)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """What changed from base to mine and from base to theirs, in one text.

    Lines, and the sentences within them, stay as they are or are taken from whoever changed them; where both changed
    the same ones, or put something in the same place, it is a conflict unless they agree.
    """
    parts: list[str | Conflict] = []
    merging: Merge3[str] = Merge3(tokens(base), tokens(mine), tokens(theirs), sequence_matcher=_Landmarks)
    for group in merging.merge_groups():
        if group[0] == "conflict":
            was, one, other = ("".join(stretch) for stretch in group[1:])
            parts.append(Conflict(was, one, other))
        else:
            parts.append("".join(group[1]))
    conflicts = [part for part in parts if isinstance(part, Conflict)]
    text = "".join(part.mine if isinstance(part, Conflict) else part for part in parts)
    return Merged(None if conflicts else text, text, conflicts, parts)


def undo(middle_before: str, middle_after: str, newest: str) -> Merged:
    """The newest text without the change that led from `middle_before` to `middle_after`.

    In a conflict `mine` and `draft` hold what stands in the newest text, `theirs` what stood there before the change.
    """
    return merge(middle_after, newest, middle_before)


def tokens(text: str) -> list[str]:
    """The text's sentences and what stands between them, in turn: blanks, line breaks, "" in Chinese and Japanese.

    Joined, they are the text. What stands between keeps two neighbours apart that two people change.
    """
    return [token for at, token in enumerate(_JOINT.split(text)) if token or at % 2]


class _Landmarks:
    """Where two lists of tokens agree: what stands once in both are landmarks (Bram Cohen's patience diff).

    Between them, and at the ends, it goes on from token to token as long as they are equal; a stretch without landmarks
    that has kept its length is compared place by place. Blanks are no landmarks: they are everywhere, and would tie
    together what does not belong together.
    """

    def __init__(self, isjunk: object = None, a: Sequence[str] = "", b: Sequence[str] = "", autojunk: bool = True) -> None:  # noqa: ARG002 # merge3 asks for difflib's arguments
        self._old, self._new = a, b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """(from in the old, from in the new, length), in order and apart; the last is at both ends, of length 0."""
        found: list[tuple[int, int]] = []
        spans: list[Span] = [(0, len(self._old), 0, len(self._new))]
        for _ in range(DEPTH):
            spans = [gap for span in spans for gap in self._searched(span, found)]
        found.sort()
        ends = (len(self._old), len(self._new))
        starts = [at for at, (pair, before) in enumerate(zip(found, [(-2, -2), *found], strict=False)) if not _follows(before, pair)]
        return [(*found[at], next_at - at) for at, next_at in pairwise([*starts, len(found)])] + [(*ends, 0)]

    def _searched(self, span: Span, found: list[tuple[int, int]]) -> Iterator[Span]:
        """Puts into `found` what agrees within a span; gives what is left between, where there is more to find."""
        old, old_end, new, new_end = span
        while old < old_end and new < new_end and self._old[old] == self._new[new]:
            found.append((old, new))
            old, new = old + 1, new + 1
        while old < old_end and new < new_end and self._old[old_end - 1] == self._new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            found.append((old_end, new_end))
        marks = self._landmarks((old, old_end, new, new_end))
        found += marks
        if not marks and old_end - old == new_end - new:
            found += [(at, at - old + new) for at in range(old, old_end) if self._old[at] == self._new[at - old + new]]
        fences = [(old - 1, new - 1), *marks, (old_end, new_end)] if marks else []
        for (left, below), (right, above) in pairwise(fences):
            if left + 1 < right and below + 1 < above:
                yield left + 1, right, below + 1, above

    def _landmarks(self, span: Span) -> list[tuple[int, int]]:
        old, old_end, new, new_end = span
        here, there = _single(self._old, old, old_end), _single(self._new, new, new_end)
        return _in_order([(at, there[token]) for token, at in here.items() if token in there])


def _follows(before: tuple[int, int], pair: tuple[int, int]) -> bool:
    return pair == (before[0] + 1, before[1] + 1)


def _single(tokens: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Where each token stands that stands there once, in order."""
    places: dict[str, int] = {}
    for at in range(start, end):
        places[tokens[at]] = -1 if tokens[at] in places else at
    return {token: at for token, at in places.items() if at >= 0 and token.strip()}


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of these pairs, sorted by their first, whose seconds rise as well."""
    lows: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect(lows, place)
        before.append(last[length - 1] if length else -1)
        lows[length : length + 1] = [place]
        last[length : length + 1] = [at]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
