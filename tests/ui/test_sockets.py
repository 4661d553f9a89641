"""The rooms of a socket, without looking through everybody's; and nothing is left of one that has gone."""

import asyncio
import gc
import json
import weakref
from types import SimpleNamespace
from typing import Any

import pytest
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from engineio.exceptions import QueueEmpty
from reflex.state import StateUpdate
from reflex.utils.format import json_dumps
from socketio import AsyncManager, AsyncServer

from wtsocial.ui.sockets import QuietSocket, QuietWebSocket, Rooms, set_up, translate_request

HERE = "/_event"


async def _met(manager: Any) -> tuple[Any, list[str]]:
    """Three sockets of a server with this manager, two of them in rooms."""
    letters = SimpleNamespace(dumps=json_dumps, loads=json.loads)
    server: Any = AsyncServer(async_mode="asgi", client_manager=manager, json=letters)
    sids = [await server.manager.connect(f"eio{number}", HERE) for number in range(3)]
    for sid, room in [(sids[0], "all"), (sids[0], "post:1"), (sids[1], "all")]:
        await server.manager.enter_room(sid, HERE, room)
    return server.manager, sids


def _seen(manager: Any, sids: list[str]) -> list[Any]:
    """All that can be asked, with sockets named by their order."""
    names = {sid: number for number, sid in enumerate(sids)}
    rooms = [sorted(str(names.get(room, room)) for room in manager.get_rooms(sid, HERE)) for sid in sids]
    present = {str(names.get(room, room)): sorted(names[sid] for sid in of) for room, of in manager.rooms.get(HERE, {}).items()}
    return [rooms, present, [manager.is_connected(sid, HERE) for sid in sids], manager.pending_disconnect]


@pytest.mark.parametrize("doing", ["nothing", "leave", "leave what it is not in", "close", "depart", "all depart"])
async def test_it_says_what_the_original_says(doing: str) -> None:
    seen: list[Any] = []
    for manager, sids in [await _met(AsyncManager()), await _met(Rooms())]:
        if doing == "leave":
            await manager.leave_room(sids[0], HERE, "all")
        elif doing == "leave what it is not in":
            await manager.leave_room(sids[2], HERE, "post:1")
        elif doing == "close":
            await manager.close_room("all", HERE)
        for sid in sids[: {"depart": 1, "all depart": 3}.get(doing, 0)]:
            manager.pre_disconnect(sid, HERE)
            await manager.disconnect(sid, HERE)
        seen.append(_seen(manager, sids))
    assert seen[0] == seen[1]


async def test_nothing_is_remembered_of_who_has_gone() -> None:
    manager, sids = await _met(Rooms())
    for sid in sids:
        await manager.disconnect(sid, HERE)
    assert [manager._of, manager.rooms] == [{}, {}]


async def test_asking_costs_the_same_however_many_are_there() -> None:
    manager, sids = await _met(Rooms())

    class Counted(dict[Any, Any]):
        looked = 0

        def items(self) -> Any:
            Counted.looked += 1
            return super().items()

    manager.rooms[HERE] = Counted(manager.rooms[HERE])
    manager.get_rooms(sids[0], HERE)
    await manager.disconnect(sids[1], HERE)
    assert Counted.looked == 0


def test_a_server_is_given_it() -> None:
    server: Any = AsyncServer(async_mode="asgi")
    set_up(server)
    assert isinstance(server.manager, Rooms)
    assert server.manager.server is server


@pytest.mark.parametrize(
    "data",
    [StateUpdate(delta={"state": {"x": "ü"}}), {"x": 1}, StateUpdate(delta={"state": {"x": b"abc"}})],
    ids=["update", "other", "bytes"],
)
@pytest.mark.parametrize(("to", "skipped"), [(0, None), (2, None), ("all", None), ("all", 0), ("nowhere", None), (None, None), (0, 0)])
async def test_what_is_said_reaches_whom_it_reaches_by_the_original(data: Any, to: int | str | None, skipped: int | None) -> None:
    said: list[list[tuple[str, Any]]] = []
    for manager, sids in [await _met(AsyncManager()), await _met(Rooms())]:
        heard: list[tuple[str, Any]] = []
        said.append(heard)

        async def send(browser: str, packet: Any, heard: list[tuple[str, Any]] = heard) -> None:
            heard.append((browser, packet.encode()))

        manager.server._send_eio_packet = send
        room = sids[to] if isinstance(to, int) else to
        await manager.emit("event", data, HERE, room=room, skip_sid=None if skipped is None else sids[skipped])
    assert said[0] == said[1]


