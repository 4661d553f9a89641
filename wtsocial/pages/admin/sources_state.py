"""The list of sources."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin import sources
from wtsocial.admin.views import SourceRow
from wtsocial.core.paths import with_query
from wtsocial.pages.admin.listing import FILTERS, Listing, asked_for
from wtsocial.ui.draft_forms import words

PATH = "/admin/sources"


class SourcesState(Listing, rx.State):
    """Sources of a kind, or whose domains begin so."""

    sources: list[SourceRow] = []

    @rx.event
    async def open(self):
        """Load the sources that the address asks for; for anybody but admins, nothing."""
        self.sources = []
        await self._list(PATH, sources.KINDS, self._read)

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query(PATH, **asked_for(words(typed, *FILTERS))))

    async def _read(self, viewer: Viewer, asked: dict[str, str]) -> str:
        page = await sources.sources(viewer, kind=asked["kind"], name=asked["name"], older=asked["older"])
        self.sources = page.sources
        return page.older
