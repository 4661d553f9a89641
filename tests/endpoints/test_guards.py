"""What every request passes, and what every answer carries."""

import asyncio
import base64
import hashlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message
from starlette.websockets import WebSocket

from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_of, token_hash
from wtsocial.endpoints import guards
from wtsocial.endpoints.addressees import OwnOrigin
from wtsocial.endpoints.guards import LINGERING_BYTES, BodyLimit, ErrorLog, guarded, inline_scripts
from wtsocial.i18n import say

OWN = "http://localhost:3000"


async def seen(request: Request) -> Response:
    return JSONResponse({"cookie": request.headers.get("cookie"), "session": session_of(request.headers.get("cookie", ""))})


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def page(_request: Request) -> Response:
    return HTMLResponse("<p>Hello")


async def break_down(_request: Request) -> Response:
    raise RuntimeError("the secret of the house")


async def break_half_way(_request: Request) -> Response:
    async def half() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("in the middle")

    return StreamingResponse(half())


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("cookie", ""))
    await websocket.close()


async def broken_socket(websocket: WebSocket) -> None:
    await websocket.accept()
    raise RuntimeError("in a socket")


def house() -> Starlette:
    posts = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(
        routes=[
            Route("/seen", seen), Route("/page", page), Route("/echo", echo, methods=posts), Route("/_event", echo, methods=posts),
            Route("/_event/", echo, methods=posts), Route("/webhooks/x", echo, methods=posts), Route("/_upload", echo, methods=posts),
            Route("/broken", break_down), Route("/half", break_half_way), WebSocketRoute("/_event", socket), WebSocketRoute("/bad", broken_socket),
        ]
    )  # fmt: skip


def client(app: ASGIApp | None = None, base: str = OWN) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app or guarded(house()), raise_app_exceptions=False), base_url=base)


async def shake_hands(app: ASGIApp, path: str = "/_event", **headers: str) -> list[Message]:
    """What the server says to a WebSocket handshake."""
    sent: list[Message] = []
    incoming: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "localhost:3000", **headers}.items()]
    scope: dict[str, Any] = {"type": "websocket", "path": path, "headers": given, "query_string": b"", "subprotocols": [], "scheme": "ws"}

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def was_refused(sent: list[Message]) -> bool:
    return [message["type"] for message in sent] == ["websocket.close"]


# The session's token


async def test_behind_the_door_there_is_only_the_hash_of_a_token() -> None:
    async with client() as site:
        answer = (await site.get("/seen", headers={"Cookie": "a=1; session=TOKEN; b=2"})).json()
    assert answer == {"cookie": f"a=1; session={token_hash('TOKEN')}; b=2", "session": token_hash("TOKEN")}


async def test_a_socket_carries_only_the_hash_too() -> None:
    sent = await shake_hands(guarded(house()), origin=OWN, cookie="session=TOKEN")
    assert sent[1]["text"] == f"session={token_hash('TOKEN')}"


async def test_a_hash_that_is_sent_is_hashed_again() -> None:
    hashed = token_hash("TOKEN")
    async with client() as site:
        answer = (await site.get("/seen", headers={"Cookie": f"session={hashed}"})).json()
    assert answer["session"] == token_hash(hashed) != hashed


@pytest.mark.parametrize(
    "cookie",
    [
        "session =TOKEN",
        " session= TOKEN ;;",
        "session=TOKEN; session=OTHER",
        "a; session=TOKEN",
        "x=y session; session=TOKEN",
        'session="TOKEN"',
    ],
)
async def test_no_odd_spelling_brings_a_token_through(cookie: str) -> None:
    async with client() as site:
        answer = (await site.get("/seen", headers={"Cookie": cookie})).json()
    assert "TOKEN" not in answer["cookie"]
    assert "OTHER" not in answer["cookie"]


async def test_several_cookie_headers_are_read_as_one() -> None:
    async with client() as site:
        answer = (await site.get("/seen", headers=[("Cookie", "a=1"), ("Cookie", "session=TOKEN")])).json()
    assert answer["session"] == token_hash("TOKEN")


async def test_without_cookies_nothing_is_added() -> None:
    async with client() as site:
        assert (await site.get("/seen")).json() == {"cookie": None, "session": ""}


