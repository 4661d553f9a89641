"""A subwiki's prepared texts, on its page, for those who moderate it."""

from typing import Any

import reflex as rx

from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import SubwikiView
from wtsocial.ui.call import handling
from wtsocial.ui.prepared_texts import TextSetting, text_settings
from wtsocial.ui.session import segment
from wtsocial.ui.texts import t


class SubwikiTextsState(TextSetting, rx.State):
    """They are for those who moderate there: each handler asks again who is there."""

    @rx.event
    async def open(self):
        """Read the texts, for whoever may change them; for others there is nothing."""
        self.texts, self.ready = [], False
        async with handling(self) as viewer:
            if viewer.known and (await subwikis.one(viewer, self._subwiki())).may_moderate:
                await self._read(viewer)

    def _subwiki(self) -> str:
        return segment(self, 1)


def own_texts(here: rx.Var[SubwikiView]) -> rx.Component:
    """The section of them."""
    state: Any = SubwikiTextsState
    return rx.cond(
        here.may_moderate & state.ready,
        rx.el.section(
            rx.el.h2(t("prepared.title")),
            rx.el.p(t("prepared.here_what"), class_name="quiet-text"),
            text_settings(state),
            class_name="stack",
            id="prepared-texts",
        ),
    )
