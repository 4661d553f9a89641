"""The cases that a juror sits on, on the screen."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.moderation.appeals import decline_jury, judge_appeal
from wtsocial.moderation.duties import duties
from wtsocial.moderation.duty_views import DutyView
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in


class JuryState(Submitting, rx.State):
    """The case that ends first, and how many wait after it."""

    ready: bool = False
    duty: DutyView | None = None
    waiting: int = 0

    @rx.event
    async def open(self):
        """Read it."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.ready, self.duty, self.waiting = False, None, 0
            if viewer.known:
                await self._read(viewer)

    @rx.event
    async def judge(self, form: dict[str, Any]):
        """Say whether the decision stands, and why."""
        async with submitting(self, form) as viewer:
            said = {"verdict": required_field(form, "verdict"), "text": text_field(form, "text")}
            await call(judge_appeal, viewer, entry_id=id_field(form, "entry_id"), **said)
            await self._read(viewer)
            self.notice = {"key": "jury.thanks", "params": {}}

    @rx.event
    async def decline(self, entry_id: int):
        """Leave the seat to somebody else."""
        async with handling(self) as viewer:
            await call(decline_jury, viewer, entry_id=number_in(entry_id))
            await self._read(viewer)
            self.notice = {"key": "jury.declined", "params": {}}

    async def _read(self, viewer: Viewer) -> None:
        found = await duties(viewer)
        self.duty, self.waiting, self.ready = found[0] if found else None, max(len(found) - 1, 0), True
