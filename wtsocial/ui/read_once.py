"""What all readers without an account see alike is read once for all who come, until something is announced."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from wtsocial.ui.delivery import messages_heard

T = TypeVar("T")

KEPT_SECONDS: Final = 1.0
"""For changes that nothing announces: whoever comes later than this reads anew."""


class ReadOnce(Generic[T]):
    """A reading that many ask for at the same time.

    Whoever watches before asking misses nothing: what was announced before is in what they get, what is announced after they hear.
    Where nothing is heard (a command, a test), each reads for itself.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._reading: asyncio.Task[T] | None = None
        self._heard = -1
        self._until = 0.0

    async def __call__(self) -> T:
        """It, as it is now. Raises what reading it raises."""
        heard, now = messages_heard(), self._clock()
        if heard is None:
            return await self._read()
        if self._reading is None or self._heard != heard or self._until < now or _failed(self._reading):
            self._reading = asyncio.create_task(self._anew())
            self._heard, self._until = heard, now + KEPT_SECONDS
        # Whoever leaves meanwhile takes it from nobody else.
        return await asyncio.shield(self._reading)

    async def _anew(self) -> T:
        return await self._read()


def _failed(task: asyncio.Task[T]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
