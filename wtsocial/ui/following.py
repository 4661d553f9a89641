"""Following a member or a tag, wherever one is shown."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.joining import JoinButton
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


class Following(Answers, rx.State, mixin=True):
    """A state that shows one that can be followed. `presses` counts the answers."""

    presses: int = 0
    _followed_kind: str = "person"

    @rx.event
    async def press_follow(self, name: str, wanted: bool):
        """Follow, or follow no longer."""
        async with handling(self) as viewer:
            await call(choices.follow, viewer, kind=self._followed_kind, name=name, wanted=wanted is True)
            await self._followed(viewer)
        self.presses += 1

    async def _followed(self, viewer: Viewer) -> None:
        """Read anew what a press changed."""
        raise NotImplementedError


def follow_button(state: Any, name: Any, followed: Any, *, about: str) -> rx.Component:
    """Follow or Unfollow; `about` is the id of the element that names who or what. A reader is led to the door first."""
    return rx.cond(
        SessionState.known,
        JoinButton.create(
            slug=name,
            joined=followed,
            answers={},
            presses=state.presses,
            join=t("follow.follow"),
            leave=t("follow.unfollow"),
            about=about,
            on_press=state.press_follow,
        ),
        rx.cond(SessionState.ready, link_button("follow.follow", "/register")),
    )
