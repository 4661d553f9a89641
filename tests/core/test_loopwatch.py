"""The loop's watch names what blocks, and only that."""

import asyncio
import logging
import threading
import time

import pytest
import uvloop

from wtsocial.core.loopwatch import LoopWatch, watching


def _holds_the_loop() -> None:
    time.sleep(0.3)


def _look_at_rest(watch: LoopWatch) -> str:
    time.sleep(0.1)  # it waits for this thread by now
    return watch._look()


async def _says(caplog: pytest.LogCaptureFixture) -> None:
    """Wait until the watch says something of our call: it is a thread, which may have to wait for its turn."""
    async with asyncio.timeout(30):
        while not _named(caplog):  # noqa: ASYNC110 # a test has nothing else to wait on
            await asyncio.sleep(0.01)


def _named(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What is said of our call: on a busy machine others may be late, too."""
    return [message for record in caplog.records if "_holds_the_loop" in (message := record.getMessage())]


async def test_a_blocking_call_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(50):
            await asyncio.sleep(0.05)
            _holds_the_loop()
            await _says(caplog)
    [message] = _named(caplog)
    assert "the event loop was held for" in message


async def test_awaiting_is_not_blocking(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(50):
            await asyncio.to_thread(_holds_the_loop)
            await asyncio.sleep(0.3)
    assert _named(caplog) == []


def test_a_loop_that_is_no_python_waits_without_being_named(caplog: pytest.LogCaptureFixture) -> None:
    named = list[str]()

    async def watched() -> None:
        async with watching(50):
            await asyncio.sleep(0.05)
            [watch] = [one for one in threading.enumerate() if isinstance(one, LoopWatch)]
            named.append(await asyncio.to_thread(_look_at_rest, watch))
            _holds_the_loop()
            await _says(caplog)

    with caplog.at_level(logging.WARNING):
        uvloop.new_event_loop().run_until_complete(watched())
    assert named == [""]
    assert len(_named(caplog)) == 1


async def test_zero_watches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(0):
            _holds_the_loop()
            await asyncio.sleep(0.1)
    assert caplog.records == []
