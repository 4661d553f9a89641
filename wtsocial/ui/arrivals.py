"""Arrivals: tabs that come are let in a few at a time, socket and page, so that a crowd at the door holds up nobody who is in."""

import asyncio
import logging
from typing import Any, Final

from reflex.app import App
from reflex.middleware.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wtsocial.ui.connection import sid_of
from wtsocial.ui.presses import Presses
from wtsocial.ui.sockets import STRAIGHT

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Tabs of one worker that are given their page at the same time; and so many sockets are being opened."""
PATIENCE: Final = 2.0
"""Seconds after which one that is slow, or gone, makes room for the next; it is given its page nevertheless."""
LONGEST_REST: Final = 0.1
"""Seconds. Where every core is busy with a crowd, a press waits for the machine at each of its steps, whoever goes first in the loop."""
BOOT: Final = ".hydrate_and_load"
LOADED: Final = ".set_is_hydrated"
"""How the names of a page's first and last event end, the framework's own."""


class Door:
    """Room for a few at a time, in the order in which they came, who give way to presses of those who are in."""

    def __init__(self, presses: Presses) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._presses = presses

    async def enter(self) -> float:
        """Wait for one's turn; when it came. `leave` must follow."""
        await self._room.acquire()
        try:
            await self._presses.give_way()
        except BaseException:
            self._room.release()
            raise
        return asyncio.get_running_loop().time()

    def leave(self, entered: float) -> None:
        """Make room for the next: while others press things, after a rest as long as this one took."""
        loop = asyncio.get_running_loop()
        if self._presses.lately:
            loop.call_later(min(loop.time() - entered, LONGEST_REST), self._room.release)
        else:
            self._room.release()


class SocketDoor:
    """On HTTP, outside of everything: opening a socket costs a millisecond, and a crowd comes with thousands."""

    def __init__(self, inside: ASGIApp, door: Door) -> None:
        self._inside = inside
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A socket is inside as soon as it is taken or refused, or that takes long; all else does not come by here."""
        if scope["type"] != "websocket":
            await self._inside(scope, receive, send)
            return
        entered = await self._door.enter()
        entering = True

        def come_in() -> None:
            nonlocal entering
            if entering:
                self._door.leave(entered)
                late.cancel()
            entering = False

        late = asyncio.get_running_loop().call_later(PATIENCE, come_in)

        async def answer(message: Message) -> None:
            await send(message)
            come_in()

        try:
            await self._inside({**scope, STRAIGHT: send}, receive, answer)
        finally:
            come_in()


class Arrivals(Middleware):
    """Between the socket and the queue of events: a tab's first event waits for its turn, and its others behind that.

    A socket is told at once that it is connected. As a middleware it hears when a page was loaded, and a press answered. Whoever is being
    let in gives way to presses at each step.
    """

    def __init__(self, namespace: Any, presses: Presses) -> None:
        self._namespace = namespace
        self._pass_on = namespace.on_event
        self._presses = presses
        self._door = Door(presses)
        self._waiting: dict[str, asyncio.Event] = {}
        self._loading: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        namespace.on_event = self.on_event

    async def on_event(self, sid: str, data: Any) -> None:
        """An event of the browser at this connection."""
        if str(data.get("name")).endswith(BOOT):
            turn = self._waiting[sid] = asyncio.Event()
            task = asyncio.create_task(self._admit(sid, data, turn))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        if sid in self._waiting:
            await self._waiting[sid].wait()
        if sid not in self._loading:
            self._presses.begin(sid)
        await self._pass_on(sid, data)

    async def preprocess(self, app: App, state: Any, event: Any) -> None:  # noqa: ARG002 # as Reflex calls it
        """An event begins, in a task of its own. With the last one of a page the next may come."""
        sid = sid_of(state)
        loaded = self._loading.get(sid)
        if loaded is None:
            self._end_with_task(sid)
        elif event.name.endswith(LOADED):
            loaded.set()
        else:
            await self._presses.give_way()

    def _end_with_task(self, sid: str) -> None:
        if task := asyncio.current_task():
            task.add_done_callback(lambda _: self._presses.end(sid))

    async def _admit(self, sid: str, data: Any, turn: asyncio.Event) -> None:
        entered = await self._door.enter()
        loaded = self._loading[sid] = asyncio.Event()
        try:
            # Whoever gave up meanwhile is not waited for.
            if sid in self._namespace.sid_to_token:
                await self._pass_on(sid, data)
                turn.set()
                await asyncio.wait_for(loaded.wait(), PATIENCE)
        except TimeoutError:
            log.debug("a page takes long to load")
        finally:
            self._door.leave(entered)
            turn.set()
            if self._waiting.get(sid) is turn:
                del self._waiting[sid]
            if self._loading.get(sid) is loaded:
                del self._loading[sid]
