"""The page cache: pages for readers without a login, ready to send, each until something is said in a room that it hears."""

import asyncio
import time
from collections.abc import Callable, Generator, Hashable, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache

from wtsocial.core.bus import pages_room

MOST_BYTES: Final = 48 * 1024 * 1024
"""Of all pages together, as they are sent."""
MOST_PIECES: Final = 8_000_000
"""Characters of all pieces together."""
BESIDE_BODY: Final = 4096
"""What a page takes beside its body, at most: its key, headers and rooms."""
UNSURE_SECONDS: Final = 1.0
"""How long a page is good while nobody knows whether everything was heard (Redis is away)."""
MOST_ROOMS: Final = 50_000
"""So many rooms in which something was said are remembered; then all pages are forgotten instead."""


Headers = Sequence[tuple[bytes, bytes]]
"""As ASGI has them."""


@dataclass(frozen=True)
class ReadyPage:
    """A page as it is sent. `headers` go with the body, `brief` with a 304 in its place for who has the page by its `tag`.

    `rooms`: what is said there changes it; None: it is not to be kept. `until` is the moment (seconds since 1970) at which it
    changes by itself.
    """

    status: int
    body: bytes
    headers: Headers
    brief: Headers = ()
    tag: str = ""
    rooms: frozenset[str] | None = None
    until: float = float("inf")


@dataclass(frozen=True)
class Turn:
    """When a page began to be read: how much had been said by then, and the clocks."""

    said: int
    at: float
    clock: float


@dataclass(frozen=True)
class _Entry:
    page: ReadyPage
    turn: Turn
    ends: float


def _always() -> bool:
    return True


class PageCache:
    """Pages by their keys, at most `most_bytes` of them, each for `seconds` at most (0: none).

    A page that was being read while something was said in one of its rooms is not kept: it may show what was before.
    `is_sure` says whether what others say is heard here; while it is not, a page is good for `UNSURE_SECONDS`.
    """

    def __init__(
        self,
        *,
        seconds: float,
        most_bytes: int = MOST_BYTES,
        is_sure: Callable[[], bool] = _always,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._pages: LRUCache[Hashable, _Entry] = LRUCache(most_bytes, getsizeof=_size)
        self.pieces: LRUCache[Hashable, str] = LRUCache(MOST_PIECES, getsizeof=_length)
        """What pages are made of, by all that it shows: it is never out of date."""
        self._seconds = seconds
        self._is_sure = is_sure
        self._monotonic = monotonic
        self._clock = clock
        self._said = 0
        self._rooms: dict[str, int] = {}
        self._forgotten = 0
        self._reading: dict[Hashable, asyncio.Event] = {}

    def hear(self, rooms: Iterable[str]) -> None:
        """Something was said in these rooms: pages that hear one of them are good no more."""
        self._said += 1
        self._rooms.update(dict.fromkeys(rooms, self._said))
        # What is out of date everywhere may have been erased: it is not left in memory.
        if pages_room() in self._rooms or len(self._rooms) > MOST_ROOMS:
            self.forget()

    def forget(self) -> None:
        """Forget all pages: something may have been said that was not heard."""
        self._said += 1
        self._forgotten = self._said
        self._rooms.clear()
        self._pages.clear()
        self.pieces.clear()

    def find(self, key: Hashable) -> ReadyPage | None:
        """The page, if it is still good."""
        entry = self._pages.get(key)
        return entry.page if entry and self._is_good(entry) else None

    def begin(self) -> Turn:
        """To be called before a page is read, for `keep`."""
        return Turn(self._said, self._monotonic(), self._clock())

    def keep(self, key: Hashable, page: ReadyPage, turn: Turn) -> None:
        """Keep a page whose reading began at `turn`, unless it may be out of date already. One that is too large is left out."""
        if page.rooms is None:
            return
        entry = _Entry(page, turn, turn.at + min(self._seconds, page.until - turn.clock))
        if self._is_good(entry):
            with suppress(ValueError):  # larger than all may be together
                self._pages[key] = entry

    async def wait(self, key: Hashable) -> None:
        """While somebody reads this page, wait for it: many who come at once have it read once."""
        if reading := self._reading.get(key):
            await reading.wait()

    @contextmanager
    def reading(self, key: Hashable) -> Generator[None]:
        """The time in which a page is read: others wait for the first who reads it, and read for themselves where nothing was kept."""
        done = asyncio.Event()
        self._reading.setdefault(key, done)
        try:
            yield
        finally:
            done.set()
            if self._reading.get(key) is done:
                del self._reading[key]

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._pages)

    def _is_good(self, entry: _Entry) -> bool:
        now, said = self._monotonic(), entry.turn.said
        if now >= entry.ends or said < self._forgotten:
            return False
        if any(self._rooms.get(room, 0) > said for room in entry.page.rooms or ()):
            return False
        return now - entry.turn.at < UNSURE_SECONDS or self._is_sure()


def _length(piece: str) -> int:
    return len(piece) + BESIDE_BODY


def _size(entry: _Entry) -> int:
    return len(entry.page.body) + BESIDE_BODY
