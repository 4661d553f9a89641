"""A crowd that arrives is let in a few at a time, in order; those who are in go first."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tests.screens import tab
from wtsocial.ui import arrivals
from wtsocial.ui.arrivals import AT_ONCE, Arrivals

BOOT, PRESS, LOADED = "root.hydrate_and_load", "root.vote", "root.set_is_hydrated"


class Namespace:
    """Notes the events that pass, and who is connected."""

    def __init__(self) -> None:
        self.passed: list[tuple[str, str]] = []
        self.sid_to_token: dict[str, str] = {}

    async def on_event(self, sid: str, data: Any) -> None:
        """An event that reached the framework."""
        self.passed.append((sid, data["name"]))


class Door:
    """Arrivals, with what browsers and the framework do to it."""

    def __init__(self) -> None:
        self.namespace = Namespace()
        self.arrivals = Arrivals(self.namespace)

    async def come(self, *sids: str) -> None:
        """They connect and send their first event."""
        for sid in sids:
            self.namespace.sid_to_token[sid] = sid
            await self.namespace.on_event(sid, {"name": BOOT})
        await self.settle()

    async def loaded(self, sid: str) -> None:
        """Its page was loaded."""
        await self.arrivals.preprocess(None, tab(sid=sid), SimpleNamespace(name=LOADED))  # pyright: ignore[reportArgumentType] # it is not looked at
        await self.settle()

    async def settle(self) -> None:
        """Every task had its turns."""
        for _ in range(10):
            await asyncio.sleep(0)

    @property
    def admitted(self) -> list[str]:
        """Who was let in, in order."""
        return [sid for sid, name in self.namespace.passed if name == BOOT]


CROWD = [str(number) for number in range(AT_ONCE + 2)]


async def test_so_many_are_let_in_at_once_and_the_next_when_one_has_its_page() -> None:
    door = Door()
    await door.come(*CROWD)
    assert door.admitted == CROWD[:AT_ONCE]
    await door.loaded(CROWD[2])
    assert door.admitted == CROWD[: AT_ONCE + 1]
    await door.loaded(CROWD[0])
    assert door.admitted == CROWD


async def test_those_who_are_in_do_not_wait() -> None:
    door = Door()
    await door.come("in")
    await door.loaded("in")
    await door.come(*CROWD)
    await door.namespace.on_event("in", {"name": PRESS})
    assert door.namespace.passed[-1] == ("in", PRESS)
    assert len(door.admitted) < 1 + len(CROWD)


async def test_what_a_waiting_tab_sends_comes_after_its_first_event() -> None:
    door = Door()
    await door.come(*CROWD)
    early = asyncio.create_task(door.namespace.on_event(CROWD[-1], {"name": PRESS}))
    await door.settle()
    assert not early.done()
    for sid in CROWD[:2]:
        await door.loaded(sid)
    await early
    assert [name for sid, name in door.namespace.passed if sid == CROWD[-1]] == [BOOT, PRESS]


async def test_whoever_gave_up_takes_nobody_s_place() -> None:
    door = Door()
    await door.come(*CROWD)
    del door.namespace.sid_to_token[CROWD[AT_ONCE]]
    await door.loaded(CROWD[0])
    assert door.admitted == [*CROWD[:AT_ONCE], CROWD[-1]]


async def test_one_that_never_loads_makes_room_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE", 0.01)
    door = Door()
    await door.come(*CROWD)
    await asyncio.gather(*door.arrivals._tasks)
    assert door.admitted == CROWD
    assert not door.arrivals._waiting
