"""The figures of moderation on the screen."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from wtsocial.moderation.figure_queries import figures
from wtsocial.moderation.figure_views import FiguresView
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import WikiName
from wtsocial.ui.call import Answers, loading_one
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch

FILTERS = ("subwiki", "office")


class FiguresState(Answers, rx.State):
    """The last months, of what the address asks for."""

    figures: FiguresView | None = None
    wikis: list[WikiName] = []
    missing: bool = False

    @rx.event
    async def open(self):
        """Read them."""
        async with loading_one(self) as viewer:
            await watch(self, viewer)
            given = words(dict(self.router.url.query_parameters), *FILTERS)
            self.wikis = await subwikis.names()
            self.figures = await figures(subwiki=given["subwiki"][:40], office=given["office"][:20])

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        chosen = {name: value for name, value in words(typed, *FILTERS).items() if value}
        return rx.redirect("/log/figures" + ("?" + urlencode(chosen) if chosen else ""))
