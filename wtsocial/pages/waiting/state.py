"""One's own place in line, as it is now."""

from math import ceil
from typing import Final

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import waiting_room
from wtsocial.donations import queries as donations
from wtsocial.joining import invitation_queries
from wtsocial.joining import queries as joining
from wtsocial.joining.invitations import invite
from wtsocial.joining.views import DoorView, WaitingView
from wtsocial.text.limits import INVITATION_USES
from wtsocial.ui.call import Answers, call, handling, refreshing
from wtsocial.ui.live import watch

MOST_DOTS: Final = 40
DAYS: Final = 30


class WaitingState(Answers, rx.State):
    """The line, for whoever opens it; one's own place, for whoever waits."""

    ready: bool = False
    who: str = ""
    """`reader`, `unconfirmed`, `waiting`, `active` or `suspended`."""
    door: DoorView = DoorView()
    mine: WaitingView = WaitingView()
    donations: bool = False
    """Whether a donation can be made here."""
    code: str = ""
    dots: list[str] = []
    """The line as dots, its front first: `ahead`, `you`, `behind`."""
    each: int = 1
    """How many people one dot stands for."""

    @rx.event
    async def open(self):
        """Read the line."""
        async with handling(self) as viewer:
            await watch(self, viewer, waiting_room())
            await self._read(viewer)

    @rx.event
    async def again(self):
        """Read it anew, since it moved; what was said before stays."""
        async with refreshing(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def invite(self):
        """Make the invitation whose link stands here."""
        async with handling(self) as viewer:
            self.code = await call(invite, viewer, uses=INVITATION_USES, days=DAYS)

    async def _read(self, viewer: Viewer) -> None:
        self.who = viewer.state or "reader"
        if viewer.state == "waiting" and not viewer.confirmed:
            self.who = "unconfirmed"
        self.door, self.mine = await joining.door(), await joining.mine(viewer)
        self.donations = not (await donations.set_up(viewer)).off
        self.code = await invitation_queries.newest_open(viewer)
        self.each = max(1, ceil(self.mine.of / MOST_DOTS))
        you = (self.mine.position - 1) // self.each
        self.dots = ["ahead" if dot < you else "you" if dot == you else "behind" for dot in range(ceil(self.mine.of / self.each))]
        self.ready = True
