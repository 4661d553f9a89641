"""Presses: what somebody who is in wants goes first, before those who come and before what all are told."""

import asyncio
import time
from typing import Final

FIRST: Final = 0.1
"""Seconds for which a press goes first; one that takes longer waits for something itself, and needs the loop no more than others."""

LATELY: Final = 2.0
"""Seconds after a press in which the next one is likely."""


class Presses:
    """Presses that are being answered, one of each tab. Presses that never end hold others up for no more than half of the time."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.TimerHandle] = {}
        self._none = asyncio.Event()
        self._none.set()
        self._open_until = self._last = -LATELY

    def begin(self, tab: str) -> None:
        """Somebody pressed something in this tab."""
        self._last = time.monotonic()
        if timer := self._under_way.get(tab):
            timer.cancel()
        self._under_way[tab] = asyncio.get_running_loop().call_later(FIRST, self.end, tab)
        self._none.clear()

    def end(self, tab: str) -> None:
        """It was answered, if it is not known yet."""
        if timer := self._under_way.pop(tab, None):
            timer.cancel()
        if not self._under_way:
            self._none.set()

    @property
    def lately(self) -> bool:
        """Whether somebody who is in is pressing things just now."""
        return time.monotonic() - self._last < LATELY

    async def give_way(self) -> None:
        """Wait until no press is being answered, or long enough."""
        if self._none.is_set() or time.monotonic() < self._open_until:
            return
        try:
            await asyncio.wait_for(self._none.wait(), FIRST)
        except TimeoutError:
            self._open_until = time.monotonic() + FIRST
