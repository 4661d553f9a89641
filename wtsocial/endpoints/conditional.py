"""Answers that may be kept: sent whole once, and again only when they changed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from wtsocial.endpoints.compression import LEAST, coding_for, compressed

CACHE: Final = "public, max-age=60"


def kept_response(request: Request, body: bytes, *, changed: int | None, media_type: str) -> Response:
    """The body, compressed; or 304 without it, for one who has it (If-None-Match; If-Modified-Since where there is no such header).

    `changed` is when it was changed last, in milliseconds since 1970, if that is known. Anybody may keep it for a minute: hand in what
    is public, and nothing that depends on who asks.
    """
    coding = coding_for(request.headers.get("accept-encoding", "")) if len(body) >= LEAST else ""
    body = compressed(body, coding)
    headers = {"Cache-Control": CACHE, "ETag": tag_of(body), "Vary": "Accept-Encoding"}
    moment = None if changed is None else datetime.fromtimestamp(changed / 1000, UTC).replace(microsecond=0)
    if moment:
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
    if _is_known(request, headers["ETag"], moment):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(body, headers=headers, media_type=media_type)


def kept_json(request: Request, told: Mapping[str, Any], *, changed: int | None = None) -> Response:
    """The same of JSON that anybody's page may read, too."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    answer = kept_response(request, body, changed=changed, media_type="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def tag_of(body: bytes) -> str:
    """The ETag of a body, as it is sent."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def names_tag(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match header names this ETag."""
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in if_none_match.split(","))


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return names_tag(known, tag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    # Not "no newer than": when the newest thing was taken away, the answer is older than the one that they have.
    return since.tzinfo is not None and changed == since
