"""Pace: how often something happened by a key in the last minute, counted in this process at no cost to the other keys."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil

MINUTE = 60.0
"""Seconds."""


class Pace:
    """Allows each key (a connection, a person, a network address) so many times in any minute. What is refused does not count.

    `per_minute` is asked each time, where it may change.
    """

    def __init__(self, per_minute: int | Callable[[], int], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute if callable(per_minute) else lambda: per_minute
        self._clock = clock
        # Those that sent something last stand last: those that are gone are found at the front.
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Whether it may happen now; if so, it is counted."""
        now = self._clock()
        self._forget(now)
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        if len(sent) >= self._most():
            return False
        sent.append(now)
        self._sent.move_to_end(key)
        return True

    def wait(self, key: str) -> int:
        """Whole seconds until it may happen again by this key; 1 at least."""
        sent = self._sent.get(key)
        return max(1, ceil(sent[0] + MINUTE - self._clock())) if sent else 1

    def _forget(self, now: float) -> None:
        while self._sent and next(iter(self._sent.values()))[-1] <= now - MINUTE:
            self._sent.popitem(last=False)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._sent)
