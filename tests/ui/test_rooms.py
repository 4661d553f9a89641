"""The rooms of a socket: what Socket.IO's own manager says of them, without looking through everybody's."""

from typing import Any

import pytest
from socketio import AsyncManager, AsyncServer

from wtsocial.ui.rooms import Rooms, set_up

HERE = "/_event"


async def _met(manager: Any) -> tuple[Any, list[str]]:
    """Three sockets of a server with this manager, two of them in rooms."""
    server: Any = AsyncServer(async_mode="asgi", client_manager=manager)
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
