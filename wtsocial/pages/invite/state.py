"""An invitation that somebody opened."""

import reflex as rx

from wtsocial.gateways import rate_limits
from wtsocial.joining import invitation_queries
from wtsocial.joining import queries as joining
from wtsocial.joining.views import DoorView, InviteView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, handling
from wtsocial.ui.connection import address_of
from wtsocial.ui.live import watch
from wtsocial.ui.session import segment


class InviteState(Answers, rx.State):
    """What a link shows to whoever opened it. Looking uses nothing up."""

    ready: bool = False
    code: str = ""
    door: DoorView = DoorView()
    shown: InviteView = InviteView()

    @rx.event
    async def open(self):
        """Look the code of the address up; who tries many is stopped."""
        self.ready, self.code, self.shown = False, "", InviteView()
        async with handling(self) as viewer:
            await watch(self, viewer)
            address = rate_limits.client_address(address_of(self), "")
            await rate_limits.count_try("invitation", address, per_minute=limits.INVITATIONS_PER_MINUTE)
            self.shown, self.door = await invitation_queries.by_code(viewer, segment(self, 1)), await joining.door()
            self.code = segment(self, 1) if self.shown.state in ("open", "own") else ""
            self.ready = True
