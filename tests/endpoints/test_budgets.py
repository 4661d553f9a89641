"""One network address has so many tabs open and loads so many pages without a login, and the others notice nothing of it."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from tests.factories import login, make_member
from wtsocial.accounts import sessions
from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_cookie, token_hash
from wtsocial.endpoints.budgets import Budgets


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three pages, two sockets, one proxy in front."""
    for name, value in (("PAGES_PER_MINUTE", "3"), ("SOCKETS_PER_ADDRESS", "2"), ("TRUSTED_PROXY_HOPS", "1")):
        monkeypatch.setenv(f"WTSOCIAL_{name}", value)
    settings.cache_clear()
    yield
    settings.cache_clear()


def _site() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(Budgets(PlainTextResponse("a page"))), base_url="http://localhost")


async def _statuses(site: httpx.AsyncClient, count: int, *, path: str = "/post/1", **headers: str) -> list[int]:
    return [(await site.get(path, headers=headers)).status_code for _ in range(count)]


async def test_a_stranger_who_loads_too_many_pages_is_told_when_to_come_back() -> None:
    async with _site() as site:
        assert await _statuses(site, 4, **{"X-Forwarded-For": "192.0.2.1"}) == [200, 200, 200, 429]
        refused = await site.get("/", headers={"X-Forwarded-For": "192.0.2.1", "Accept-Language": "he"})
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert 'dir="rtl"' in refused.text
        assert await _statuses(site, 1, **{"X-Forwarded-For": "192.0.2.2"}) == [200]


async def test_a_forged_address_is_no_other_and_a_network_of_ipv6_is_one() -> None:
    async with _site() as site:
        forged = [await _statuses(site, 1, **{"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.1"}) for number in range(4)]
        assert forged == [[200], [200], [200], [429]]
        near = [await _statuses(site, 1, **{"X-Forwarded-For": f"2001:db8::{number}"}) for number in range(1, 5)]
        assert near == [[200], [200], [200], [429]]
        assert await _statuses(site, 1, **{"X-Forwarded-For": "2001:db8:0:1::1"}) == [200]


@pytest.mark.parametrize("path", ["/kit/style.css", "/assets/entry.js", "/pictures/a.webp", "/ping", "/health", "/favicon.ico"])
async def test_what_belongs_to_a_page_is_not_counted(path: str) -> None:
    async with _site() as site:
        assert await _statuses(site, 6, path=path) == [200] * 6
        assert await _statuses(site, 4) == [200, 200, 200, 429]


async def test_whoever_is_known_reads_on_and_a_made_up_login_does_not_help() -> None:
    hashed = token_hash(await login(await make_member("ana")))
    assert (await sessions.viewer_of(hashed)).name == "ana"
    async with _site() as site:
        assert await _statuses(site, 6, Cookie=f"{session_cookie()}={hashed}") == [200] * 6
        assert await _statuses(site, 4, Cookie=f"{session_cookie()}={'0' * 64}") == [200, 200, 200, 429]


class Sockets:
    """Opens sockets that stay open as long as the stack."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._budgets = Budgets(self._stay)
        self.answers: list[str] = []

    async def _stay(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await receive()

    async def open(self, address: str) -> str:
        """What is answered to one more from there."""
        ended, answered = asyncio.Event(), asyncio.Queue[str]()

        async def send(message: Message) -> None:
            await answered.put(message["type"])

        async def receive() -> Message:
            await ended.wait()
            return {"type": "websocket.disconnect"}

        async def close() -> None:
            ended.set()
            await opened

        scope = {"type": "websocket", "path": "/_event", "client": ("127.0.0.1", 1), "headers": [(b"x-forwarded-for", address.encode())]}
        opened = asyncio.create_task(self._budgets(scope, receive, send))
        self._stack.push_async_callback(close)
        return (await answered.get()).rpartition(".")[2]


async def test_a_socket_too_many_is_refused_and_one_that_ends_makes_room() -> None:
    async with AsyncExitStack() as stack:
        sockets = Sockets(stack)
        answers = [await sockets.open(address) for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")]
        assert answers == ["accept", "accept", "close", "accept"]
        await stack.aclose()
        assert await sockets.open("192.0.2.1") == "accept"
