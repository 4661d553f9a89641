"""The site's rules for sources and words, and its prepared texts."""

import reflex as rx

from wtsocial.ui.call import handling
from wtsocial.ui.content_rules_state import RuleSetting
from wtsocial.ui.live import watch
from wtsocial.ui.prepared_texts import TextSetting


class SiteRulesState(RuleSetting, rx.State):
    """They are for admins alone: each handler asks again who is there."""

    @rx.event
    async def open(self):
        """Read the rules; for anybody but admins, nothing."""
        self._clear()
        async with handling(self) as viewer:
            await watch(self, viewer)
            await self._read(viewer)


class SiteTextsState(TextSetting, rx.State):
    """They are for admins alone, too."""

    @rx.event
    async def open(self):
        """Read the texts; for anybody but admins, nothing."""
        self.texts, self.ready = [], False
        async with handling(self) as viewer:
            await self._read(viewer)
