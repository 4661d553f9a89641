"""Rooms: which browsers hear what. Each socket's own are remembered, where Socket.IO looks through everybody's."""

# python-socketio has no types.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import defaultdict
from typing import Any

from socketio import AsyncManager, AsyncServer


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


def set_up(server: AsyncServer) -> None:
    """Have a server that nobody is connected to yet remember rooms in this way."""
    server.manager = Rooms()
    server.manager.set_server(server)
