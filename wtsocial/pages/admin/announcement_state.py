"""What an admin announces on every page."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin import announcements as acts
from wtsocial.admin.views import AnnouncementsView
from wtsocial.ui.call import Answers, call, handling, refreshing
from wtsocial.ui.dialogs import id_field, text_field
from wtsocial.ui.live import watch


class AnnouncementState(Answers, rx.State):
    """What stands on every page and what stood there, for admins alone: each handler asks again who is there."""

    ready: bool = False
    announcements: AnnouncementsView = AnnouncementsView()
    done: int = 0
    """How often something went well: the forms are emptied then."""

    @rx.event
    async def open(self):
        """Read them; for anybody but admins, nothing."""
        self.ready, self.announcements = False, AnnouncementsView()
        async with handling(self) as viewer:
            await watch(self, viewer)
            await self._read(viewer)
            self.ready = True

    @rx.event
    async def again(self):
        """Another admin announced something, or took it down."""
        async with refreshing(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def announce(self, form: dict[str, Any]):
        """Have a text stand on every page."""
        async with handling(self, form) as viewer:
            text, tone, hours = text_field(form, "text"), text_field(form, "tone"), id_field(form, "hours")
            await call(acts.announce, viewer, text=text, tone=tone, hours=hours)
            self.notice = {"key": "announcement.announced", "params": {}}
            self.done += 1
            await self._read(viewer)

    @rx.event
    async def take_down(self, form: dict[str, Any]):
        """Take down what stands there, if it is what was seen."""
        async with handling(self, form) as viewer:
            number, reason = self.announcements.shown.id, text_field(form, "reason")
            await call(acts.end_announcement, viewer, announcement_id=number, reason=reason)
            self.notice = {"key": "announcement.ended", "params": {}}
            self.done += 1
            await self._read(viewer)

    async def _read(self, viewer: Viewer) -> None:
        self.announcements = await acts.announcements(viewer)
