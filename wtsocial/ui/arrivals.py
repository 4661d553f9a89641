"""Arrivals: tabs that connect are given their page a few at a time, so that a crowd at the door does not hold up those who are in."""

import asyncio
import logging
from typing import Any, Final

from reflex.app import App
from reflex.middleware.middleware import Middleware

from wtsocial.ui.connection import sid_of

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Tabs of one worker that are given their page at the same time."""
PATIENCE: Final = 2.0
"""Seconds after which one that is slow, or gone, makes room for the next; it is given its page nevertheless."""
BOOT: Final = ".hydrate_and_load"
LOADED: Final = ".set_is_hydrated"
"""How the names of a page's first and last event end, the framework's own."""


class Arrivals(Middleware):
    """Between the socket and the queue of events: a tab's first event waits for its turn, and its others behind that.

    The connection itself is answered at once. As a middleware it hears when a page was loaded.
    """

    def __init__(self, namespace: Any) -> None:
        self._namespace = namespace
        self._pass_on = namespace.on_event
        self._door = asyncio.Semaphore(AT_ONCE)
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
        await self._pass_on(sid, data)

    async def preprocess(self, app: App, state: Any, event: Any) -> None:  # noqa: ARG002 # as Reflex calls it
        """A page was loaded: the next may come."""
        if event.name.endswith(LOADED) and (loaded := self._loading.get(sid_of(state))):
            loaded.set()

    async def _admit(self, sid: str, data: Any, turn: asyncio.Event) -> None:
        async with self._door:
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
                turn.set()
                if self._waiting.get(sid) is turn:
                    del self._waiting[sid]
                if self._loading.get(sid) is loaded:
                    del self._loading[sid]
