"""Budgets: how many tabs one network address may have open, and how many pages it may load in a minute without a login."""

import re
from collections import Counter
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.accounts.sessions import member_of
from wtsocial.core.pace import Pace
from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_of
from wtsocial.endpoints.plain_page import plain_page
from wtsocial.gateways.rate_limits import client_address
from wtsocial.site.current import site_settings

_STATIC: Final = re.compile(
    r"/(?:assets|kit|i18n|external|pictures|webhooks)/|/(?:ping|health)$|.*\.(?:js|css|map|json|svg|png|webp|ico|woff2|txt)$"
)
"""What is served as it lies there costs next to nothing, and a page has dozens of it."""


class Budgets:
    """Refuses sockets (403) and pages (429, with Retry-After) beyond what one network address may have.

    Behind `SessionCookie`. Whoever is known to be logged in loads pages as they like. Each worker counts for itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._sockets: Counter[str] = Counter()
        self._pages = Pace(lambda: site_settings().pages_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] == "http" and _is_counted(scope) and not self._pages.allows(_address(scope)):
            seconds = self._pages.wait(_address(scope))
            page = plain_page(Headers(scope=scope), "error.http_429", "error.too_many", 429, seconds=seconds)
            page.headers["Retry-After"] = str(seconds)
            await page(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _address(scope)
        if self._sockets[address] >= settings().sockets_per_address:
            await send({"type": "websocket.close", "code": 1008})
            return
        self._sockets[address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._sockets[address] -= 1
            if not self._sockets[address]:
                del self._sockets[address]


def _is_counted(scope: Scope) -> bool:
    """Whether it is a page that somebody without a login loads."""
    if scope["method"] not in ("GET", "HEAD") or _STATIC.match(scope["path"]):
        return False
    return not member_of(session_of(Headers(scope=scope).get("cookie", "")))


def _address(scope: Scope) -> str:
    peer = scope["client"][0] if scope.get("client") else ""
    return client_address(peer, ",".join(Headers(scope=scope).getlist("x-forwarded-for")))
