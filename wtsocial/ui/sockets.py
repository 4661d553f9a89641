"""Sockets: what Socket.IO does otherwise for us. It finds a socket's rooms at once, and keeps nothing of one that has gone."""

# python-socketio has no types.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import asyncio
from collections import defaultdict
from types import SimpleNamespace
from typing import Any, Final, Literal

from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from engineio.exceptions import QueueEmpty
from engineio.packet import MESSAGE, Packet
from reflex.state import StateUpdate
from socketio import AsyncManager, AsyncServer
from socketio.packet import EVENT

from wtsocial.ui import ready_json

STRAIGHT: Final = "wtsocial.send"
"""Under this an ASGI scope holds how a socket sends past all that wrapped it on its way in, and has no word in what is sent later."""


class Rooms(AsyncManager):
    """Socket.IO's own manager, but to ask where a socket is, and to take leave of it, costs the same with ten sockets and ten thousand."""

    def __init__(self) -> None:
        super().__init__()
        self._of: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """Let a socket hear what is said in a room. `None` is the room of all."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Let it hear no more."""
        super().basic_leave_room(sid, namespace, room)
        self._of[namespace, sid].discard(room)
        if not self._of[namespace, sid]:
            del self._of[namespace, sid]

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms of a socket, its own among them."""
        return [room for room in self._of.get((namespace, sid), ()) if room is not None]

    async def emit(  # pyright: ignore[reportIncompatibleMethodOverride] # it is called by names
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None, **more: Any
    ) -> None:
        """Say something in a room. To one socket, as all that answers an event is said, it is said without a task for it."""
        alone = isinstance(room, str) and isinstance(data, StateUpdate) and not skip_sid and not any(more.values())
        browser = self.eio_sid_from_sid(room, namespace) if alone else None
        if browser is None:
            await super().emit(event, data, namespace, room=room, skip_sid=skip_sid, **more)
            return
        server: Any = self.server
        encoded = server.packet_class(EVENT, namespace=namespace, data=[event, data]).encode()
        for part in encoded if isinstance(encoded, list) else [encoded]:
            await server._send_eio_packet(browser, Packet(MESSAGE, part))

    def basic_disconnect(self, sid: str, namespace: str, **_more: Any) -> None:
        """Forget a socket that has gone."""
        for room in list(self._of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]


class QuietSocket(AsyncSocket):
    """Engine.IO's own, but waiting for something to send takes no task and no timer each time: what has ended says so by None."""

    async def poll(self) -> list[Any]:
        """What is to be sent now; nothing once the socket has ended. Raises QueueEmpty for who is to wait no longer."""
        try:
            packets = [await self.queue.get()]
        except asyncio.CancelledError:
            raise QueueEmpty from None
        while packets[-1] is not None and not self.queue.empty():
            packets.append(self.queue.get_nowait())
        for _ in packets:
            self.queue.task_done()
        if len(packets) > 1 and packets[-1] is None:
            # What was to be sent before is sent; it is asked for once more.
            self.queue.put_nowait(None)
        return [packet for packet in packets if packet is not None]


class QuietWebSocket(asgi.WebSocket):
    """Engine.IO's own, but it sends straight, and that the other side has hung up is said by None, which means the same, and not raised.

    The exception would hold, by its traceback, the frame that holds the task that holds it: some 60 KB for each socket that was ever
    there, until the collector looks through everything old, which it hardly ever does (wtsocial.py).
    """

    async def __call__(self, environ: dict[str, Any]) -> Literal[""]:
        """Take the socket, and talk until one side ends it."""
        self._straight = environ["asgi.scope"].get(STRAIGHT) or environ["asgi.send"]
        # Engine.IO makes its sockets by name: one is told here what it is.
        self.handler.__self__.__class__ = QuietSocket
        return await super().__call__(environ)

    async def send(self, message: str | bytes) -> None:
        """One message."""
        await self._straight({"type": "websocket.send", "bytes" if isinstance(message, bytes) else "text": message})

    async def wait(self) -> str | bytes | None:
        """The next message; None when there will be no more."""
        receive: Any = self.asgi_receive
        event = await receive()
        return (event.get("bytes") or event.get("text")) if event["type"] == "websocket.receive" else None


async def translate_request(scope: Any, receive: Any, send: Any) -> dict[str, Any]:
    """What Engine.IO knows of a request.

    It makes a class for each, to read a body with, and no class is forgotten before the collector comes: of a socket, which has no
    body, it holds the first event alone, and not the socket.
    """
    if scope["type"] != "websocket":
        return await asgi.translate_request(scope, receive, send)
    first = await receive()

    async def once() -> Any:
        return first

    environ = await asgi.translate_request(scope, once, send)
    return environ and environ | {"asgi.receive": receive, "wsgi.input": None}


def set_up(server: AsyncServer) -> None:
    """Have a server that nobody is connected to yet do so."""
    server.manager = Rooms()
    server.manager.set_server(server)
    server.packet_class.json = SimpleNamespace(dumps=ready_json.dumps, loads=server.packet_class.json.loads)
    server.eio._async = {**server.eio._async, "websocket": QuietWebSocket, "translate_request": translate_request}
