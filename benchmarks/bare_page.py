"""The reference: Starlette that answers every address with the same bytes, compressed already."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = Path(os.environ.get("BARE_PAGE", os.devnull)).read_bytes()
HEADERS = {"Content-Encoding": "br", "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language, Accept-Encoding"}


async def page(_request: Request) -> Response:
    """The bytes."""
    return Response(BODY, headers=HEADERS, media_type="text/html")


application = Starlette(routes=[Route("/{path:path}", page)])


def app() -> Starlette:
    """What the server calls for the application."""
    return application
