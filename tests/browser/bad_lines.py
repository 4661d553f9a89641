"""A line between browsers and the site that can go bad in every way that lines do."""

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from tests.running import free_port

UPGRADE: Final = re.compile(rb"^upgrade:\s*websocket", re.IGNORECASE | re.MULTILINE)


class Way(Enum):
    """How the line is."""

    GOOD = "good"
    REFUSED = "nobody listens"
    SILENT = "connections are taken, and nothing passes"
    BAD_GATEWAY = "a proxy that has nobody behind it"
    UNAVAILABLE = "a proxy that says that the site is away"
    NO_SOCKETS = "pages pass, WebSockets are refused"
    MUTE = "pages pass, WebSockets open, and nothing is heard on them"


ANSWERS: Final = {Way.BAD_GATEWAY: b"502 Bad Gateway", Way.UNAVAILABLE: b"503 Service Unavailable", Way.NO_SOCKETS: b"403 Forbidden"}
CUTS: Final = {Way.REFUSED, *ANSWERS}
"""Ways that end the connections there are."""


@dataclass
class Line:
    """Listens at `port`, in a thread of its own, in front of `behind`."""

    behind: int = 0
    port: int = field(default_factory=free_port)
    way: Way = Way.GOOD
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _listening: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set[asyncio.StreamWriter])

    @property
    def url(self) -> str:
        """Where browsers find the site."""
        return f"http://localhost:{self.port}"

    def goes(self, way: Way) -> None:
        """From now on it is so."""
        self._do(self._go(way))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _go(self, way: Way) -> None:
        was, self.way = self.way, way
        if way is Way.REFUSED and self._listening:
            self._listening.close()
            self._listening = None
        elif way is not Way.REFUSED and not self._listening:
            self._listening = await asyncio.start_server(self._take, "127.0.0.1", self.port)
        # What hung on a silent line never comes through.
        if way in CUTS or was in {Way.SILENT, Way.MUTE}:
            for writer in self._open:
                writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        # Either side may be cut while the other writes.
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._serve(reader, writer)
        self._open.discard(writer)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if self.way is Way.SILENT:
            await asyncio.Event().wait()
        socket = bool(UPGRADE.search(head))
        if self.way in ANSWERS and (socket or self.way is not Way.NO_SOCKETS):
            writer.write(b"HTTP/1.1 " + ANSWERS[self.way] + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        site, to_site = await asyncio.open_connection("127.0.0.1", self.behind)
        try:
            # One request on each connection, so that each is looked at.
            to_site.write(
                head if socket else re.sub(rb"(?im)^connection:.*\r\n", b"", head).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            )
            await asyncio.wait(
                [asyncio.create_task(self._pass(reader, to_site)), asyncio.create_task(self._pass(site, writer, mutes=socket))],
                return_when=asyncio.FIRST_COMPLETED if socket else asyncio.ALL_COMPLETED,
            )
        finally:
            to_site.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, mutes: bool = False) -> None:
        said = 0
        with suppress(OSError):
            while part := await reader.read(65_536):
                # The handshake of the socket is heard, and no word after it.
                if self.way is not Way.SILENT and not (mutes and said and self.way is Way.MUTE):
                    writer.write(part)
                    await writer.drain()
                said += 1
            if writer.can_write_eof():
                writer.write_eof()

    def run(self) -> None:
        """Serve until stopped."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def stop(self) -> None:
        """End it, with all connections."""
        self.goes(Way.REFUSED)
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def line() -> Iterator[Line]:
    """One that is good, before anything is behind it."""
    made = Line()
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    made.goes(Way.GOOD)
    try:
        yield made
    finally:
        made.stop()
        thread.join(10)
