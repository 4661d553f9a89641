"""Failures: what is answered when a request broke, or when what it needs is away."""

import logging
import secrets
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wtsocial.core.errors import DatabaseAway, Unavailable
from wtsocial.endpoints.addressees import READING
from wtsocial.endpoints.plain_page import plain_page

log = logging.getLogger(__name__)

RETRY_AFTER: Final = {"Retry-After": "5", "Cache-Control": "no-store"}
"""What an answer says while something is away."""


class ErrorLog:
    """An error that nobody caught gets a short id, which the person sees and the log explains; an outage is told as one (503)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer what failed, if nothing was answered yet."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        begun = False

        async def hold_500(message: Message) -> None:
            # Starlette answers a bare 500 of its own and raises then: kept back, so that ours can take its place.
            nonlocal begun
            if held or (message["type"] == "http.response.start" and message["status"] == 500):
                held.append(message)
                return
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, hold_500)
        except Exception as failed:  # the last one who can catch it: what is raised further is lost
            answer = _answer(scope, failed)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1013 if isinstance(failed, Unavailable) else 1011})
            elif begun:
                # Half an answer cannot be mended: the server cuts the connection, and nobody takes it for a whole one.
                raise
            else:
                await answer(scope, receive, send)
            return
        for message in held:
            await send(message)


def _answer(scope: Scope, failed: Exception) -> Response:
    headers, method = Headers(scope=scope), scope.get("method", "socket")
    if isinstance(failed, Unavailable):
        log.warning("away: %s %.200r (%s)", method, scope["path"], failed)
        return _unavailable(headers, failed, reads=method in READING)
    number = secrets.token_hex(4)
    log.error("unhandled error %s: %s %.200r", number, method, scope["path"], exc_info=failed)
    return _broken(headers, number)


def _broken(headers: Headers, number: str) -> Response:
    if "application/json" in headers.get("accept", ""):
        return JSONResponse({"errors": {"": {"key": "error.broken", "params": {"id": number}}}}, 500)
    return plain_page(headers, "error.broken_title", "error.broken", 500, id=number)


def _unavailable(headers: Headers, away: Unavailable, *, reads: bool) -> Response:
    if "application/json" in headers.get("accept", ""):
        return JSONResponse({"errors": {"": {"key": away.key, "params": {}}}}, 503, RETRY_AFTER)
    key = "error.away_page" if reads else "error.away_posted" if isinstance(away, DatabaseAway) else away.key
    return plain_page(headers, "error.away_title", key, 503, more=RETRY_AFTER)
