"""The settings that an admin changes while the site runs."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin.settings import change_settings, site_settings
from wtsocial.admin.views import SettingsView
from wtsocial.core.bus import dashboard_room
from wtsocial.core.errors import Invalid
from wtsocial.site.switches import SWITCHES
from wtsocial.ui.call import Answers, call, handling, refreshing
from wtsocial.ui.dialogs import text_field
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch


class SiteSettingsState(Answers, rx.State):
    """The settings, for admins alone: each handler asks again who is there."""

    ready: bool = False
    settings: SettingsView = SettingsView()
    filled: int = 0
    """How often the fields were filled anew."""
    _seen: dict[str, str] = {}
    """What they were filled with: nothing that another admin changed meanwhile is written over unseen."""

    @rx.event
    async def open(self):
        """Read the settings; for anybody but admins, nothing."""
        self.ready, self.settings, self._seen = False, SettingsView(), {}
        async with handling(self) as viewer:
            await watch(self, viewer, dashboard_room())
            await self._fill(viewer)
            self.ready = True

    @rx.event
    async def again(self):
        """Another admin changed something: what was changed last anew; what is typed here stays."""
        async with refreshing(self) as viewer:
            self.settings = await site_settings(viewer)

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Change what is typed otherwise than it was."""
        async with handling(self, form) as viewer:
            typed, seen, reason = words(form, *SWITCHES), dict(self._seen), text_field(form, "reason")
            try:
                count = await call(change_settings, viewer, typed=typed, seen=seen, reason=reason)
            except Invalid as refused:
                self._know(refused)
                raise
            await self._fill(viewer)
            self.notice = {"key": "setting.changed", "params": {"count": count}}

    def _know(self, refused: Invalid) -> None:
        """The message says what it is now: pressed again, it is changed all the same."""
        if refused.key == "setting.changed_meanwhile":
            self._seen = dict(self._seen) | {refused.field: str(refused.params["value"])}

    async def _fill(self, viewer: Viewer) -> None:
        self.settings = await site_settings(viewer)
        self._seen = {one.name: one.value for one in self.settings.switches}
        self.filled += 1
