"""What a browser shows when the site cannot be reached: the page, and the script that keeps it (a service worker)."""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from wtsocial.core.settings import settings
from wtsocial.i18n import LANGUAGES, direction, pick_language, say

_SCRIPT: Final = Path(__file__).parents[2] / "assets/kit/worker.js"
_TEMPLATES: Final = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined)


async def page(request: Request) -> Response:
    """`/offline.html?language=he`: what happened, and what there is. It asks for nothing else: nothing could be had."""
    asked = request.query_params.get("language", "")
    language = asked if asked in LANGUAGES else pick_language(request.headers.get("accept-language", ""), "")
    texts = {name: say(language, f"document.offline_{name}") for name in ("title", "text", "kept", "again")}
    template = _TEMPLATES.get_template("offline.html")
    return HTMLResponse(template.render(language=language, direction=direction(language), site_name=settings().site_name, **texts))


async def worker(_request: Request) -> Response:
    """`/worker.js`: at the root, since a browser lets such a script answer for what is below it alone."""
    return FileResponse(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


ROUTES = [Route("/offline.html", page), Route("/worker.js", worker)]
