"""The list of members."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin import members
from wtsocial.admin.views import MemberRow
from wtsocial.core.paths import with_query
from wtsocial.pages.admin.listing import FILTERS, Listing, asked_for
from wtsocial.ui.draft_forms import words

PATH = "/admin/members"


class MembersState(Listing, rx.State):
    """Members of a kind, or whose names begin so."""

    members: list[MemberRow] = []

    @rx.event
    async def open(self):
        """Load the members whom the address asks for; for anybody but admins, nothing."""
        self.members = []
        await self._list(PATH, members.KINDS, self._read)

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query(PATH, **asked_for(words(typed, *FILTERS))))

    async def _read(self, viewer: Viewer, asked: dict[str, str]) -> str:
        page = await members.members(viewer, kind=asked["kind"], name=asked["name"], older=asked["older"])
        self.members = page.members
        return page.older
