"""The queue of what waits for a decision, and the public log."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from wtsocial.accounts import permissions
from wtsocial.core.bus import moderation_room
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.views import LogView, QueueView
from wtsocial.sources import queries as sources
from wtsocial.sources.views import ContestView
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import WikiName
from wtsocial.text import limits
from wtsocial.text.log_actions import ACTIONS
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in

FILTERS = ("action", "subwiki")


class QueueState(Answers, rx.State):
    """What waits for this moderator."""

    ready: bool = False
    waiting: list[QueueView] = []
    contests: list[ContestView] = []
    """Contested entries of the source memory; they are answered where they stand."""
    deciding: str = ""
    """The thing that a decision is being written for: `post:42`."""

    @rx.event
    async def open(self):
        """Load the queue."""
        async with handling(self) as viewer:
            await watch(self, viewer, *([moderation_room()] if permissions.may_see_queue(viewer) else []))
            self.waiting, self.ready, self.deciding = [], False, ""
            self.waiting, self.contests = await moderation.queue(viewer), await sources.waiting(viewer)
            self.ready = True

    @rx.event
    async def begin(self, subject: str):
        """Write a decision on this; an empty subject puts it away."""
        self.errors, self.deciding = {}, str(subject)[:40]

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Hide or dismiss, for the reason given."""
        async with handling(self, form) as viewer:
            kind, _, number = str(form.get("subject", "")).partition(":")
            await call(
                decide, viewer, subject_kind=kind, subject_id=number_in(number), action=form.get("action"), reason=form.get("reason")
            )
            self.waiting, self.deciding = await moderation.queue(viewer), ""
            self.notice = {"key": "moderation.decided", "params": {}}


class LogState(Answers, rx.State):
    """The public log, newest first."""

    ready: bool = False
    entries: list[LogView] = []
    older: int = 0
    action: str = ""
    subwiki: str = ""
    """What the address filters by."""
    wikis: list[WikiName] = []

    @rx.event
    async def open(self):
        """Load the newest entries that fit, or those from the one on that the address names."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.wikis = await subwikis.names()
            given = words(dict(self.router.url.query_parameters), "entry", *FILTERS)
            self.action, self.subwiki = given["action"] if given["action"] in ACTIONS else "", given["subwiki"][:40]
            entry = number_in(given["entry"])
            self._take(await self._read(entry + 1 if entry else 0))

    @rx.event
    async def more(self, older: int):
        """The page further down."""
        async with handling(self):
            self._take(await self._read(older if type(older) is int and 0 < older < 2**31 else 1))

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        chosen = {name: value for name, value in words(typed, *FILTERS).items() if value}
        return rx.redirect("/log" + ("?" + urlencode(chosen) if chosen else ""))

    async def _read(self, older: int) -> list[LogView]:
        return await moderation.log(older=older, action=self.action, subwiki=self.subwiki)

    def _take(self, entries: list[LogView]) -> None:
        self.entries, self.ready = entries, True
        self.older = entries[-1].id if len(entries) >= limits.LOG_PAGE else 0
