"""A day's corrections."""

import reflex as rx

from wtsocial.core.bus import changes_room
from wtsocial.editing.queries import corrections
from wtsocial.editing.views import CorrectionsPage, CorrectionView
from wtsocial.ui.call import Answers, handling, loading_one
from wtsocial.ui.live import watch


class CorrectionsState(Answers, rx.State):
    """The day of the address, today when it names none."""

    ready: bool = False
    missing: bool = False
    page: CorrectionsPage = CorrectionsPage()
    corrections: list[CorrectionView] = []
    older: str = ""
    last: str = ""
    """The last day before that has corrections, when this one has none."""

    @rx.event
    async def open(self):
        """Read the day."""
        async with loading_one(self) as viewer:
            await watch(self, viewer, changes_room())
            day = corrections.day_of(self.router.url.query_parameters.get("day", ""))
            self.page = await corrections.of_day(day)
            self.corrections, self.older = self.page.corrections, self.page.older
            self.last = "" if self.page.count else await corrections.last_day(day)
            self.ready = True

    @rx.event
    async def more(self, older: str):
        """More of the day, below what is here."""
        async with handling(self):
            day = corrections.day_of(self.page.day)
            found = await corrections.of_day(day, older=older if isinstance(older, str) else "?")
            known = {one.id for one in self.corrections}
            self.corrections = [*self.corrections, *(one for one in found.corrections if one.id not in known)]
            self.older = found.older
