"""One's own invitations on the screen."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.joining import invitation_queries
from wtsocial.joining import invitations as acts
from wtsocial.joining import queries as joining
from wtsocial.joining.views import DoorView, InvitationView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in


class InvitationsState(Answers, rx.State):
    """One's own invitations, and who came by them."""

    ready: bool = False
    door: DoorView = DoorView()
    mine: list[InvitationView] = []

    @rx.event
    async def open(self):
        """Read them."""
        self.ready, self.mine = False, []
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.door = await joining.door()
            await self._read(viewer)

    @rx.event
    async def make(self, form: dict[str, Any]):
        """Make another."""
        async with handling(self, form) as viewer:
            sent = form if isinstance(form, dict) else {}
            await call(acts.invite, viewer, uses=number_in(sent.get("uses", "")), days=number_in(sent.get("days", "")))
            await self._read(viewer)

    @rx.event
    async def revoke(self, number: int):
        """Take one back."""
        async with handling(self) as viewer:
            await call(acts.revoke, viewer, invitation_id=number)
            self.notice = {"key": "invitation.revoked_now", "params": {}}
            await self._read(viewer)

    async def _read(self, viewer: Viewer) -> None:
        self.mine = await invitation_queries.mine(viewer)
        self.ready = True
