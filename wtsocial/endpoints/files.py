"""Files that the program keeps or makes: pictures, and what machines ask for at the root."""

import asyncio
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wtsocial.admin import health
from wtsocial.core.settings import settings
from wtsocial.gateways import pictures

KEEPABLE: Final = (200, 304)
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class HashedAssets:
    """Says of each built script and style that it may be kept for ever: its name is made of what is in it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to the answer."""

        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in KEEPABLE:
                MutableHeaders(scope=message).update(FOREVER)
            await send(message)

        is_asset = scope["type"] == "http" and str(scope["path"]).startswith("/assets/")
        await self.app(scope, receive, with_header if is_asset else send)


async def picture(request: Request) -> Response:
    """A stored picture. Its name is the hash of what is in it, so it never changes."""
    path = await asyncio.to_thread(pictures.path_of, request.path_params["name"])
    return FileResponse(path, headers=FOREVER, media_type="image/webp") if path else PlainTextResponse("", 404)


async def robots(_request: Request) -> Response:
    """Readers' machines are welcome to what is public."""
    closed = ("/admin", "/auth/", "/inbox", "/moderation", "/saved", "/settings", "/submit")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))


async def manifest(_request: Request) -> Response:
    """What a phone needs to put the site on its home screen."""
    icons = [{"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"}]
    return JSONResponse(
        {
            "name": settings().site_name,
            "short_name": settings().site_name,
            "start_url": "/",
            "display": "standalone",
            "background_color": "#faf8f4",
            "theme_color": "#faf8f4",
            "id": settings().site_url,
            "icons": icons,
        },
        media_type="application/manifest+json",
    )


async def healthy(_request: Request) -> Response:
    """200 while the database answers, 503 when it does not."""
    well = await health.database_answers()
    return JSONResponse({"database": "answers" if well else "does not answer"}, 200 if well else 503)


ROUTES = [
    Route("/pictures/{name}", picture),
    Route("/robots.txt", robots),
    Route("/manifest.webmanifest", manifest),
    Route("/health", healthy),
]
