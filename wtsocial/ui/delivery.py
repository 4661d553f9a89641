"""Delivery: what the bus says reaches the browsers of this worker."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import reflex as rx
from engineio.packet import MESSAGE, Packet
from reflex.constants.state import FIELD_MARKER
from reflex.event import Event
from reflex.state import OnLoadInternalState, StateUpdate
from reflex.utils.format import format_event_handler
from socketio.packet import EVENT

from wtsocial.core.bus import EVERY_BROWSER, pages_room
from wtsocial.core.messages import Erased, Json, PagesChanged, Several
from wtsocial.editing.queries import corrections
from wtsocial.posts.listed import forget_views
from wtsocial.text.rendered import clear_cache
from wtsocial.ui import live, ready_json
from wtsocial.ui.live import LiveState
from wtsocial.ui.presses import Presses
from wtsocial.ui.ready_json import Ready
from wtsocial.ui.turns import next_turn

log = logging.getLogger(__name__)

AT_A_TIME = 10
"""After so many browsers others have a turn: a press is answered while thousands are told something."""
PAUSE_FOR_EACH = 0.000_15
"""Seconds, by each browser that was told something, until the next word is handed out: some three times what it takes.

Where hundreds vote at once, thousands of readers hear it together, and the loop is there for others most of the time.
"""
MOST_TOGETHER = 50
"""How many messages go as one, at most."""
READ_ANEW_AFTER, READ_ANEW_PAUSE, READ_ANEW_WITHIN = 0.5, 0.1, 5.0
"""Seconds until browsers are told to read anew, between so many of them, and in which all of them are."""
MOST_WAITING = 500
"""How many messages may wait for one browser."""

Said = tuple[tuple[str, ...], Json]
"""The rooms and the message."""

_hearing: list["Delivery"] = []


class Delivery:
    """Hands what the bus says to the browsers of this worker, in its order: each hears once what was said meanwhile, encoded once.

    Whoever announces something does not wait for it, and events are answered in between.
    """

    def __init__(self, app: rx.App, presses: Presses) -> None:
        live.use(app)
        self._app = app
        self._presses = presses
        self._said: asyncio.Queue[Said] = asyncio.Queue()
        self._missed = asyncio.Event()
        self.heard = 0
        """How many messages it was given, and how often it was said that some were missed."""

    async def deliver(self, rooms: tuple[str, ...], message: Json) -> None:
        """Take a message for the browsers that are in one of these rooms."""
        if message.get("kind") == PagesChanged.kind:
            # No browser shows anything by it.
            if pages_room() in rooms:
                corrections.forget_count()
            return
        self.heard += 1
        if message.get("kind") == Erased.kind:
            # Every worker hears of it, not the one alone where it was done.
            clear_cache()
            forget_views()
        self._said.put_nowait((rooms, message))

    async def run(self) -> None:
        """Hand out what was taken, until cancelled."""
        _hearing.append(self)
        try:
            while True:
                told = 0
                try:
                    told = await self._hand_out(await self._next())
                except Exception:  # the next message is no worse for it
                    log.exception("live: not delivered")
                await asyncio.sleep(told * PAUSE_FOR_EACH)
        finally:
            _hearing.remove(self)

    async def _next(self) -> list[Said]:
        """What was said since the last time, one message at least."""
        said = [await self._said.get()]
        while not self._said.empty() and len(said) < MOST_TOGETHER:
            said.append(self._said.get_nowait())
        return said

    async def _hand_out(self, said: list[Said]) -> int:
        """Tell each browser what is meant for it; how many were told something."""
        server: Any = self._app.sio
        namespace = self._app.event_namespace
        if not server or not namespace:
            return 0
        words = list(_words(said))
        packets: dict[tuple[int, ...], Packet] = {}
        meant = await self._meant_for(server, namespace.namespace, [rooms for rooms, _ in words])
        for told, (browser, numbers) in enumerate(meant.items(), 1):
            if numbers not in packets:
                packets[numbers] = _said_packet(server, namespace, [words[one][1] for one in numbers])
            await _put(server.eio.sockets.get(browser), packets[numbers])
            if told % AT_A_TIME == 0:
                await asyncio.sleep(0)
                await self._presses.give_way()
        return len(meant)

    async def _meant_for(self, server: Any, namespace: str, said: list[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
        """The browsers that are in any of the rooms of these messages, and the messages' numbers for each."""
        meant: dict[str, tuple[int, ...]] = {}
        for number, rooms in enumerate(said):
            among = None if EVERY_BROWSER in rooms else list(rooms)
            for _, browser in server.manager.get_participants(namespace, among):
                meant[browser] = (*meant.get(browser, ()), number)
            await asyncio.sleep(0)
        return meant

    async def read_anew(self) -> None:
        """Have every browser of this worker read its page anew soon, as it does when it connects: something was missed."""
        self._missed.set()

    async def run_reading_anew(self) -> None:
        """Tell browsers to read anew when something was missed, until cancelled: a gap has more than one sign, and is read over once."""
        while True:
            await self._missed.wait()
            await asyncio.sleep(READ_ANEW_AFTER)
            self._missed.clear()
            await self._tell_to_read_anew()

    async def _tell_to_read_anew(self) -> None:
        self.heard += 1
        # One after the other, over some seconds: they all read then.
        server: Any = self._app.sio
        namespace = self._app.event_namespace
        if not server or not namespace:
            return
        name = format_event_handler(OnLoadInternalState.on_load_internal)  # pyright: ignore[reportArgumentType] # a handler, by its class
        packet = _packet(server, namespace, StateUpdate(events=[Event(name=name)]))
        browsers = [browser for _, browser in server.manager.get_participants(namespace.namespace, None)]
        for number, browser in enumerate(browsers, 1):
            await _put(server.eio.sockets.get(browser), packet)
            if number % AT_A_TIME == 0:
                await asyncio.sleep(min(READ_ANEW_PAUSE, READ_ANEW_WITHIN * AT_A_TIME / len(browsers)))


class _Word(Ready):
    """A message, encoded for all who hear it. The turn makes two equal ones differ: a browser does not hear the same word twice."""

    def __init__(self, message: Json) -> None:
        self.json = ready_json.dumps({**message, "turn": next_turn()})


def _words(said: list[Said]) -> Iterator[tuple[tuple[str, ...], _Word]]:
    for rooms, message in said:
        try:
            yield rooms, _Word(message)
        except Exception:  # the others are no worse for it
            log.exception("live: not delivered")


def _said_packet(server: Any, namespace: Any, words: list[_Word]) -> Packet:
    said = words[0] if len(words) == 1 else {"kind": Several.kind, "messages": words, "turn": next_turn()}
    return _packet(server, namespace, StateUpdate(delta={LiveState.get_full_name(): {"said" + FIELD_MARKER: said}}))


def _packet(server: Any, namespace: Any, update: StateUpdate) -> Packet:
    return Packet(MESSAGE, server.packet_class(EVENT, namespace=namespace.namespace, data=["event", update]).encode())


async def _put(socket: Any, packet: Packet) -> None:
    # Past Socket.IO's own `emit`, which makes a task for each browser.
    if socket and socket.queue.qsize() < MOST_WAITING:
        socket.queue.put_nowait(packet)
    elif socket:
        # It takes nothing in; when it wakes up it connects anew and fills its gap.
        await socket.close(wait=False, abort=True)


def messages_heard() -> int | None:
    """How many messages this worker has heard so far; None where none are handed out, so that nobody would know of a change."""
    return sum(one.heard for one in _hearing) if _hearing else None
