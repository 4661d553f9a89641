"""The public API: histories with all that it takes to check them (docs/HISTORY.md). It knows no logins."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wtsocial.core.errors import NotFound
from wtsocial.endpoints.conditional import kept_json
from wtsocial.revisions import export
from wtsocial.revisions.views import ChainView

_HEADERS: Final = {"Access-Control-Allow-Origin": "*"}
"""A checker may be a page of anybody's: what is here is public, and no cookie is looked at."""


async def post_history(request: Request) -> Response:
    """`/api/v1/posts/ID/history`"""
    return await _answer(request, lambda after: export.of_post(_number(request.path_params["id"]), after=after))


async def comment_history(request: Request) -> Response:
    """`/api/v1/comments/ID/history`"""
    return await _answer(request, lambda after: export.of_comment(_number(request.path_params["id"]), after=after))


async def subwiki_history(request: Request) -> Response:
    """`/api/v1/subwikis/SLUG/history`"""
    return await _answer(request, lambda after: export.of_subwiki(request.path_params["slug"], after=after))


async def _answer(request: Request, read: Callable[[int], Awaitable[ChainView]]) -> Response:
    try:
        found = await read(_number(request.query_params.get("after", "0")))
    except NotFound:
        return JSONResponse({"error": "not_found"}, 404, _HEADERS)
    fields = asdict(found) | {"next": f"{request.url.path}?after={found.next}" if found.next else None}
    del fields["changed"]
    return kept_json(request, fields, changed=found.changed)


def _number(text: str) -> int:
    """A number of an address. Raises NotFound for anything that is none of a row."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


ROUTES = [
    Route("/api/v1/posts/{id}/history", post_history),
    Route("/api/v1/comments/{id}/history", comment_history),
    Route("/api/v1/subwikis/{slug}/history", subwiki_history),
]
