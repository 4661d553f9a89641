"""Joining and leaving a subwiki, wherever one is shown."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars import VarData

from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis.views import SubwikiView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.draft_forms import LIBRARY
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


@dataclass(frozen=True)
class JoinAnswer:
    """How a press ended."""

    joined: bool
    members: int


class Joining(Answers, rx.State, mixin=True):
    """A state that shows subwikis. `joins` is what became of the presses on this page, by slug."""

    joins: dict[str, JoinAnswer] = {}
    presses: int = 0

    @rx.event
    async def press_join(self, slug: str, wanted: bool):
        """Join, or leave."""
        async with handling(self) as viewer:
            members = await call(subwikis.join if wanted is True else subwikis.leave, viewer, slug=slug)
            self.joins = {**self.joins, slug: JoinAnswer(wanted is True, members)}
        self.presses += 1
        return SessionState.regroup


class JoinButton(rx.Component):
    """The button, which turns in the same frame."""

    library = LIBRARY
    tag = "JoinButton"

    slug: rx.Var[str]
    joined: rx.Var[bool]
    answers: rx.Var[Any]
    presses: rx.Var[int]
    join: rx.Var[str]
    leave: rx.Var[str]
    about: rx.Var[str]

    on_press: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]  # pyright: ignore[reportCallIssue] # two arguments are fine


def join_button(state: Any, subwiki: rx.Var[SubwikiView], *, about: Any = "") -> rx.Component:
    """Join or Leave; `about` is the id of the element that names the subwiki. A reader is led to the door first."""
    return rx.cond(
        SessionState.known,
        JoinButton.create(
            slug=subwiki.slug,
            joined=subwiki.joined,
            answers=state.joins,
            presses=state.presses,
            join=t("subwiki.join"),
            leave=t("subwiki.leave"),
            about=about,
            on_press=state.press_join,
        ),
        rx.cond(SessionState.ready, link_button("subwiki.join", "/register")),
    )


def joined_now(state: Any, subwiki: rx.Var[SubwikiView]) -> rx.Var[bool]:
    """Whether the person is in it, by their last press here or as it was read."""
    return _now(state, subwiki, "joined", subwiki.joined, bool)


def members_now(state: Any, subwiki: rx.Var[SubwikiView]) -> rx.Var[int]:
    """How many members it has, by the last press here or as it was read."""
    return _now(state, subwiki, "members", subwiki.members, int)


def _now(state: Any, subwiki: rx.Var[SubwikiView], part: str, read: Any, kind: Any) -> rx.Var[Any]:
    data = VarData.merge(state.joins._get_all_var_data(), read._get_all_var_data())
    return rx.Var(f"(({state.joins!s})[{subwiki.slug!s}]?.{part} ?? {read!s})", _var_type=kind, _var_data=data).to(kind)