async def test_over_https_the_plain_cookie_is_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://example.org")
    settings.cache_clear()
    async with client(guarded(house()), "https://example.org") as site:
        answer = (await site.get("/seen", headers={"Cookie": "session=A; __Host-session=B"})).json()
    assert answer["session"] == token_hash("B")


# Where it comes from

FOREIGN = [
    None,
    "null",
    "",
    "https://evil.example",
    "http://localhost:3001",
    "https://localhost:3000",
    "http://localhost:3000.evil.example",
    "x" * 9000,
]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_change_from_elsewhere_is_refused(origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    async with client() as site:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert (await site.request(method, "/echo", headers=headers)).status_code == 403
        assert (await site.get("/echo", headers=headers)).status_code == 200


@pytest.mark.parametrize("origin", [OWN, "http://127.0.0.1:3000", "HTTP://LOCALHOST:3000"])
async def test_a_change_from_our_own_page_is_let_in(origin: str) -> None:
    async with client() as site:
        assert (await site.post("/echo", content=b"x", headers={"Origin": origin})).text == "x"
    assert not was_refused(await shake_hands(guarded(house()), origin=origin))


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_socket_from_elsewhere_is_refused(origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert was_refused(await shake_hands(guarded(house()), **headers))
    async with client() as site:
        polled = [await site.get(path, params={"transport": "polling"}, headers=headers) for path in ("/_event", "/_event/")]
    assert [answer.status_code for answer in polled] == [403, 403]


async def test_two_origins_are_none() -> None:
    async with client() as site:
        assert (await site.post("/echo", headers=[("Origin", OWN), ("Origin", "https://evil.example")])).status_code == 403


async def test_a_site_of_its_own_name_has_no_twin_and_no_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://example.org:443")
    settings.cache_clear()
    async with client(guarded(house()), "https://example.org") as site:
        for origin, status in (
            ("https://example.org", 200),
            ("http://example.org", 403),
            ("http://localhost", 403),
            ("https://www.example.org", 403),
        ):
            assert (await site.post("/echo", headers={"Origin": origin})).status_code == status


async def test_an_exempt_path_is_open_to_machines_and_its_neighbours_are_not() -> None:
    async with client(OwnOrigin(house(), exempt=("/webhooks/x",))) as site:
        assert (await site.post("/webhooks/x")).status_code == 200
        assert (await site.post("/echo")).status_code == 403


ANOTHER_HOST = [
    "evil.example", "localhost.evil.example", "", "localhost@evil.example", "evil.example/localhost", "[::1", "127.0.0.2",
    "evil.example@localhost", "user:pw@localhost:3000", "@localhost", "localhost:3000@evil.example", "localhost:3000evil", "localhost:evil",
    "localhost:", "localhost:0", "localhost:65536", "localhost:99999", "localhost:000003000", "localhost:-1", "localhost:+80", "localhost: 80", "localhost:3000:80",
    "localhost/", "localhost:3000/path", "localhost?x", "localhost#x", "http://localhost", "//localhost", "localhost.", "localhost.:3000", ".localhost",
    "localhost,localhost", "localhost localhost", "local host", "localhost\\evil.example", "localhost;x", "%6cocalhost", "ｌocalhost", "localhost\x7f",
    "[localhost]", "[127.0.0.1]", "[::1]", "127.1", "2130706433", "0x7f.0.0.1", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("host", ANOTHER_HOST)
async def test_another_host_is_refused(host: str) -> None:
    async with client() as site:
        assert (await site.get("/seen", headers={b"Host": host.encode()})).status_code == 400
    assert was_refused(await shake_hands(guarded(house()), origin=OWN, host=host))


async def test_two_hosts_are_none() -> None:
    for others in (["localhost:3000", "localhost:3000"], ["localhost", "evil.example"], ["evil.example", "localhost"]):
        async with client() as site:
            assert (await site.get("/seen", headers=[("Host", host) for host in others])).status_code == 400


async def test_no_host_is_none() -> None:
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/seen", "query_string": b"", "headers": [], "scheme": "http"}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    await guarded(house())(scope, nothing, send)
    assert sent[0]["status"] == 400


@pytest.mark.parametrize(
    ("own", "sent", "status"),
    [
        ("http://[2001:db8::7]:8000", "[2001:db8::7]:8000", 200),
        ("http://[2001:DB8:0::7]", "[2001:db8::7]", 200),
        ("http://[2001:db8::7]:8000", "2001:db8::7", 400),
        ("http://[2001:db8::7]:8000", "[2001:db8::8]:8000", 400),
        ("https://בדיקה.example", "xn--5dbedt4e.example", 200),
        ("https://EXAMPLE.org", "Example.ORG:443", 200),
    ],
)
async def test_a_site_is_known_by_the_name_that_browsers_send(own: str, sent: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", own)
    settings.cache_clear()
    async with client(guarded(house()), "http://any.example") as site:
        assert (await site.get("/seen", headers={"Host": sent})).status_code == status


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000@evil.example", "http://u@localhost:3000", "http://localhost:3000/x", "http://localhost:3000evil"]
)
async def test_an_origin_that_is_more_than_one_is_refused(origin: str) -> None:
    async with client() as site:
        assert (await site.post("/echo", headers={"Origin": origin})).status_code == 403


@pytest.mark.parametrize("address", ["/seen?q=%00", "/seen?q=a%00b&c=d", "/seen?q=%ED%A0%BD", "/seen?%ed%bf%bf", "/seen%00", "/%00"])
async def test_an_address_with_what_is_no_text_is_refused(address: str) -> None:
    async with client() as site:
        answer = await site.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.text) == (400, say("en", "error.malformed_address"))


@pytest.mark.parametrize(
    "address", ["/seen?q=%F0%9F%91%8D", "/seen?q=caf%E9", "/seen?q=%ED%95%9C", "/seen?q=%ED%9F%BF", "/seen?q=%EF%BF%BD&%"]
)
async def test_an_address_in_any_writing_is_let_in(address: str) -> None:
    async with client() as site:
        assert (await site.get(address)).status_code == 200


@pytest.mark.parametrize("host", ["localhost:3000", "LOCALHOST", "127.0.0.1:8000", "localhost:1", "localhost:65535"])
async def test_our_own_host_is_let_in(host: str) -> None:
    async with client() as site:
        assert (await site.get("/seen", headers={"Host": host})).status_code == 200


# How large


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(0, size, 1000):
        yield b"x" * 1000


@pytest.mark.parametrize("size", [0, 1000, 64_000])
async def test_a_body_within_the_limit_arrives_whole(size: int) -> None:
    async with client() as site:
        assert len((await site.post("/echo", content=b"x" * size, headers={"Origin": OWN})).content) == size
        assert len((await site.post("/echo", content=in_pieces(size), headers={"Origin": OWN})).content) == size


async def test_a_body_over_the_limit_is_refused_stated_or_not() -> None:
    async with client() as site:
        assert (await site.post("/echo", content=b"x" * 65_537, headers={"Origin": OWN})).status_code == 413
        assert (await site.post("/echo", content=in_pieces(66_000), headers={"Origin": OWN})).status_code == 413
        lied = {"Origin": OWN, "Content-Length": "9" * 5000}
        assert (await site.post("/echo", content=in_pieces(1000), headers=lied)).status_code == 413


async def test_an_endless_body_is_not_read_to_its_end() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(10_000):
            read += 1000
            yield b"x" * 1000

    async with client(BodyLimit(house())) as site:
        assert (await site.post("/echo", content=endless(), headers={"Origin": OWN})).status_code == 413
    assert read < 70_000
    # Behind all guards some is taken in and thrown away, so that the answer is read.
    async with client() as site:
        assert (await site.post("/echo", content=endless(), headers={"Origin": OWN})).status_code == 413
    assert read < LINGERING_BYTES + 140_000


async def test_who_stops_sending_is_answered_whole_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LINGERING_SECONDS", 0.01)
    sent: list[Message] = []

    async def nothing_more() -> Message:
        return await asyncio.Future[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost:3000"), (b"origin", OWN.encode()), (b"content-length", b"99999")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/echo",
        "raw_path": b"/echo",
        "query_string": b"",
        "scheme": "http",
        "headers": headers,
    }
    await guarded(house())(scope, nothing_more, send)
    text = b"".join(message.get("body", b"") for message in sent)
    assert (sent[0]["status"], dict(sent[0]["headers"])[b"connection"]) == (413, b"close")
    assert len(text) == int(dict(sent[0]["headers"])[b"content-length"])
    assert [message.get("more_body", False) for message in sent[1:]] == [True, False]


async def test_a_path_may_have_a_limit_of_its_own() -> None:
    async with client(BodyLimit(house(), most=10, larger={"/_upload": 100})) as site:
        assert (await site.post("/_upload", content=b"x" * 100)).status_code == 200
        assert (await site.post("/_upload", content=b"x" * 101)).status_code == 413
        assert (await site.post("/echo", content=b"x" * 11)).status_code == 413


# When something breaks


async def test_an_error_shows_an_id_and_nothing_else_and_the_log_explains_it(caplog: pytest.LogCaptureFixture) -> None:
    async with client() as site:
        answer = await site.get("/broken?token=SECRET", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert 'role="alert"' in answer.text
    [record] = [record for record in caplog.records if record.name == "wtsocial.endpoints.failures"]
    assert record.levelno == logging.ERROR
    number = str(record.args[0]) if isinstance(record.args, tuple) else ""
    assert len(number) == 8
    assert number in answer.text
    assert "the secret of the house" in caplog.text
    assert "SECRET" not in record.getMessage()


async def test_a_fetch_is_told_of_an_error_in_its_own_form() -> None:
    async with client() as site:
        error = (await site.get("/broken", headers={"Accept": "application/json"})).json()["errors"][""]
    assert error["key"] == "error.broken"
    assert len(error["params"]["id"]) == 8


async def test_the_error_page_speaks_the_persons_language() -> None:
    async with client() as site:
        assert '<html lang="he" dir="rtl">' in (await site.get("/broken", headers={"Cookie": "language=he"})).text
        assert '<html lang="en" dir="ltr">' in (await site.get("/broken", headers={"Cookie": 'language="><script>'})).text


async def test_half_an_answer_is_never_taken_for_a_whole_one(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded(house())), base_url=OWN) as site:
            await site.get("/half")
    assert "unhandled error" in caplog.text


async def test_an_error_in_a_socket_is_logged_and_closes_it(caplog: pytest.LogCaptureFixture) -> None:
    sent = await shake_hands(guarded(house()), "/bad", origin=OWN)
    assert sent[-1] == {"type": "websocket.close", "code": 1011}
    assert "in a socket" in caplog.text


async def test_an_answer_of_500_that_was_meant_stays_as_it_is() -> None:
    async with client(ErrorLog(PlainTextResponse("meant so", 500))) as site:
        answer = await site.get("/")
    assert (answer.status_code, answer.text) == (500, "meant so")


# What every answer carries


@pytest.mark.parametrize("path", ["/page", "/seen", "/broken", "/not-there"])
async def test_every_answer_tells_browsers_what_not_to_do(path: str) -> None:
    async with client() as site:
        headers = (await site.get(path)).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://localhost:3000 ws://127.0.0.1:3000"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


async def test_a_304_leaves_the_policy_that_came_with_the_page() -> None:
    async with client(guarded(Response(status_code=304, headers={"ETag": '"a"'}))) as site:
        headers = (await site.get("/")).headers
    # A browser would put it in the place of the page's own, which names the page's scripts.
    assert "content-security-policy" not in headers
    assert headers["x-content-type-options"] == "nosniff"


async def test_over_https_browsers_are_told_to_stay_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://example.org")
    settings.cache_clear()
    async with client(guarded(house()), "https://example.org") as site:
        headers = (await site.get("/page")).headers
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "connect-src 'self' wss://example.org;" in headers["content-security-policy"]


async def test_the_scripts_of_the_built_pages_may_run_and_no_others(tmp_path: Path) -> None:
    script = "\n  window.x = 'é & <b>';\n"
    (tmp_path / "w").mkdir()
    (tmp_path / "index.html").write_text(f"<head><script>{script}</script><script src='/a.js'></script></head>", encoding="utf-8")
    (tmp_path / "w" / "index.html").write_text(f"<script type=module async>{script}</script><p onclick='x()'>hi", encoding="utf-8")
    expected = "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert inline_scripts(tmp_path) == [expected]
    async with client(guarded(house(), built=tmp_path)) as site:
        assert f"script-src 'self' '{expected}';" in (await site.get("/page")).headers["content-security-policy"]
        assert "sha256" not in (await site.get("/seen")).headers["content-security-policy"]


async def test_the_programs_start_and_end_pass_every_guard() -> None:
    passed: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    async def nothing(*_: Any) -> Message:
        return {"type": "lifespan.startup"}

    await guarded(app)({"type": "lifespan"}, nothing, nothing)  # pyright: ignore[reportArgumentType]
    assert passed == ["lifespan"]
