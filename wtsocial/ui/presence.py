"""Presence: who is editing what, told live to whoever looks at it. Nothing of it is ever written down."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import bus
from wtsocial.core.messages import EditorPresence
from wtsocial.ui.connection import sid_of
from wtsocial.ui.live import is_connected

LIBRARY = "$/public/kit/live/presence.js"
LOOKS = 1
"""Seconds between two looks at who has gone."""
REPEATS = 12
"""Seconds after which it is said again, for who came meanwhile; a browser forgets what it has not heard for three times as long."""


@dataclass(frozen=True)
class _Editing:
    room: str
    place: str
    name: str


class Editors:
    """Who is editing at the browsers of this worker; what other workers know of theirs comes by the bus."""

    def __init__(self) -> None:
        self._here: dict[str, _Editing] = {}

    async def begin(self, state: rx.State, viewer: Viewer, *, room: str, place: str) -> None:
        """Whoever may edit has begun to: tell the room, once."""
        sid = sid_of(state)
        editing = _Editing(room, place, viewer.name)
        if sid and viewer.active and self._here.get(sid) != editing:
            await self.leave(sid)
            self._here[sid] = editing
            await _say(editing, here=True)

    async def leave(self, sid: str) -> None:
        """Whoever sat there is on another page, or gone."""
        editing = self._here.pop(sid, None)
        if editing:
            await _say(editing, here=False)

    async def run(self) -> None:
        """Notice who is gone, and say again who is there, until cancelled."""
        turns = 0
        while True:
            await asyncio.sleep(LOOKS)
            turns += 1
            await self.look(again=turns % REPEATS == 0)

    async def look(self, *, again: bool) -> None:
        """Take leave of those whose connection has ended; `again`: say that the others are there."""
        for sid, editing in list(self._here.items()):
            if not is_connected(sid):
                await self.leave(sid)
            elif again:
                await _say(editing, here=True)


editors = Editors()


async def _say(editing: _Editing, *, here: bool) -> None:
    await bus.publish((editing.room,), EditorPresence(editing.place, editing.name, here))


class Present(rx.Component):
    """Says who else (`me` is left out) is editing what `place` names."""

    library = LIBRARY
    tag = "EditorPresence"

    place: rx.Var[str]
    me: rx.Var[str]
