"""One's own flags on the screen."""

from dataclasses import replace

import reflex as rx

from wtsocial.core.paths import with_query
from wtsocial.moderation.flags import withdraw_flag
from wtsocial.moderation.own_flag_views import OwnFlagView
from wtsocial.moderation.own_flags import own_flags
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in


class OwnFlagsState(Answers, rx.State):
    """The viewer's flags, newest first."""

    ready: bool = False
    flags: list[OwnFlagView] = []
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""

    @rx.event
    async def open(self):
        """Load the newest, or those before the one that the address names."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.flags, self.older, self.newest, self.ready = [], "", "", False
            if viewer.known:
                before = number_in(self.router.url.query_parameters.get("before", ""))
                self.flags, self.ready = await own_flags(viewer, older=before), True
                full = len(self.flags) >= limits.LOG_PAGE
                self.older = with_query("/settings/flags", before=self.flags[-1].id) if full else ""
                self.newest = "/settings/flags" if before else ""

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
