"""Somebody's shared choices: looked at, tried out on one's own feed, and taken over in part."""

from dataclasses import asdict
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices import preset_queries as shared
from wtsocial.choices import presets
from wtsocial.choices.document import SHARED
from wtsocial.choices.views import PresetView
from wtsocial.core.errors import Invalid
from wtsocial.feeds import what_if
from wtsocial.feeds.views import EffectView
from wtsocial.ui.call import call, handling, loading_one
from wtsocial.ui.choices_form import ensure_pace
from wtsocial.ui.dialogs import Submitting, submitting
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch
from wtsocial.ui.session import segment


class PresetState(Submitting, rx.State):
    """The preset at `/preset/CODE`, and what the ticked parts of it would do."""

    preset: PresetView = PresetView()
    effect: EffectView = EffectView()
    missing: bool = False

    @rx.event
    async def open(self):
        """Read it; nothing is ticked."""
        async with loading_one(self) as viewer:
            await watch(self, viewer)
            self.preset = await shared.preset(viewer, segment(self, 1))
            await self._look(viewer, [])

    @rx.event
    async def look(self, form: dict[str, Any]):
        """What the ticked parts would do; nothing is saved."""
        async with handling(self, form) as viewer:
            await ensure_pace(self, viewer)
            await self._look(viewer, _ticked(form))

    @rx.event
    async def take(self, form: dict[str, Any]):
        """Take the ticked parts over, beside what was chosen before."""
        async with submitting(self, form) as viewer:
            parts = _ticked(form)
            if not parts:
                raise Invalid("preset.nothing_ticked")
            await call(presets.take_over, viewer, code=self.preset.code, parts=parts)
            await self._look(viewer, [])
            self.notice = {"key": "preset.taken", "params": {}}

    @rx.event
    async def withdraw(self):
        """Take it back, as its owner or an admin; who took something over keeps it."""
        async with handling(self) as viewer:
            await call(presets.withdraw, viewer, code=self.preset.code)
            self.missing, self.notice = True, {"key": "choices.withdrawn", "params": {}}

    async def _look(self, viewer: Viewer, parts: list[str]) -> None:
        self.effect = await what_if.effect(viewer, asdict(await shared.with_preset(viewer, self.preset.code, parts)))


def _ticked(form: Any) -> list[str]:
    return [part for part, value in words(form, *SHARED).items() if value == "on"]
