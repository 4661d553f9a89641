"""The event socket as a load generator speaks it: frames by hand, so that a thousand clients cost little beside the server."""

import asyncio
import json
import re
import secrets
import struct
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAMESPACE = "/_event"
BOOT = "reflex___state____state.hydrate_and_load"
"""The event that a page sends first: Reflex's own name for it."""
PATIENCE = 120
"""Seconds after which an answer counts as missing."""
BUILT = Path(__file__).resolve().parent.parent / ".web" / "utils" / "context.jsx"
"""Where the builder writes what pages are built with."""

Hear = Callable[[bytes], None]
"""Takes the JSON of one Socket.IO event, as it came."""


class Wire(asyncio.Protocol):
    """One client: Engine.IO 4 over WebSocket, one namespace. Masks with zeros, which the standard allows a client that has no secrets."""

    def __init__(self, greeting: bytes, connect: str, hear: Hear) -> None:
        self._greeting = greeting
        self._connect = connect
        self._hear = hear
        self._buffer = bytearray()
        self._upgraded = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self._transport = transport
        transport.write(self._greeting)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits for the opening."""
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"closed before it opened: {exc}"))

    def data_received(self, data: bytes) -> None:
        """Take frames apart as they become whole."""
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n")[0] + b" ":
                self.opened.set_exception(ConnectionError(head.decode(errors="replace")))
                self._transport.close()
                return
            self._upgraded, self._buffer = True, rest
        while frame := self._frame():
            self._take(frame)

    def _frame(self) -> bytes:
        """The next whole frame's payload, which is never empty on this protocol; empty when there is none yet."""
        if len(self._buffer) < 2:
            return b""
        length, start = self._buffer[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            start += size
            if len(self._buffer) < start:
                return b""
            length = int.from_bytes(self._buffer[2:start], "big")
        if len(self._buffer) < start + length:
            return b""
        payload = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        return payload

    def _take(self, payload: bytes) -> None:
        if payload.startswith(b"42/_event,"):
            self._hear(payload[10:])
        elif payload == b"2":
            self._send("3")
        elif payload.startswith(b"0"):
            self._send(self._connect)
        elif payload.startswith(b"40/_event,") and not self.opened.done():
            self.opened.set_result(None)

    def _send(self, text: str) -> None:
        payload = text.encode()
        size = len(payload)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
        self._transport.write(head + b"\0\0\0\0" + payload)

    def emit(self, data: Any) -> None:
        """Send an event of up to 64 KiB."""
        self._send("42/_event," + json.dumps(["event", data]))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


@cache
def _hashes() -> list[str]:
    # What a page says of the state that it was built with.
    return json.loads(re.findall(r"initialStateHashes = (\[.*?\])", BUILT.read_text())[0])


async def dial(url: str, *, page: str = "/", session: str = "", fresh: bool = False, hear: Hear) -> Wire:
    """Connect to a site as a tab that opens `page`, logged in by the cookie `session` if given.

    A `fresh` tab holds what its page was built with, and says so, as a browser does; another is sent all of it.
    """
    parts = urlsplit(url)
    fields = [
        f"GET /_event/?EIO=4&transport=websocket&token={secrets.token_hex(16)} HTTP/1.1",
        f"Host: {parts.netloc}", f"Origin: {url}", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: d2lyZSBvZiBhIGJlbmNobQ==",
    ]  # fmt: skip
    if session:
        fields.append(f"Cookie: session={session}")
    greeting = ("\r\n".join(fields) + "\r\n\r\n").encode()
    payload = {"hashes": _hashes()} if fresh else {}
    boot = {"event": {"name": BOOT, "payload": payload, "router_data": _at(page)}}
    connect = f"40{NAMESPACE},{json.dumps(boot)}"
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(lambda: Wire(greeting, connect, hear), "127.0.0.1", parts.port or 80)
    await asyncio.wait_for(wire.opened, PATIENCE)
    return wire


def _at(page: str) -> dict[str, str]:
    return {"pathname": page, "asPath": page}


class Tab:
    """A tab that asks and waits for the answer."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._awaited: tuple[bytes, asyncio.Future[float]] | None = None
        self._wire: Wire

    @classmethod
    async def open(cls, url: str, page: str, *, session: str = "", loaded: bytes) -> "Tab":
        """A tab whose page has loaded as far as an event with the letters `loaded`."""
        tab = cls(page)
        done = tab._wait(loaded)
        tab._wire = await dial(url, page=page, session=session, hear=tab._hear)
        await asyncio.wait_for(done, PATIENCE)
        return tab

    def _wait(self, answer: bytes) -> asyncio.Future[float]:
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._awaited = (answer, future)
        return future

    def _hear(self, event: bytes) -> None:
        if self._awaited and self._awaited[0] in event and not self._awaited[1].done():
            self._awaited[1].set_result(time.monotonic())

    async def ask(self, name: str, payload: dict[str, Any], *, answer: bytes) -> float:
        """Seconds from sending an event until an event with the letters `answer` came."""
        done = self._wait(answer)
        began = time.monotonic()
        self._wire.emit({"name": name, "payload": payload, "router_data": _at(self.page)})
        return await asyncio.wait_for(done, PATIENCE) - began

    def close(self) -> None:
        """Close the tab."""
        self._wire.close()
