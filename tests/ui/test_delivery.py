"""What the bus says reaches each browser of its rooms once, in order, and one that takes nothing in holds up nobody."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast

import pytest
import reflex as rx
import socketio

from tests.screens import tab
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import member_room, pages_room
from wtsocial.core.messages import PagesChanged
from wtsocial.ui import delivery, live, presses, ready_json
from wtsocial.ui.presses import Presses

NAMESPACE = "/_event"


class Browser:
    """What the server keeps of a connected browser."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.closed = False

    async def close(self, **_how: bool) -> None:
        self.closed = True

    def heard(self) -> list[str]:
        return [self.queue.get_nowait().encode() for _ in range(self.queue.qsize())]

    async def next(self) -> str:
        return (await asyncio.wait_for(self.queue.get(), 60)).encode()


def said(packet: str) -> dict[str, Any]:
    """The message that a browser was sent."""
    ((message,),) = (state.values() for state in json.loads(packet[packet.index("[") :])[1]["delta"].values())
    return message


def posts(packet: str) -> list[int]:
    """The posts that several messages are about, in their order."""
    return [one["id"] for one in said(packet)["messages"]]


class World:
    """A server with browsers in rooms, and the delivery under test."""

    def __init__(self) -> None:
        self.server = socketio.AsyncServer(async_mode="asgi", json=SimpleNamespace(dumps=ready_json.dumps, loads=json.loads))
        namespace = socketio.AsyncNamespace(NAMESPACE)
        self.server.register_namespace(namespace)
        self.presses = Presses()
        self.delivery = delivery.Delivery(cast(rx.App, SimpleNamespace(sio=self.server, event_namespace=namespace)), self.presses)

    async def browser(self, *rooms: str) -> Browser:
        """A new browser in these rooms."""
        name, made = f"browser{len(self.server.eio.sockets)}", Browser()
        self.server.eio.sockets[name] = made
        sid = await cast(Any, self.server.manager).pre_connect(name, NAMESPACE)
        for room in rooms:
            await self.server.enter_room(sid, room, namespace=NAMESPACE)
        return made


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(delivery, "PAUSE_FOR_EACH", 0)
    made = World()
    running = asyncio.create_task(made.delivery.run())
    yield made
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_browser_in_two_rooms_hears_it_once_and_in_order(world: World) -> None:
    both, one, none = await world.browser("all", "post:1"), await world.browser("post:1"), await world.browser("post:2")
    for number in (1, 2):
        await world.delivery.deliver(("all", "post:1"), {"kind": "post", "id": number})
        await settled()
    for browser in (both, one):
        assert '"id":1' in await browser.next()
        assert '"id":2' in await browser.next()
    assert none.heard() == []


async def test_what_is_said_meanwhile_comes_together_to_each_what_is_meant_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSE_FOR_EACH", 0.05)
    both, one = await world.browser("all", "post:1"), await world.browser("all")
    await world.delivery.deliver(("all",), {"kind": "post", "id": 1})
    for browser in (both, one):
        assert '"id":1' in await browser.next()
    await world.delivery.deliver(("all",), {"kind": "post", "id": 2})
    await world.delivery.deliver(("post:1",), {"kind": "post", "id": 3})
    await world.delivery.deliver(("all",), {"kind": "post", "id": 4})
    assert posts(await both.next()) == [2, 3, 4]
    assert posts(await one.next()) == [2, 4]


async def test_others_are_told_after_the_press_was_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "FIRST", 60)
    monkeypatch.setattr(delivery, "AT_A_TIME", 1)
    browsers = [await world.browser("all") for _ in range(3)]
    world.presses.begin("somebody")
    await world.delivery.deliver(("all",), {"kind": "post", "id": 1})
    await settled()
    assert sum(browser.queue.qsize() for browser in browsers) < len(browsers)
    world.presses.end("somebody")
    for browser in browsers:
        assert '"id":1' in await browser.next()


