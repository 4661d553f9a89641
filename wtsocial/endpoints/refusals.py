"""Refusals over HTTP in one sentence, in the reader's language."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from wtsocial.core.tokens import read_cookies
from wtsocial.i18n import pick_language, say


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, *, key: str = "") -> None:
    """Answer with this status and the text of `key` (by default that of the status), or close a socket that was not opened yet."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        text = say(language_of(Headers(scope=scope)), key or f"error.http_{status}")
        await PlainTextResponse(text, status)(scope, receive, send)


def language_of(headers: Headers) -> str:
    """The language of an answer: the one chosen in this browser, or the best of its wishes."""
    chosen = next((value for name, value in read_cookies(headers.get("cookie", "")) if name == "language"), "")
    return pick_language(headers.get("accept-language", ""), chosen)
