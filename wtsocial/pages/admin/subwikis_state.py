"""The list of subwikis."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin import subwikis
from wtsocial.admin.views import SubwikiRow
from wtsocial.core.paths import with_query
from wtsocial.pages.admin.listing import FILTERS, Listing, asked_for
from wtsocial.ui.draft_forms import words

PATH = "/admin/subwikis"


class SubwikisState(Listing, rx.State):
    """Subwikis of a kind, or whose names begin so."""

    subwikis: list[SubwikiRow] = []

    @rx.event
    async def open(self):
        """Load the subwikis that the address asks for; for anybody but admins, nothing."""
        self.subwikis = []
        await self._list(PATH, subwikis.KINDS, self._read)

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query(PATH, **asked_for(words(typed, *FILTERS))))

    async def _read(self, viewer: Viewer, asked: dict[str, str]) -> str:
        page = await subwikis.subwikis(viewer, kind=asked["kind"], name=asked["name"], older=asked["older"])
        self.subwikis = page.subwikis
        return page.older
