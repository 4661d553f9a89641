"""Whom a request is meant for and where it comes from: the Host and Origin headers, read strictly, compared with the site's own."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.core.settings import LOOPBACK, settings
from wtsocial.endpoints.refusals import refuse
from wtsocial.endpoints.tab_tokens import SOCKET
from wtsocial.text.hosts import ascii_host, host_typed

EXEMPT: Final[tuple[str, ...]] = ("/webhooks/stripe",)
"""Paths that machines of others POST to without an Origin; each shows in another way who it is."""
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_MOST_PORT: Final = 65_535
# RFC 9110, 7.2: a host and, with a colon, a port; no user, no path, nothing that one reader sees otherwise than another. The dot
# at the end is left out on purpose: with it a browser keeps cookies apart, so it is not this site.
_HOST: Final = re.compile(
    r"(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)(?::([0-9]{1,5}))?"
)
_LONGEST_HOST: Final = 300


class OwnOrigin:
    """Refuses (403) every change and everything on the event socket that does not come from a page of this site.

    Browsers name the page's origin on both; a foreign, missing or `null` one is somebody else's page or no browser.
    """

    def __init__(self, app: ASGIApp, *, exempt: tuple[str, ...] = EXEMPT) -> None:
        self.app = app
        self.exempt = exempt
        self.origins = frozenset(own_origins())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse."""
        own = self._may_be_foreign(scope) or _origin(Headers(scope=scope).getlist("origin")) in self.origins
        await (self.app(scope, receive, send) if own else refuse(scope, receive, send, 403))

    def _may_be_foreign(self, scope: Scope) -> bool:
        if scope["type"] != "http":
            return scope["type"] != "websocket"
        path = str(scope["path"])
        # The socket's transport over plain HTTP counts as the socket.
        if path == SOCKET or path.startswith(f"{SOCKET}/"):
            return False
        return scope["method"] in READING or path in self.exempt


class KnownHost:
    """Refuses (400) a request for another host than the site's, before a wrong one gets into a link or a redirect."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hosts = frozenset(_host([urlsplit(origin).netloc]) for origin in own_origins())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse."""
        if scope["type"] in ("http", "websocket") and _host(Headers(scope=scope).getlist("host")) not in self.hosts:
            await refuse(scope, receive, send, 400)
        else:
            await self.app(scope, receive, send)


def own_origins() -> list[str]:
    """The site's origin; on a machine of one's own also its twin (localhost and 127.0.0.1, the same port)."""
    parts = urlsplit(settings().site_url)
    port = f":{parts.port}" if parts.port else ""
    origin = _origin([f"{parts.scheme}://{ascii_host(host_typed(parts.netloc))}{port}"])
    parts = urlsplit(origin)
    if parts.hostname not in LOOPBACK:
        return [origin]
    port = f":{parts.port}" if parts.port else ""
    return [origin, *(f"{parts.scheme}://{host}{port}" for host in LOOPBACK if host != parts.hostname)]


def parse_host(value: str) -> tuple[str, int | None] | None:
    """A Host header in its parts, (host in lower case, port if there is one); None for whatever is not plainly one."""
    found = _HOST.fullmatch(value.lower()) if len(value) <= _LONGEST_HOST and value.isascii() else None
    if found is None:
        return None
    host, port = found[1], int(found[2]) if found[2] else None
    if host.startswith("["):
        host = ascii_host(host.strip("[]"))
    return None if not host.startswith(found[1][0]) or (port is not None and not 1 <= port <= _MOST_PORT) else (host, port)


def _origin(values: list[str]) -> str:
    """An Origin as it is compared: lower case, without the port that its scheme has anyway; "" for none or several."""
    scheme, is_one, rest = values[0].lower().partition("://") if len(values) == 1 else ("", "", "")
    parsed = parse_host(rest) if is_one else None
    if parsed is None:
        return ""
    host, port = parsed
    shown = f":{port}" if port and port != _DEFAULT_PORTS.get(scheme) else ""
    return f"{scheme}://{host}{shown}"


def _host(values: list[str]) -> str | None:
    parsed = parse_host(values[0]) if len(values) == 1 else None
    return parsed[0] if parsed else None
