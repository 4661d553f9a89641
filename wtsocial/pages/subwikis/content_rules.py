"""A subwiki's rules for sources and words, on its page, for those who moderate it."""

from typing import Any

import reflex as rx

from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import SubwikiView
from wtsocial.ui.call import handling
from wtsocial.ui.content_rules import content_rules
from wtsocial.ui.content_rules_state import RuleSetting
from wtsocial.ui.session import segment
from wtsocial.ui.texts import t


class SubwikiRulesState(RuleSetting, rx.State):
    """They are for those who moderate there: each handler asks again who is there."""

    @rx.event
    async def open(self):
        """Read the rules, for whoever may set them; for others there is nothing."""
        self._clear()
        async with handling(self) as viewer:
            if viewer.known and (await subwikis.one(viewer, self._subwiki())).may_moderate:
                await self._read(viewer)

    def _subwiki(self) -> str:
        return segment(self, 1)


def own_rules(here: rx.Var[SubwikiView]) -> rx.Component:
    """The section of them."""
    state: Any = SubwikiRulesState
    return rx.cond(
        here.may_moderate & state.ready,
        rx.el.section(
            rx.el.h2(t("content_rule.title")),
            rx.el.p(t("content_rule.here_what"), class_name="quiet-text"),
            content_rules(state),
            class_name="stack",
            id="content-rules",
        ),
    )
