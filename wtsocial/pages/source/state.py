"""What is remembered of a source, and the contests of its entries."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import changes_room
from wtsocial.sources import queries as sources
from wtsocial.sources.actions import answer_contest, contest
from wtsocial.sources.views import EntryView, SourceView
from wtsocial.ui.call import Answers, call, handling, loading_one
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import segment


class SourceState(Answers, rx.State):
    """The source of the address."""

    missing: bool = False
    source: SourceView = SourceView()
    entries: list[EntryView] = []
    older: str = ""

    @rx.event
    async def open(self):
        """Read what is remembered."""
        async with loading_one(self) as viewer:
            await watch(self, viewer, changes_room())
            await self._read(viewer, segment(self, 1))

    @rx.event
    async def more(self, older: str):
        """Older entries, below what is here."""
        async with handling(self) as viewer:
            found = await sources.of_domain(viewer, self.source.domain, older=older if isinstance(older, str) else "?")
            known = {entry.post_id for entry in self.entries}
            self.entries = [*self.entries, *(entry for entry in found.entries if entry.post_id not in known)]
            self.older = found.older

    async def _read(self, viewer: Viewer, domain: str) -> None:
        self.source = SourceView()
        self.source = await sources.of_domain(viewer, domain)
        self.entries, self.older = self.source.entries, self.source.older

    async def _again(self, viewer: Viewer) -> None:
        """After a contest or an answer: how things are now."""
        if self.source.domain:
            await self._read(viewer, self.source.domain)


class ContestState(Submitting, rx.State):
    """The sheets to contest an entry and to answer."""

    @rx.event
    async def begin(self):
        """A sheet was opened."""
        self.errors = {}

    @rx.event
    async def contest(self, form: dict[str, Any]):
        """Contest an entry."""
        async with submitting(self, form) as viewer:
            speaks = text_field(form, "for_source") == "1"
            await call(contest, viewer, post_id=id_field(form, "post_id"), text=text_field(form, "text"), for_source=speaks)
            self.notice = {"key": "source.contest_sent", "params": {}}
            page = await self.get_state(SourceState)
            await page._again(viewer)

    @rx.event
    async def answer(self, form: dict[str, Any]):
        """Answer a contest."""
        async with submitting(self, form) as viewer:
            number, outcome = id_field(form, "contest_id"), required_field(form, "outcome")
            await call(answer_contest, viewer, contest_id=number, outcome=outcome, answer=text_field(form, "answer"))
            self.notice = {"key": "source.answered", "params": {}}
            page = await self.get_state(SourceState)
            await page._again(viewer)
