"""Why a post stands in a list, and seeing less like it: in place, one press, taken back in the same place."""

from typing import Any

import reflex as rx

from wtsocial.choices import actions as changes
from wtsocial.feeds import what_if
from wtsocial.feeds.views import LessView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.parts.forms import wrong
from wtsocial.ui.session import SessionState

LIBRARY = "$/public/kit/lists/see_less.js"


class SeeLessState(Answers, rx.State):
    """The sheet that is open: what it says of its post."""

    look: LessView = LessView()
    turn: int = 0
    """How often something was changed."""
    answered: int = 0

    @rx.event
    async def ask(self, post_id: int):
        """Why this post is here, and what may be seen less of."""
        async with handling(self) as viewer:
            self.look = await call(what_if.hide_options, viewer, post_id=post_id)

    @rx.event
    async def press(self, post_id: int, offered: str, what: str, wanted: bool):
        """See less of something, or take that back."""
        async with handling(self) as viewer:
            await call(changes.less, viewer, kind=offered, value=what, wanted=wanted is True)
            self.turn += 1
            self.look = await call(what_if.hide_options, viewer, post_id=post_id)
        self.answered += 1
        return SessionState.regroup


class SeeLess(rx.Component):
    """The sheet of a list."""

    library = LIBRARY
    tag = "SeeLess"

    look: rx.Var[Any]
    error: rx.Var[Any]
    turn: rx.Var[int]
    answered: rx.Var[int]
    known: rx.Var[bool]
    shown: rx.Var[int]

    on_ask: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_press: rx.EventHandler[rx.event.passthrough_event_spec(int, str, str, bool)]  # pyright: ignore[reportCallIssue] # four arguments are fine
    on_changed: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def see_less_dialog(state: Any, shown: rx.Var[int]) -> rx.Component:
    """The sheet of a list of so many posts; `state` reads them anew when a choice was changed."""
    return SeeLess.create(
        look=SeeLessState.look,
        error=wrong(SeeLessState.errors, ""),
        turn=SeeLessState.turn,
        answered=SeeLessState.answered,
        known=SessionState.known,
        shown=shown,
        on_ask=SeeLessState.ask,
        on_press=SeeLessState.press,
        on_changed=state.again,
    )