class Line:
    """A socket as a server hands it to an application: what comes in is given, what goes out is noted."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self._events = list(events)
        self.out: list[str] = []

    async def receive(self) -> dict[str, Any]:
        """The next event."""
        return self._events.pop(0)

    async def send(self, event: dict[str, Any]) -> None:
        """Note what kind it was."""
        self.out.append(event["type"])


SCOPE = {
    "type": "websocket",
    "path": "/_event/",
    "query_string": b"EIO=4&transport=websocket",
    "headers": [(b"connection", b"Upgrade"), (b"upgrade", b"websocket")],
}
COMES, GOES = {"type": "websocket.connect"}, {"type": "websocket.disconnect"}


async def _comes_and_goes(server: Any, forgotten: asyncio.Event) -> list[str]:
    line = Line(COMES, GOES)
    weakref.finalize(line, forgotten.set)
    await server.handle_request(SCOPE, line.receive, line.send)
    return line.out


async def test_nothing_of_a_socket_is_left_when_it_has_gone_though_nothing_is_collected() -> None:
    server: Any = AsyncServer(async_mode="asgi", ping_interval=0.01)
    set_up(server)
    forgotten = asyncio.Event()
    gc.disable()
    try:
        out = await _comes_and_goes(server, forgotten)
        # The task that would have sent its next ping ends by itself.
        await asyncio.wait_for(forgotten.wait(), 10)
    finally:
        gc.enable()
    assert out[:2] == ["websocket.accept", "websocket.send"]
    assert server.eio.sockets == {}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "websocket.receive", "text": "2"}, "2"),
        ({"type": "websocket.receive", "bytes": b"2", "text": None}, b"2"),
        (GOES, None),
        ({"type": "websocket.receive"}, None),
    ],
)
async def test_what_comes_is_passed_on_and_the_end_is_told_quietly(event: dict[str, Any], told: str | bytes | None) -> None:
    socket: Any = QuietWebSocket(None, None)
    socket.asgi_receive = Line(event).receive
    assert await socket.wait() == told


@pytest.mark.parametrize("waiting", [["a"], ["a", "b"], [None], ["a", None], ["a", "b", None, "c"]])
async def test_what_is_to_be_sent_is_what_the_original_sends(waiting: list[str | None]) -> None:
    seen: list[Any] = []
    for kind in (AsyncSocket, QuietSocket):
        socket: Any = kind(AsyncServer(async_mode="asgi").eio, "sid")
        for packet in waiting:
            socket.queue.put_nowait(packet)
        seen.append([await socket.poll(), socket.queue.qsize(), socket.queue._unfinished_tasks])
    assert seen[0] == seen[1]


async def test_who_is_to_wait_no_longer_is_told_as_by_the_original() -> None:
    for kind in (AsyncSocket, QuietSocket):
        socket: Any = kind(AsyncServer(async_mode="asgi").eio, "sid")
        waiting = asyncio.create_task(socket.poll())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(QueueEmpty):
            await waiting


@pytest.mark.parametrize("kind", ["websocket", "http"])
async def test_a_request_is_described_as_the_original_does(kind: str) -> None:
    scope = SCOPE | {"type": kind, "method": "POST"}
    first = COMES if kind == "websocket" else {"type": "http.request", "body": b"abc"}
    lines = [Line(first), Line(first)]
    ours = await translate_request(scope, lines[0].receive, lines[0].send)
    theirs = await asgi.translate_request(scope, lines[1].receive, lines[1].send)
    own = {"wsgi.input", "asgi.receive", "asgi.send"}
    assert {name: ours[name] for name in ours.keys() - own} == {name: theirs[name] for name in theirs.keys() - own}
    assert [ours["asgi.receive"], ours["asgi.send"]] == [lines[0].receive, lines[0].send]
    assert ours["wsgi.input"] is None if kind == "websocket" else await ours["wsgi.input"].read() == b"abc"


async def test_what_is_no_request_stays_none() -> None:
    line = Line(GOES)
    assert await translate_request(SCOPE, line.receive, line.send) == {}
