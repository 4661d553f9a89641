"""The waiting list on the dashboard: the rules, who is next, letting in, and invitations for groups."""

from decimal import Decimal
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import dashboard_room
from wtsocial.joining import invitation_queries
from wtsocial.joining import invitations as acts
from wtsocial.joining import queries as joining
from wtsocial.joining.actions import let_in, set_rules
from wtsocial.joining.views import DoorView, InvitationView, JoiningView
from wtsocial.text.money import minor_units, parse_amount
from wtsocial.ui.call import Answers, call, handling, refreshing
from wtsocial.ui.dialogs import id_field, text_field
from wtsocial.ui.live import watch


class LineState(Answers, rx.State):
    """The line, for admins alone: each handler asks again who is there."""

    ready: bool = False
    line: JoiningView = JoiningView()
    groups: list[InvitationView] = []
    price: str = ""
    """What a place costs, as it stands in its field."""

    @rx.event
    async def open(self):
        """Read the line; for anybody but admins, nothing."""
        async with handling(self) as viewer:
            await watch(self, viewer, dashboard_room())
            await self._read(viewer)

    @rx.event
    async def again(self):
        """Read it anew, since it moved; what was said before stays."""
        async with refreshing(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def let_in(self, form: dict[str, Any]):
        """Let the next in, if nobody else did since the line was read."""
        async with handling(self, form) as viewer:
            # Read before it is pressed: whoever is told that somebody was quicker sees what is left.
            seen, count = self.line.batch_number, id_field(form, "count")
            try:
                number = await call(let_in, viewer, count=count, batch_number=seen)
                self.notice = {"key": "joining.let_in_now", "params": {"count": number}}
            finally:
                await self._read(viewer)

    @rx.event
    async def set_rules(self, form: dict[str, Any]):
        """Say how people come in from now on."""
        async with handling(self, form) as viewer:
            figures = {name: id_field(form, name) for name in ("places_per_day", "friend_moves_up")}
            door = (await joining.for_admins(viewer)).door
            price = parse_amount(text_field(form, "amount"), door.currency, offered=False)
            said = {"mode": text_field(form, "mode"), "reason": text_field(form, "reason")}
            await call(set_rules, viewer, place_price=price, **said, **figures)
            self.notice = {"key": "joining.saved", "params": {}}
            await self._read(viewer)

    @rx.event
    async def invite_group(self, form: dict[str, Any]):
        """Make an invitation for a group."""
        async with handling(self, form) as viewer:
            figures = {name: id_field(form, name) for name in ("uses", "days")}
            at_once = text_field(form, "at_once") == "on"
            await call(acts.invite_group, viewer, label=text_field(form, "label"), at_once=at_once, **figures)
            await self._read(viewer)

    @rx.event
    async def revoke(self, number: int):
        """Take an invitation back."""
        async with handling(self) as viewer:
            await call(acts.revoke, viewer, invitation_id=number)
            await self._read(viewer)

    async def _read(self, viewer: Viewer) -> None:
        self.ready, self.line, self.groups = False, JoiningView(), []
        self.line, self.groups = await joining.for_admins(viewer), await invitation_queries.of_groups(viewer)
        self.price = _decimal(self.line.door)
        self.ready = True


def _decimal(door: DoorView) -> str:
    return str(Decimal(door.place_price).scaleb(-minor_units(door.currency)))
