"""The list of members."""

from typing import Any

import reflex as rx

from wtsocial.admin import members
from wtsocial.admin.views import MemberRow
from wtsocial.core.paths import with_query
from wtsocial.ui.call import Answers, handling
from wtsocial.ui.draft_forms import words

FILTERS = ("kind", "name")


class MembersState(Answers, rx.State):
    """Members of a kind, or whose names begin so, for admins alone."""

    ready: bool = False
    members: list[MemberRow] = []
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""
    kind: str = ""
    name: str = ""
    """What the address filters by."""
    file: str = ""
    """The address of the same list as a file."""

    @rx.event
    async def open(self):
        """Load the members whom the address asks for; for anybody but admins, nothing."""
        self.ready, self.members, self.older, self.newest = False, [], "", ""
        async with handling(self) as viewer:
            given = words(dict(self.router.url.query_parameters), "older", *FILTERS)
            self.kind, self.name = given["kind"] if given["kind"] in members.KINDS else "", given["name"]
            filters = _filters(given | {"kind": self.kind})
            page = await members.members(viewer, kind=self.kind, name=self.name, older=given["older"])
            self.members, self.file, self.ready = page.members, with_query("/admin/members.csv", **filters), True
            self.older = with_query("/admin/members", older=page.older, **filters) if page.older else ""
            self.newest = with_query("/admin/members", **filters) if given["older"] else ""

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query("/admin/members", **_filters(words(typed, *FILTERS))))


def _filters(given: dict[str, str]) -> dict[str, str]:
    """A name is looked for among all."""
    return {"name": given["name"]} if given["name"].strip() else {"kind": given["kind"]}
