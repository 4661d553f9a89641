"""One tab of a browser without its page: the event socket, spoken to by hand, and everything that came over it."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import socketio
from reflex.constants.state import FIELD_MARKER
from reflex.state import BaseState, OnLoadInternalState, State
from reflex.utils.format import format_event_handler
from socketio.exceptions import ConnectionError as RefusedConnection

from tests.server.callers import forwarded_for
from wtsocial.pages.moderation.state import QueueState

NAMESPACE = "/_event"
ROOT = State.get_full_name()
PATIENCE = 20
"""Seconds after which an answer counts as missing; no test measures by it."""

Handler = Any
"""An event as a State class has it (`FeedState.more`), or the full name of one."""
ECHO = QueueState.begin
"""The one event of the site that does nothing but say again what it was told."""


class Tab:
    """A tab with its client token. `heard` is every update in the order in which it came, `vars` what they add up to."""

    def __init__(self, site: str, *, session: str = "", token: str = "", path: str = "/") -> None:
        self.site = site
        self.session = session
        self.token = token or secrets.token_hex(16)
        self.path = path
        self.heard: list[dict[str, Any]] = []
        self.vars: dict[str, dict[str, Any]] = {}
        self.socket = socketio.AsyncClient(reconnection=False)
        self._news = asyncio.Condition()
        self.socket.on("event", self._hear, namespace=NAMESPACE)

    async def _hear(self, update: dict[str, Any]) -> None:
        self.heard.append(update)
        for state, changed in (update.get("delta") or {}).items():
            known = {name.removesuffix(FIELD_MARKER): value for name, value in changed.items()}
            self.vars.setdefault(state, {}).update(known)
        async with self._news:
            self._news.notify_all()
        for event in update.get("events") or []:
            # The others are for the page itself: go elsewhere, give a field the focus.
            if event["name"].startswith(ROOT):
                await self.emit(event["name"], **event.get("payload") or {})

    async def connect(self, *, origin: str | None = "", headers: dict[str, str] | None = None) -> None:
        """Open the socket and load the page, as a browser does in one packet. Raises ConnectionError when refused."""
        sent = forwarded_for() | (headers or {})
        if origin is not None:
            sent["Origin"] = origin or self.site
        if self.session:
            sent["Cookie"] = f"session={self.session}"
        boot = {"event": {"name": f"{ROOT}.hydrate_and_load", "payload": {}, "router_data": self._where()}}
        try:
            await self.socket.connect(
                f"{self.site}?token={self.token}",
                headers=sent,
                auth=boot,
                transports=["websocket"],
                namespaces=[NAMESPACE],
                socketio_path=NAMESPACE,
                wait_timeout=PATIENCE,
            )
        except RefusedConnection as refused:
            raise ConnectionError(str(refused)) from None
        await self._loaded()

    async def _loaded(self) -> None:
        await self.until(lambda: self.vars.get(ROOT, {}).get("is_hydrated") is True)

    def _where(self) -> dict[str, Any]:
        return {"pathname": self.path.partition("?")[0], "asPath": self.path, "query": {}}

    async def open(self, path: str) -> None:
        """Go to another page of the site, as a link there does."""
        self.path = path
        await self.emit(OnLoadInternalState.on_load_internal)
        # Loading calls for the page's events, and those may call for others.
        await self.settle(rounds=4)

    async def emit(self, handler: Handler, **payload: Any) -> None:
        """Send an event and wait for nothing."""
        name = handler if isinstance(handler, str) else format_event_handler(handler)
        await self.say({"name": name, "payload": payload, "router_data": self._where()})

    async def say(self, anything: Any) -> None:
        """Send whatever this is in an event's place."""
        await self.socket.emit("event", anything, namespace=NAMESPACE)

    async def send(self, handler: Handler, **payload: Any) -> list[dict[str, Any]]:
        """Send an event, wait until it and what it called for are done; what was heard meanwhile."""
        before = len(self.heard)
        await self.emit(handler, **payload)
        await self.settle()
        return self.heard[before:]

    async def settle(self, *, rounds: int = 2) -> None:
        """Wait until what was sent is done: a tab's events are answered in order, so an echo of our own comes after it.

        The second round comes after the events that the first ones called for.
        """
        for _ in range(rounds):
            word = secrets.token_hex(8)
            await self.emit(ECHO, subject=word)
            await self.until(lambda word=word: self.of(QueueState).get("deciding") == word)

    async def until(self, holds: Any, *, seconds: float = PATIENCE) -> None:
        """Wait until something holds of what was heard. Raises TimeoutError with the last updates."""
        try:
            async with self._news:
                await asyncio.wait_for(self._news.wait_for(holds), seconds)
        except TimeoutError:
            raise TimeoutError(f"{self.path}: not heard; the last was {self.heard[-3:]!r:.2000}") from None

    def of(self, state: type[BaseState]) -> dict[str, Any]:
        """What this browser knows of a state."""
        return self.vars.get(state.get_full_name(), {})

    def errors(self, state: type[BaseState]) -> dict[str, str]:
        """What a state says went wrong: field → catalogue key."""
        return {field: error["key"] for field, error in self.of(state).get("errors", {}).items()}

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.disconnect()


@asynccontextmanager
async def tab(site: str, path: str = "/", *, session: str = "", token: str = "") -> AsyncGenerator[Tab]:
    """An open tab on a page of the site; `session` is the cookie's token, "" for a reader."""
    opened = Tab(site, session=session, token=token, path=path)
    await opened.connect()
    try:
        yield opened
    finally:
        await opened.close()
