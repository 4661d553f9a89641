"""The loop's watch names what blocks, and only that."""

import asyncio
import logging
import time

import pytest

from wtsocial.core.loopwatch import watching


def _holds_the_loop() -> None:
    time.sleep(0.3)


async def test_a_blocking_call_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(50):
            await asyncio.sleep(0.05)
            _holds_the_loop()
            await asyncio.sleep(0.1)
    [message] = [record.getMessage() for record in caplog.records]
    assert "the event loop was held for" in message
    assert "_holds_the_loop" in message


async def test_awaiting_is_not_blocking(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(50):
            await asyncio.to_thread(_holds_the_loop)
            await asyncio.sleep(0.3)
    assert caplog.records == []


async def test_zero_watches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(0):
            _holds_the_loop()
            await asyncio.sleep(0.1)
    assert caplog.records == []
