"""Streams: the due jobs of one task, handed to it one after the other, the most urgent first."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

A = TypeVar("A")


@dataclass
class StreamedJob(Generic[A]):
    """One job of a stream. It counts as done when the next one is asked for, unless it was said to have failed."""

    args: A
    attempts: int
    """How often it was begun, this time included."""
    failure: str = ""
    final: bool = False
    pause: timedelta | None = None

    def retry_later(self, reason: str, *, pause: timedelta | None = None) -> None:
        """Try this job again after `pause`, or after the usual one; the stream goes on with the next one."""
        self.failure, self.pause = reason, pause

    def give_up(self, reason: str) -> None:
        """No further attempt can succeed: this job is dead; the stream goes on with the next one."""
        self.failure, self.final = reason, True


class JobStream(Generic[A]):
    """`async for job in stream:` takes one due job after the other; what one ends with is written before the next one is taken.

    An exception that leaves the loop fails the job at hand, and no other.
    """

    def __init__(self, first: StreamedJob[A], step: Callable[[StreamedJob[A]], Awaitable[StreamedJob[A] | None]]) -> None:
        self.current: StreamedJob[A] | None = first
        self.begun = False
        self._step = step

    def __aiter__(self) -> AsyncIterator[StreamedJob[A]]:
        return self._each()

    async def _each(self) -> AsyncGenerator[StreamedJob[A]]:
        self.begun = True
        while self.current is not None:
            yield self.current
            self.current = await self._step(self.current)
