"""`/admin/members.csv`: the list of members as a file, for admins alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.admin import members
from wtsocial.admin.views import MemberRow, MembersPage
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.core.tokens import session_of
from wtsocial.endpoints.csv_files import Row, csv_response
from wtsocial.endpoints.refusals import language_of
from wtsocial.i18n import say

_COLUMNS: Final = (
    "id", "name", "email", "state", "standing", "confirmed", "joined", "contributions", "decided_against", "flags", "flags_upheld",
)  # fmt: skip
_HEADERS: Final = {"Cache-Control": "private, no-store"}


async def members_csv(request: Request) -> Response:
    """What the list shows (`?kind=waiting`, `?name=an`), from its first member to its last."""
    viewer = await viewer_of(session_of(request.headers.get("cookie", "")))
    kind, name = (request.query_params.get(word, "") for word in ("kind", "name"))
    try:
        # Read before the answer begins: what is refused then can still be told.
        first = await members.members(viewer, kind=kind, name=name, most=members.MOST)
    except (LoginNeeded, NotAllowed, Invalid) as refused:
        status = 422 if isinstance(refused, Invalid) else 403
        return PlainTextResponse(say(language_of(request.headers), refused.key), status, _HEADERS)
    return csv_response("members.csv", _COLUMNS, _pages(viewer, first, kind, name), headers=_HEADERS)


async def _pages(viewer: Viewer, page: MembersPage, kind: str, name: str) -> AsyncIterator[list[Row]]:
    while True:
        yield [_row(member) for member in page.members]
        if not page.older:
            return
        page = await members.members(viewer, kind=kind, name=name, older=page.older, most=members.MOST)


def _row(member: MemberRow) -> Row:
    joined = datetime.fromtimestamp(member.joined / 1000, UTC).isoformat(timespec="seconds")
    who = (member.id, member.name, member.email, member.state, member.standing, int(member.confirmed), joined)
    return (*who, member.contributions, member.upheld, member.flags, member.flags_upheld)


ROUTES = [Route("/admin/members.csv", members_csv)]
