"""Guards: what every request passes before anything else sees it, and what every answer carries."""

import asyncio
import base64
import hashlib
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wtsocial.core.settings import settings
from wtsocial.core.tokens import read_cookies, session_cookie, token_hash
from wtsocial.endpoints.addressees import READING, KnownHost, OwnOrigin, own_origins
from wtsocial.endpoints.budgets import Budgets
from wtsocial.endpoints.failures import ErrorLog
from wtsocial.endpoints.refusals import refuse
from wtsocial.endpoints.tab_tokens import TabToken
from wtsocial.text.wellformed import is_wellformed_utf8

log = logging.getLogger(__name__)

MOST_BYTES: Final = 64 * 1024
NOT_MODIFIED: Final = 304
LINGERING_BYTES: Final = 4 * 1024 * 1024
LINGERING_SECONDS: Final = 5.0
"""How much of a body that nobody wants is taken in, and for how long, so that its sender reads the answer (nginx: `lingering_close`)."""


def guarded(app: ASGIApp, *, built: Path | None = None, larger: Mapping[str, int] | None = None) -> ASGIApp:
    """The whole site behind all guards, in their order. `built`: the folder of the built pages; `larger`: see BodyLimit."""
    inside = BodyLimit(SessionCookie(Budgets(TabToken(app))), larger=larger)
    return LingeringClose(SecurityHeaders(ErrorLog(KnownHost(OwnOrigin(WellFormed(inside)))), built=built))


class LingeringClose:
    """Ends a connection whose request was answered before its body was read, and says so with the answer.

    Without that word the sender would ask again on a connection that is about to go; and a connection that is closed while
    something unread lies in it takes the answer along.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; what is left of the body is thrown away between the answer and its end."""
        if scope["type"] != "http" or not scope.get("http_version", "1.1").startswith("1") or not _has_body(scope["headers"]):
            await self.app(scope, receive, send)
            return
        unread = True

        async def receive_noting() -> Message:
            nonlocal unread
            message = await receive()
            unread = message["type"] == "http.request" and message.get("more_body", False)
            return message

        async def send_and_linger(message: Message) -> None:
            if not unread:
                await send(message)
            elif message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
                await send(message)
            elif message.get("more_body"):
                await send(message)
            else:
                # Its last byte is held back: after that the server closes.
                body = message.get("body", b"")
                await send({**message, "body": body[:-1], "more_body": True})
                await _throw_away(receive_noting)
                await send({"type": "http.response.body", "body": body[-1:]})

        await self.app(scope, receive_noting, send_and_linger)


class SessionCookie:
    """Puts the SHA-256 of the session's token in its place, so that nothing behind sees, logs or stores the token.

    A client that sends a hash gets it hashed again: a stolen table of hashes opens nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with another Cookie header."""
        if scope["type"] in ("http", "websocket"):
            others = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
            if cookies:
                others.append((b"cookie", _without_token(cookies).encode("latin-1")))
                scope = {**scope, "headers": others}
        await self.app(scope, receive, send)


class WellFormed:
    """Refuses (400) an address with a NUL or half a character in it. Forms are looked through where they are read (`auth`)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse."""
        if scope["type"] in ("http", "websocket") and not _is_wellformed_address(scope):
            await refuse(scope, receive, send, 400, key="error.malformed_address")
        else:
            await self.app(scope, receive, send)


class BodyLimit:
    """Refuses (413) a body of more than `most` bytes before anything reads it; `larger`: path prefix → its own limit."""

    def __init__(self, app: ASGIApp, *, most: int = MOST_BYTES, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.most = most
        self.larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body whole, which its limit allows, and hand it on in one piece; or refuse."""
        if scope["type"] != "http" or scope["method"] in READING:
            await self.app(scope, receive, send)
            return
        most = next((limit for prefix, limit in self.larger.items() if scope["path"].startswith(prefix)), self.most)
        stated = Headers(scope=scope).get("content-length", "0")
        body = await _body(receive, most) if stated.isdecimal() and len(stated) < 20 and int(stated) <= most else None
        if body is None:
            await refuse(scope, receive, send, 413)
            return
        pending = [*body]

        async def receive_again() -> Message:
            return pending.pop(0) if pending else await receive()

        await self.app(scope, receive_again, send)


class SecurityHeaders:
    """What browsers are told not to do on our pages: above all, to run or fetch nothing that is not ours."""

    def __init__(self, app: ASGIApp, *, built: Path | None = None) -> None:
        self.app = app
        self.page_policy = content_policy(inline_scripts(built) if built else ())
        self.other_policy = content_policy(())
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if settings().secure:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to the answer what it does not say itself."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                # What a 304 says takes the place of what came with the page that the browser has.
                if message["status"] != NOT_MODIFIED:
                    headers.setdefault("Content-Security-Policy", self.page_policy if is_page else self.other_policy)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def content_policy(scripts: Iterable[str]) -> str:
    """The Content-Security-Policy: only this site, plus the inline scripts with these hashes ('sha256-…')."""
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in own_origins())
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *(f"'{one}'" for one in scripts)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {sockets}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def inline_scripts(folder: Path) -> list[str]:
    """The hashes ("sha256-…") of all scripts that stand in the HTML files of a folder, in a settled order."""
    found: set[str] = set()
    for page in folder.rglob("*.html"):
        for script in LexborHTMLParser(page.read_text(encoding="utf-8")).css("script:not([src])"):
            digest = hashlib.sha256((script.text() or "").encode()).digest()
            found.add(f"sha256-{base64.b64encode(digest).decode()}")
    return sorted(found)


def _has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    # As they came: to look them up by name costs a tenth of what a ready page does.
    return any(name == b"transfer-encoding" or (name == b"content-length" and value != b"0") for name, value in headers)


async def _throw_away(receive: Receive) -> None:
    taken = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGERING_SECONDS):
            more = True
            while more and taken < LINGERING_BYTES:
                message = await receive()
                taken += len(message.get("body", b""))
                more = message.get("more_body", False)


def _without_token(cookies: str) -> str:
    # Put together anew from its pairs: no other reader can find in it a session that we did not.
    kept = session_cookie()
    return "; ".join(f"{name}={token_hash(value) if name == kept else value}" for name, value in read_cookies(cookies))


def _is_wellformed_address(scope: Scope) -> bool:
    path = str(scope["path"]).encode("utf-8", "surrogatepass")
    return is_wellformed_utf8(path) and is_wellformed_utf8(unquote_to_bytes(scope.get("query_string", b"")))


async def _body(receive: Receive, most: int) -> list[Message] | None:
    """The messages of a body, as one; None when it grows over `most` bytes."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return [message]
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return [{"type": "http.request", "body": bytes(body), "more_body": False}]
