"""The lists of the dashboard as files (`/admin/members.csv` and others), whole, for admins alone."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wtsocial.accounts.sessions import viewer_of
from wtsocial.admin import pages
from wtsocial.admin.invitations import invitations
from wtsocial.admin.members import members
from wtsocial.admin.sources import sources
from wtsocial.admin.subwikis import subwikis
from wtsocial.admin.views import InvitationRow, MemberRow, SourceRow, SubwikiRow
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.core.tokens import session_of
from wtsocial.endpoints.csv_files import Row, csv_response
from wtsocial.endpoints.refusals import language_of
from wtsocial.i18n import say

_MEMBER: Final = (
    "id", "name", "email", "state", "standing", "confirmed", "joined", "contributions", "decided_against", "flags", "flags_upheld",
)  # fmt: skip
_HEADERS: Final = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class AdminList:
    """A list: how a page of it is read, by which words of the address it is filtered, and its rows as a spreadsheet has them."""

    name: str
    read: Callable[..., Awaitable[Any]]
    """From a viewer, the filters, `older` and `most` to a page with rows of this `name` and `older`."""
    filters: Sequence[str]
    columns: Row
    row: Callable[[Any], Row]

    async def answer(self, request: Request) -> Response:
        """The file; 403 for all but admins, 422 for a filter that makes no sense."""
        viewer = await viewer_of(session_of(request.headers.get("cookie", "")))
        asked = {word: request.query_params.get(word, "") for word in self.filters}
        try:
            # Read before the answer begins: what is refused then can still be told.
            first = await self.read(viewer, **asked, most=pages.MOST)
        except (LoginNeeded, NotAllowed, Invalid) as refused:
            status = 422 if isinstance(refused, Invalid) else 403
            return PlainTextResponse(say(language_of(request.headers), refused.key), status, _HEADERS)
        return csv_response(f"{self.name}.csv", self.columns, self._pages(viewer, first, asked), headers=_HEADERS)

    async def _pages(self, viewer: Any, page: Any, asked: Mapping[str, str]) -> AsyncIterator[list[Row]]:
        while True:
            yield [self.row(one) for one in getattr(page, self.name)]
            if not page.older:
                return
            page = await self.read(viewer, **asked, older=page.older, most=pages.MOST)


def _time(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="seconds")


def _member(member: MemberRow) -> Row:
    who = (member.id, member.name, member.email, member.state, member.standing, int(member.confirmed), _time(member.joined))
    return (*who, member.contributions, member.upheld, member.flags, member.flags_upheld)


def _subwiki(one: SubwikiRow) -> Row:
    counts = (one.members, one.posts, one.moderators)
    return (one.id, one.slug, one.name, int(one.vetted), one.protection, *counts, _time(one.created))


def _source(one: SourceRow) -> Row:
    return (one.domain, one.posts, one.own, one.corrected, one.others, one.rule)


def _invitation(one: InvitationRow) -> Row:
    counts = (one.used, one.uses, int(one.at_once))
    return (one.id, one.by, one.label, one.state, *counts, _time(one.created), _time(one.ends), ", ".join(one.came))


LISTS: Final = (
    AdminList(
        "members",
        members,
        ("kind", "name"),
        _MEMBER,
        _member,
    ),
    AdminList(
        "subwikis",
        subwikis,
        ("kind", "name"),
        ("id", "slug", "name", "vetted", "protection", "members", "posts", "moderators", "created"),
        _subwiki,
    ),
    AdminList("sources", sources, ("kind", "name"), ("domain", "posts", "own", "corrected", "others_corrected", "rule"), _source),
    AdminList(
        "invitations",
        invitations,
        ("kind", "name"),
        ("id", "by", "group", "state", "used", "uses", "without_waiting", "created", "ends", "came"),
        _invitation,
    ),
)
ROUTES: Final = [Route(f"/admin/{one.name}.csv", one.answer) for one in LISTS]
