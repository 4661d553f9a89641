"""Who is looking: what the layout shows of them on every page."""

from typing import Any
from urllib.parse import unquote

import reflex as rx

from wtsocial.accounts.logins import note_seen
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_of
from wtsocial.editing.queries import corrections
from wtsocial.joining import queries as joining
from wtsocial.moderation.queue import queue_count
from wtsocial.notifications import queries as notifications
from wtsocial.site.current import announcement
from wtsocial.site.views import NOTHING, AnnouncementView
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import SubwikiView
from wtsocial.ui.call import viewer_of
from wtsocial.ui.connection import cookie_of, path_of, sid_of
from wtsocial.ui.live import tell_unread, watch
from wtsocial.ui.presence import editors
from wtsocial.ui.turns import next_turn


class SessionState(rx.State):
    """The person at this browser, as the layout needs them."""

    ready: bool = False
    name: str = ""
    standing: str = ""
    """`waiting`, `active`, `suspended`, or empty for a reader."""
    confirmed: bool = False
    place: int = 0
    """The position in line, for who waits; 0 for everybody else."""
    admin: bool = False
    moderates: bool = False
    cases: int = 0
    """How many wait for a moderator's decision; QUEUE_COUNTED for so many or more."""
    subwikis: list[SubwikiView] = []
    corrected_today: int = 0
    """Headlines whose corrections of this day stand, beside every page that has room for it."""
    source_code: str = ""
    """Where the source code of this site stands, where whoever runs it says so."""
    announcement: AnnouncementView = NOTHING
    """What stands at the top of every page."""
    alert: dict[str, Any] = {}
    """What concerns the whole page: events came too fast, the database is away."""

    @rx.event
    async def look(self):
        """Find out who this is, at the start of every page."""
        viewer = await viewer_of(self)
        await editors.leave(sid_of(self))
        # Watched before it is counted, so that no notice falls between.
        await watch(self, viewer)
        await note_seen(session_of(cookie_of(self)))
        self._know(viewer)
        self.place = await joining.position(viewer)
        await self._count_unread(viewer)
        self.subwikis = await subwikis.joined(viewer) if viewer.known else []
        await self._look_around(viewer)
        self.ready = True

    @rx.event
    async def come_in(self):
        """They were let in while this page was open."""
        viewer = await viewer_of(self)
        self._know(viewer)
        self.place = await joining.position(viewer)

    @rx.event
    async def regroup(self):
        """The subwikis in the side bar anew: one was joined or left. What the page watches stays as it is."""
        viewer = await viewer_of(self)
        self.subwikis = await subwikis.joined(viewer) if viewer.known else []

    @rx.event
    async def count_cases(self):
        """The queue changed: how many wait now."""
        self.cases = await queue_count(await viewer_of(self))

    @rx.event
    async def say_away(self):
        """What this browser asked for was not done, since the database is away."""
        self.alert = {"key": "error.database_away", "params": {}}

    @rx.event
    async def rest(self):
        """A page where nothing is live but one's own inbox."""
        viewer = await viewer_of(self)
        await watch(self, viewer)

    async def _count_unread(self, viewer: Viewer) -> None:
        since = next_turn()
        await tell_unread(self, await notifications.unread(viewer) if viewer.known else 0, since=since)

    async def _look_around(self, viewer: Viewer) -> None:
        """What every page shows beside what it is about."""
        self.cases = await queue_count(viewer)
        self.corrected_today, self.source_code = await corrections.count_today(), settings().source_url
        self.alert = {}
        # Sent where there is something to say: it is asked of the worker's memory.
        if self.announcement != (shown := announcement()):
            self.announcement = shown

    def _know(self, viewer: Viewer) -> None:
        self.name, self.standing, self.confirmed = viewer.name, viewer.state, viewer.confirmed
        self.admin = viewer.is_admin and viewer.active
        self.moderates = self.admin or (viewer.active and bool(viewer.moderates))

    @rx.var
    def known(self) -> bool:
        """Whether somebody is logged in."""
        return bool(self.name)


def segment(state: rx.State, index: int) -> str:
    """A part of the page's address, decoded: of `/post/42/history`, 0 is `post` and 1 is `42`; empty when there is none."""
    parts = path_of(state).strip("/").split("/")
    return unquote(parts[index]) if index < len(parts) else ""


def number_in(text: Any) -> int:
    """The id in an address; 0, which is nobody's, when it is not a number."""
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else 0