async def test_two_equal_messages_in_a_row_differ_so_that_the_second_is_heard(world: World) -> None:
    browser = await world.browser("moderation")
    for _ in range(2):
        await world.delivery.deliver(("moderation",), {"kind": "queue", "subwiki_id": 1})
    await settled()
    (word,) = browser.heard()
    first, second = said(word)["messages"]
    assert first["kind"] == second["kind"] == "queue"
    assert first != second


async def test_whoever_announces_does_not_wait(world: World) -> None:
    browser = await world.browser("all")
    await world.delivery.deliver(("all",), {"kind": "new"})
    assert browser.queue.empty()
    await settled()
    assert len(browser.heard()) == 1


async def test_a_browser_that_takes_nothing_in_is_let_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "MOST_WAITING", 2)
    asleep, awake = await world.browser("all"), await world.browser("all")
    heard = 0
    for _ in range(3):
        await world.delivery.deliver(("all",), {"kind": "new"})
        await settled()
        heard += len(awake.heard())
    assert (asleep.closed, asleep.queue.qsize()) == (True, 2)
    assert (awake.closed, heard) == (False, 3)


async def test_one_that_cannot_be_told_does_not_end_the_telling(world: World) -> None:
    browser = await world.browser("all")
    endless: dict[str, Any] = {}
    endless["kind"] = endless
    await world.delivery.deliver(("all",), endless)
    await world.delivery.deliver(("all",), {"kind": "new"})
    await settled()
    (heard,) = browser.heard()
    assert '"new"' in heard


async def test_a_browser_watches_so_many_rooms_and_its_own_in_any_case(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_ROOMS", 3)
    sid = await cast(Any, world.server.manager).pre_connect("many", NAMESPACE)
    await live.watch(tab(sid=sid), Viewer(id=7, name="eva", state="active"), *[f"tag:{number}" for number in range(10)])
    assert set(world.server.rooms(sid, NAMESPACE)) - {sid} == {"tag:0", "tag:1", "tag:2", member_room(7)}


async def test_when_something_was_missed_every_browser_reads_its_page_anew_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "READ_ANEW_AFTER", 0.05)
    browsers = [await world.browser("all"), await world.browser("post:1"), await world.browser()]
    reading = asyncio.create_task(world.delivery.run_reading_anew())
    # One gap shows itself in more than one way.
    await world.delivery.read_anew()
    await world.delivery.read_anew()
    for _ in range(2):
        for browser in browsers:
            assert "on_load_internal" in await browser.next()
        # Time for what should not come.
        await asyncio.sleep(delivery.READ_ANEW_AFTER * 4)
        assert [browser.heard() for browser in browsers] == [[], [], []]
        await world.delivery.read_anew()
    reading.cancel()


async def test_many_browsers_are_told_to_read_anew_over_some_time_and_others_have_their_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "READ_ANEW_AFTER", 0.0)
    browsers = [await world.browser("all") for _ in range(delivery.AT_A_TIME * 5)]
    reading = asyncio.create_task(world.delivery.run_reading_anew())
    await world.delivery.read_anew()
    await asyncio.sleep(delivery.READ_ANEW_PAUSE / 2)
    assert 0 < sum(not browser.queue.empty() for browser in browsers) < len(browsers)
    for browser in browsers:
        await browser.next()
    await settled()
    assert not any(browser.heard() for browser in browsers)
    reading.cancel()


async def test_what_changes_on_pages_alone_reaches_no_browser_and_the_corrections_of_today_are_counted_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[bool] = []
    monkeypatch.setattr(delivery.corrections, "forget_count", lambda: forgotten.append(True))
    reader = await world.browser("all", pages_room())
    await world.delivery.deliver((pages_room("member:7"),), PagesChanged().to_json())
    assert forgotten == []
    await world.delivery.deliver((pages_room(),), PagesChanged().to_json())
    await settled()
    assert forgotten == [True]
    assert reader.heard() == []
