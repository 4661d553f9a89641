"""The list of invitations, and taking one back."""

from dataclasses import replace
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.admin import invitations
from wtsocial.admin.views import InvitationRow
from wtsocial.core.paths import with_query
from wtsocial.pages.admin.listing import FILTERS, Listing, asked_for
from wtsocial.ui.call import call
from wtsocial.ui.dialogs import id_field, submitting, text_field
from wtsocial.ui.draft_forms import words

PATH = "/admin/invitations"


class AdminInvitationsState(Listing, rx.State):
    """Invitations of a kind, or of a member, for admins alone: each handler asks again who is there."""

    invitations: list[InvitationRow] = []

    @rx.event
    async def open(self):
        """Load the invitations that the address asks for; for anybody but admins, nothing."""
        self.invitations = []
        await self._list(PATH, invitations.KINDS, self._read)

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query(PATH, **asked_for(words(typed, *FILTERS))))

    @rx.event
    async def take_back(self, form: dict[str, Any]):
        """Take one back, for everybody to read why."""
        async with submitting(self, form) as viewer:
            number = id_field(form, "number")
            await call(invitations.take_back, viewer, invitation_id=number, reason=text_field(form, "reason"))
            self.invitations = [replace(one, state="revoked") if one.id == number else one for one in self.invitations]
            self.notice = {"key": "listing.taken_back", "params": {}}

    async def _read(self, viewer: Viewer, asked: dict[str, str]) -> str:
        page = await invitations.invitations(viewer, kind=asked["kind"], name=asked["name"], older=asked["older"])
        self.invitations = page.invitations
        return page.older
