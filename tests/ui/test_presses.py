"""Presses go first, and not for ever."""

import asyncio

import pytest

from wtsocial.ui import presses
from wtsocial.ui.presses import Presses


async def _turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_others_wait_until_every_press_was_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 60)
    site = Presses()
    for tab in ("desk", "phone", "desk"):
        site.begin(tab)
    waiting = asyncio.create_task(site.give_way())
    site.end("desk")
    await _turns()
    assert not waiting.done()
    site.end("phone")
    await waiting
    await asyncio.wait_for(site.give_way(), 1)


async def test_a_press_that_takes_long_goes_first_for_a_moment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 0.01)
    site = Presses()
    site.begin("desk")
    await asyncio.wait_for(site.give_way(), 60)
    held = asyncio.create_task(site.give_way())
    await _turns()
    assert held.done()


async def test_presses_without_end_leave_others_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 0.05)
    site = Presses()

    async def press_on() -> None:
        while True:
            site.begin("desk")
            await asyncio.sleep(0)

    pressing = asyncio.create_task(press_on())
    await _turns()
    await asyncio.wait_for(site.give_way(), 60)
    # As long as they were held up, nobody holds them up again.
    free = asyncio.create_task(site.give_way())
    await _turns()
    assert free.done()
    pressing.cancel()


async def test_presses_are_expected_for_a_while_after_one(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Presses()
    assert not site.lately
    site.begin("desk")
    site.end("desk")
    assert site.lately
    monkeypatch.setattr(presses, "LATELY", 0.0)
    assert not site.lately
