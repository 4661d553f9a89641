"""A member's record on their profile, and what moderators and admins do there."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.moderation import members, restrictions
from wtsocial.moderation.member_record import record
from wtsocial.moderation.record_views import RecordView
from wtsocial.pages.people.state import ProfileState
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.ends import days_field
from wtsocial.ui.session import number_in, segment


class RecordState(Submitting, rx.State):
    """The record of the member at `/u/NAME`, for themselves and for those who moderate."""

    record: RecordView = RecordView()
    further: bool = False
    """Whether these are not the newest entries."""

    @rx.event
    async def open(self):
        """Read it."""
        self.record, self.further = RecordView(), False
        async with handling(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def more(self, older: int):
        """The entries before this one; those from the newest on for 0."""
        async with handling(self) as viewer:
            self.record, self.further = await record(viewer, segment(self, 1), older=number_in(older)), number_in(older) > 0

    @rx.event
    async def begin(self):
        """Forget what a sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def restrict(self, form: dict[str, Any]):
        """Limit them in a subwiki, or hold what they post there."""
        async with submitting(self, form) as viewer:
            what = {"subwiki": required_field(form, "subwiki"), "kind": required_field(form, "restriction"), "days": days_field(form)}
            said = {"rule": required_field(form, "rule"), "reason": text_field(form, "reason")}
            await call(restrictions.restrict_member, viewer, member_name=segment(self, 1), **what, **said)
            await self._done(viewer, "record.restricted")

    @rx.event
    async def lift(self, form: dict[str, Any]):
        """Take a restriction back."""
        async with submitting(self, form) as viewer:
            await call(restrictions.lift_restriction, viewer, entry_id=id_field(form, "entry_id"), reason=text_field(form, "reason"))
            await self._done(viewer, "record.lifted")

    @rx.event
    async def suspend(self, form: dict[str, Any]):
        """Suspend them on the whole site, as an admin."""
        async with submitting(self, form) as viewer:
            said = {"days": days_field(form), "rule": required_field(form, "rule"), "reason": text_field(form, "reason")}
            await call(members.suspend_member, viewer, member_name=segment(self, 1), **said)
            await self._done(viewer, "record.suspended")
            yield ProfileState.open

    @rx.event
    async def reinstate(self, form: dict[str, Any]):
        """Let them take part again, as an admin."""
        async with submitting(self, form) as viewer:
            await call(members.reinstate_member, viewer, member_name=segment(self, 1), reason=text_field(form, "reason"))
            await self._done(viewer, "record.reinstated")
            yield ProfileState.open

    async def _read(self, viewer: Viewer) -> None:
        self.record, self.further = await record(viewer, segment(self, 1)), False

    async def _done(self, viewer: Viewer, key: str) -> None:
        await self._read(viewer)
        self.notice = {"key": key, "params": {}}
