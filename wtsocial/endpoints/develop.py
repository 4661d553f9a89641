"""For whoever develops (`make dev`): each page says what is wrong with the sources, and comes anew when the site did."""

import os
from typing import Final

from markupsafe import escape
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wtsocial.core import mistakes

ADDRESS: Final = "/_develop"
"""What kit/develop.js asks: the process that serves, and what is wrong."""
PACKED: Final = (b"accept-encoding", b"if-none-match")
"""What a page would be packed or left out for: then nothing could be written into it."""
LOOKS: Final = (
    "position:fixed;inset:auto 0 0;z-index:9999;margin:0;padding:1rem;max-height:50vh;overflow:auto;background:#b00020;color:#fff"
)


class Develop:
    """Writes what is wrong at the end of every page, and answers the script that keeps it so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == ADDRESS:
            answer = JSONResponse({"serving": os.getpid(), "wrong": mistakes.noted()}, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send)
        else:
            plain = [header for header in scope["headers"] if header[0] not in PACKED]
            await self.app({**scope, "headers": plain}, receive, _written_into(send))


def _written_into(send: Send) -> Send:
    held: list[Message] = []

    async def write(message: Message) -> None:
        is_start = message["type"] == "http.response.start"
        if is_start and MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
            held.append(message)
        elif held and message.get("body"):
            body = message["body"].replace(b"</body>", _told().encode() + b"</body>")
            MutableHeaders(scope=held[0])["Content-Length"] = str(len(body))
            await send(held.pop())
            await send({**message, "body": body})
        else:
            while held:
                await send(held.pop())
            await send(message)

    return write


def _told() -> str:
    wrong = mistakes.noted()
    shown = f'<pre id="mistakes" role="alert" style="{LOOKS}"{"" if wrong else " hidden"}>{escape(wrong)}</pre>'
    return f'{shown}<script type="module" src="/kit/develop.js" data-serving="{os.getpid()}" id="develop"></script>'
