"""Pace: how many events a connection sent in the last minute, counted at no cost to the other connections."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

MINUTE = 60.0
"""Seconds."""


class Pace:
    """Allows each connection so many events in any minute. What is refused does not count."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        # Those that sent something last stand last: those that are gone are found at the front.
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, connection: str) -> bool:
        """Whether this connection may send an event now; if so, it is counted."""
        now = self._clock()
        self._forget(now)
        sent = self._sent.setdefault(connection, deque())
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        if len(sent) >= self._most:
            return False
        sent.append(now)
        self._sent.move_to_end(connection)
        return True

    def _forget(self, now: float) -> None:
        while self._sent and next(iter(self._sent.values()))[-1] <= now - MINUTE:
            self._sent.popitem(last=False)

    def __len__(self) -> int:
        """How many connections are remembered."""
        return len(self._sent)
