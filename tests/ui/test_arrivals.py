"""A crowd that arrives is let in a few at a time, in order; those who are in go first."""

import asyncio
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest

from tests.screens import tab
from wtsocial.ui import arrivals, presses
from wtsocial.ui.arrivals import AT_ONCE, Arrivals, Door, SocketDoor
from wtsocial.ui.presses import Presses

BOOT, PRESS, LOADED = "root.hydrate_and_load", "root.vote", "root.set_is_hydrated"


class Namespace:
    """Notes the events that pass, and who is connected."""

    def __init__(self) -> None:
        self.passed: list[tuple[str, str]] = []
        self.sid_to_token: dict[str, str] = {}
        self.came: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def on_event(self, sid: str, data: Any) -> None:
        """An event that reached the framework."""
        self.passed.append((sid, data["name"]))
        self.came[sid].set()


class Site:
    """Arrivals, with what browsers and the framework do to it."""

    def __init__(self) -> None:
        self.namespace = Namespace()
        self.presses = Presses()
        self.arrivals = Arrivals(self.namespace, self.presses)

    async def come(self, *sids: str) -> None:
        """They connect and send their first event."""
        for sid in sids:
            self.namespace.sid_to_token[sid] = sid
            await self.namespace.on_event(sid, {"name": BOOT})
        await self.settle()

    async def loaded(self, sid: str) -> None:
        """Its page was loaded."""
        await self.begins(sid, LOADED)
        await self.settle()

    async def loads(self, sid: str) -> None:
        """Its page is loaded as soon as it was let in."""
        await self.namespace.came[sid].wait()
        await self.loaded(sid)

    async def begins(self, sid: str, name: str) -> None:
        """The framework begins an event of this browser, in a task of its own."""
        await self.arrivals.preprocess(None, tab(sid=sid), SimpleNamespace(name=name))  # pyright: ignore[reportArgumentType] # it is not looked at

    async def answered(self, sid: str) -> None:
        """Its press is answered."""
        await asyncio.create_task(self.begins(sid, PRESS))
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
    site = Site()
    await site.come(*CROWD)
    assert site.admitted == CROWD[:AT_ONCE]
    await site.loaded(CROWD[2])
    assert site.admitted == CROWD[: AT_ONCE + 1]
    await site.loaded(CROWD[0])
    assert site.admitted == CROWD


async def test_those_who_are_in_do_not_wait() -> None:
    site = Site()
    await site.come("in")
    await site.loaded("in")
    await site.come(*CROWD)
    await site.namespace.on_event("in", {"name": PRESS})
    assert site.namespace.passed[-1] == ("in", PRESS)
    assert len(site.admitted) < 1 + len(CROWD)


async def test_what_a_waiting_tab_sends_comes_after_its_first_event() -> None:
    site = Site()
    await site.come(*CROWD)
    early = asyncio.create_task(site.namespace.on_event(CROWD[-1], {"name": PRESS}))
    await site.settle()
    assert not early.done()
    for sid in CROWD[:2]:
        await site.loaded(sid)
    await early
    assert [name for sid, name in site.namespace.passed if sid == CROWD[-1]] == [BOOT, PRESS]


async def test_whoever_gave_up_takes_nobody_s_place() -> None:
    site = Site()
    await site.come(*CROWD)
    del site.namespace.sid_to_token[CROWD[AT_ONCE]]
    await site.loaded(CROWD[0])
    assert site.admitted == [*CROWD[:AT_ONCE], CROWD[-1]]


async def test_one_that_never_loads_makes_room_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE", 0.01)
    site = Site()
    await site.come(*CROWD)
    await asyncio.gather(*site.arrivals._tasks)
    assert site.admitted == CROWD
    assert not site.arrivals._waiting


async def test_nobody_is_let_in_while_a_press_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 60)
    site = Site()
    await site.come("in")
    await site.loaded("in")
    await site.namespace.on_event("in", {"name": PRESS})
    await site.come("next")
    assert site.admitted == ["in"]
    await site.answered("in")
    assert site.admitted == ["in", "next"]


