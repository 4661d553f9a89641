"""One's own flags on the screen."""

from dataclasses import replace

import reflex as rx

from wtsocial.moderation.flags import withdraw_flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.moderation.views import OwnFlagView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.live import watch


class OwnFlagsState(Answers, rx.State):
    """The viewer's flags, newest first."""

    ready: bool = False
    flags: list[OwnFlagView] = []
    older: int = 0

    @rx.event
    async def open(self):
        """Load the newest."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.flags, self.older, self.ready = [], 0, False
            if viewer.known:
                self._take(await own_flags(viewer))

    @rx.event
    async def more(self, older: int):
        """The page further down."""
        async with handling(self) as viewer:
            self._take(await own_flags(viewer, older=older if type(older) is int and 0 < older < 2**31 else 1))

    @rx.event
    async def withdraw(self, subject_kind: str, subject_id: int):
        """Withdraw a flag that nobody has decided on yet."""
        async with handling(self) as viewer:
            withdrawn = await call(withdraw_flag, viewer, subject_kind=subject_kind, subject_id=subject_id)
            self.notice = {"key": "flag.withdrawn" if withdrawn else "flag.none_open", "params": {}}
            if withdrawn:
                subject = (subject_kind, subject_id, "open")
                self.flags = [
                    replace(one, state="withdrawn") if (one.subject_kind, one.subject_id, one.state) == subject else one
                    for one in self.flags
                ]

    def _take(self, found: list[OwnFlagView]) -> None:
        self.flags, self.ready = found, True
        self.older = found[-1].id if len(found) >= limits.LOG_PAGE else 0
