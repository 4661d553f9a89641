"""Real servers on the loopback interface that answer as told, and the way to them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from wtsocial.core.errors import Invalid
from wtsocial.gateways.fetch import Errand
from wtsocial.gateways.link_previews import PAGE, fetch_preview
from wtsocial.gateways.ssrf import Guard

Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]

STORY = """<html lang="en-GB"><head><title>Bridge reopens | Paper</title>
<meta property="og:title" content="Bridge reopens after nine years"><meta property="og:description" content="It is open.">
<meta property="og:site_name" content="The Paper"><meta property="og:image" content="/bridge.jpg"></head></html>"""


@dataclass
class Site:
    """A small web server: what it answers by path, and what it was asked."""

    replies: dict[str, bytes | Reply] = field(default_factory=dict[str, "bytes | Reply"])
    asked: list[str] = field(default_factory=list[str])
    connections: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer, goodbye."""
        self.connections += 1
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(request)
            reply = self.replies.get(request.split()[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if isinstance(reply, bytes):
                writer.write(reply)
            else:
                await reply(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def guard(self, *names: str) -> Guard:
        """A guard that reaches this server by these names, and finds no other name."""

        async def nobody(host: str, port: int) -> list[str]:
            raise OSError(f"no such host {host}:{port}")

        return Guard("social.example", dict.fromkeys(names or ("news.example",), f"127.0.0.1:{self.port}"), nobody)


def html(body: str | bytes, *, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = "") -> bytes:
    """A whole HTTP answer around the body."""
    raw = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(raw)}\r\n{extra}\r\n".encode() + raw


def moved(to: str, status: int = 302) -> bytes:
    """A redirect."""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


async def refusal_of(url: str, guard: Guard, errand: Errand = PAGE) -> tuple[str, str]:
    """Key and field of the refusal to preview this."""
    with pytest.raises(Invalid) as refusal:
        await fetch_preview(url, errand=errand, guard=guard)
    return refusal.value.key, refusal.value.field


@asynccontextmanager
async def _running(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A web server that is reached as news.example."""
    async with _running() as running:
        yield running


@pytest.fixture
def run_site() -> Callable[[ssl.SSLContext | None], AbstractAsyncContextManager[Site]]:
    """Starts further servers, with TLS when given a context."""
    return _running


@pytest.fixture
def quick() -> Errand:
    """The errand of a page, with half a second for everything."""
    return replace(PAGE, seconds=0.5)