async def test_whoever_is_being_let_in_gives_way_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 60)
    site = Site()
    await site.come("in")
    await site.loaded("in")
    await site.come("next")
    await site.namespace.on_event("in", {"name": PRESS})
    step = asyncio.create_task(site.begins("next", BOOT))
    await site.settle()
    assert not step.done()
    await site.answered("in")
    await step


class Sockets:
    """What stands behind the door on HTTP: each is taken when told, and stays until told."""

    def __init__(self) -> None:
        self.door = Door(Presses())
        self.come: list[str] = []
        self.taken = asyncio.Event()
        self.stays = asyncio.Event()
        self.answers: list[str] = []
        self.another = asyncio.Condition()
        self.app = SocketDoor(self._inside, self.door)

    async def all_came(self, many: int) -> None:
        """So many have come in."""
        async with self.another:
            await self.another.wait_for(lambda: len(self.come) >= many)

    async def _inside(self, scope: Any, _receive: Any, send: Any) -> None:
        self.come.append(scope["name"])
        async with self.another:
            self.another.notify_all()
        if scope["name"] == "breaks":
            raise OSError("it broke")
        await self.taken.wait()
        await send({"type": "websocket.accept"})
        await self.stays.wait()

    async def _send(self, message: Any) -> None:
        self.answers.append(message["type"])

    def open(self, *names: str, kind: str = "websocket") -> list[asyncio.Task[None]]:
        """They come."""
        never: Any = None
        return [asyncio.create_task(self.app({"type": kind, "name": name}, never, self._send)) for name in names]

    async def settle(self) -> None:
        """Every task had its turns."""
        for _ in range(10):
            await asyncio.sleep(0)


async def test_so_many_sockets_are_opened_at_once_and_stay_as_many_as_there_are() -> None:
    sockets = Sockets()
    tasks = sockets.open(*CROWD)
    await sockets.settle()
    assert sockets.come == CROWD[:AT_ONCE]
    sockets.taken.set()
    await sockets.settle()
    assert [sockets.come, len(sockets.answers)] == [CROWD, len(CROWD)]
    sockets.stays.set()
    await asyncio.gather(*tasks)


async def test_pages_and_files_do_not_wait_at_the_door_for_sockets() -> None:
    sockets = Sockets()
    sockets.open(*CROWD)
    sockets.open("page", kind="http")
    await sockets.settle()
    assert "page" in sockets.come


async def test_one_that_breaks_and_one_that_gives_up_make_room() -> None:
    sockets = Sockets()
    [*held, given_up] = sockets.open(*CROWD[: AT_ONCE + 1])
    await sockets.settle()
    given_up.cancel()
    held[0].cancel()
    await sockets.settle()
    broken = sockets.open("breaks", "last")
    await sockets.settle()
    assert sockets.come == [*CROWD[:AT_ONCE], "breaks", "last"]
    assert isinstance(broken[0].exception(), OSError)


async def test_sockets_that_are_never_taken_do_not_close_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE", 0.01)
    sockets = Sockets()
    sockets.open(*CROWD)
    await asyncio.wait_for(sockets.all_came(len(CROWD)), 10)
    assert sockets.come == CROWD
    sockets.taken.set()
    await sockets.settle()
    # Room that was made already is not made again.
    assert sockets.door._room._value == AT_ONCE


async def test_while_somebody_presses_things_the_next_comes_after_a_rest_as_long_as_the_one_before_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site, loop = Site(), asyncio.get_running_loop()
    rests: list[float] = []
    monkeypatch.setattr(loop, "call_later", lambda seconds, let_in: rests.append(seconds) or let_in())
    door = Door(site.presses)
    for took in (0.01, 60.0):
        door.leave(loop.time() - took)
    assert rests == [], "nobody needs it"
    monkeypatch.setattr(type(site.presses), "lately", True)
    for took in (0.01, 60.0):
        await door.enter()
        door.leave(loop.time() - took)
    assert 0.01 <= rests[0] <= rests[1] == arrivals.LONGEST_REST
