"""The loop watch: logs what blocked the event loop for too long."""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import FrameType

log = logging.getLogger(__name__)

WAITING = {"select", "poll", "run_forever", "_run_once"}
"""Innermost functions of Python's own loop when it waits for work: the machine was busy then, not the loop."""
DEEPEST = 12
"""Calls of the stack that are logged, innermost last."""


class LoopWatch(threading.Thread):
    """A thread that knocks at a loop and, when the answer is late, looks at what the loop is doing."""

    def __init__(self, loop: asyncio.AbstractEventLoop, loop_thread: int, limit: float) -> None:
        super().__init__(name="loopwatch", daemon=True)
        self._loop = loop
        self._loop_thread = loop_thread
        self._limit = limit
        # What runs the loop. Where the loop is no Python, that is the innermost when it waits for work.
        self._runner: FrameType | None = None
        loop.call_soon(self._note_runner)
        self._ended = threading.Event()

    def run(self) -> None:
        """Knock, wait, look; until `end`."""
        while not self._ended.wait(self._limit / 4):
            answered = threading.Event()
            asked = time.monotonic()
            try:
                self._loop.call_soon_threadsafe(answered.set)
            except RuntimeError:  # the loop is closed
                return
            if answered.wait(self._limit):
                continue
            culprit = self._look()
            while not answered.wait(0.05) and not self._ended.is_set():
                pass
            if culprit:
                log.warning("the event loop was held for %d ms by %s", (time.monotonic() - asked) * 1000, culprit)

    def _note_runner(self) -> None:
        self._runner = sys._getframe().f_back  # pyright: ignore[reportPrivateUsage] # there is no public way

    def _look(self) -> str:
        frame = sys._current_frames().get(self._loop_thread)  # pyright: ignore[reportPrivateUsage] # there is no public way
        if frame is None or frame is self._runner or frame.f_code.co_name in WAITING:
            return ""
        calls = traceback.extract_stack(frame)[-DEEPEST:]
        return " > ".join(f"{call.name} ({call.filename.rpartition('site-packages/')[2]}:{call.lineno})" for call in calls)

    def end(self) -> None:
        """Stop knocking."""
        self._ended.set()


@asynccontextmanager
async def watching(limit_ms: int) -> AsyncGenerator[None]:
    """Watch the running loop for as long as the block lasts; `limit_ms` 0 watches nothing.

    Whatever holds the loop longer than `limit_ms` milliseconds is logged as a warning "the event loop was held …" with
    the calls it was in, once for each time.
    """
    if not limit_ms:
        yield
        return
    watch = LoopWatch(asyncio.get_running_loop(), threading.get_ident(), limit_ms / 1000)
    watch.start()
    try:
        yield
    finally:
        watch.end()
