"""The order of what a server says to browsers."""

from collections.abc import Iterator
from time import time_ns


def _count_turns() -> Iterator[int]:
    last = 0
    while True:
        last = max(last + 1, time_ns() // 1000)
        yield last


_turns = _count_turns()


def next_turn() -> int:
    """The number of a word to browsers: microseconds, larger than every one before. It tells equal words, and older from newer ones."""
    return next(_turns)
