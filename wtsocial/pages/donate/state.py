"""Donating: what can be given, what one gave, and whether the last of it has come."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import donation_room
from wtsocial.donations import checkout
from wtsocial.donations import queries as given
from wtsocial.donations.views import DonationView, SetUpView
from wtsocial.gateways import rate_limits
from wtsocial.joining import queries as joining
from wtsocial.joining.views import DoorView
from wtsocial.ui.call import Answers, call, handling, loading_one, refreshing
from wtsocial.ui.connection import address_of
from wtsocial.ui.live import watch

TRIES_PER_MINUTE = 10
"""So often one network address may go on to pay: cards that were stolen are tried out where that is easy."""


class DonateState(Answers, rx.State):
    """The form at `/donate`, and what the member gave so far."""

    ready: bool = False
    set_up: SetUpView = SetUpView()
    door: DoorView = DoorView()
    given: list[DonationView] = []
    cancelled: bool = False
    """Whether somebody came back from the payment page without paying."""
    working: bool = False

    @rx.event
    async def open(self):
        """What may be given here, and what was."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            await self._read(viewer)
            self.cancelled = "cancelled" in self.router.url.query_parameters
            self.ready = True

    @rx.event
    async def again(self):
        """Read it anew, since one of the member's donations changed; what was said before stays."""
        async with refreshing(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def give(self, form: dict[str, Any]):
        """Go to the page where it is paid."""
        self.working = True
        yield
        async with handling(self) as viewer:
            await rate_limits.count_try("donate", rate_limits.client_address(address_of(self), ""), per_minute=TRIES_PER_MINUTE)
            asked = {name: form.get(name) for name in ("kind", "amount", "currency")}
            asked |= {name: form.get(name, given) for name, given in (("purpose", "self"), ("language", ""), ("idempotency_key", ""))}
            # What is shown of an earlier gift holds for the next: the form does not ask again.
            before = self.given[0] if self.given else None
            ticks = {"show_name": before.show_name, "mark": before.mark} if before else _ticks(form)
            yield rx.redirect(await call(checkout.start, viewer, **asked, **ticks))

    @rx.event
    async def manage(self):
        """Go to the page where what is given regularly is changed or ended."""
        async with handling(self) as viewer:
            return rx.redirect(await call(checkout.manage, viewer))

    @rx.event
    async def choose_thanks(self, form: dict[str, Any]):
        """Whether the name may stand in the books, and the mark on the profile."""
        async with handling(self, form) as viewer:
            await call(checkout.set_thanks, viewer, **_ticks(form))
            await self._read(viewer)
            self.notice = {"key": "donate.thanks_saved", "params": {}}

    async def _read(self, viewer: Viewer) -> None:
        self.set_up, self.door = await given.set_up(viewer), await joining.door()
        self.given = await given.mine(viewer) if viewer.known else []


class ThanksState(Answers, rx.State):
    """`/donate/thanks`: how the donation that was just paid stands. Nothing is thanked for but what has come."""

    ready: bool = False
    missing: bool = False
    donation: DonationView = DonationView()
    test: bool = False

    @rx.event
    async def open(self):
        """Look whether it has come, also whenever something is said of it."""
        async with loading_one(self) as viewer:
            order = self.router.url.query_parameters.get("order", "")
            await watch(self, viewer, donation_room(order[:100]))
            self.donation = await given.thanks(viewer, order)
            set_up = await given.set_up(viewer)
            self.test = set_up.test_server or set_up.test_mode
            self.ready = True


def _ticks(form: dict[str, Any]) -> dict[str, bool]:
    return {name: bool(form.get(name)) for name in ("show_name", "mark")}
