"""The vote that ends an edit war, a moderator's decision on it, on the post's page, and the sheet that protects the post."""

from dataclasses import replace
from typing import Any

import reflex as rx

from wtsocial.editing.actions import disputes
from wtsocial.editing.queries import disputes as reading
from wtsocial.editing.views import DisputeView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.protection import Protecting
from wtsocial.ui.session import number_in, segment


class DisputeState(Answers, rx.State):
    """Every option, and this person's vote."""

    dispute: DisputeView = DisputeView()
    stands: int = 0
    """The number of the option that stands, to compare the others with."""

    @rx.event
    async def open(self):
        """Read the running dispute; one that has ended is settled first, whoever comes by."""
        post_id = number_in(segment(self, 1))
        async with handling(self) as viewer:
            if post_id:
                await disputes.close_ended(post_id)
            self.dispute = await reading.running(viewer, post_id)
            self.stands = next((option.number for option in self.dispute.options if option.stands), 0)

    @rx.event
    async def vote(self, post_id: int, wanted: int):
        """Vote for the option that has this number."""
        async with handling(self) as viewer:
            votes = await call(disputes.vote_in_dispute, viewer, post_id=post_id, number=wanted)
            pairs = zip(self.dispute.options, votes, strict=False)
            self.dispute = replace(self.dispute, options=[replace(option, votes=count) for option, count in pairs], mine=wanted)


class DecideDisputeState(Submitting, rx.State):
    """The sheet in which a moderator ends the vote."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """End the vote for one option, for everybody to read why."""
        async with submitting(self) as viewer:
            what = {"post_id": id_field(form, "post_id"), "number": id_field(form, "number"), "reason": text_field(form, "reason")}
            await call(disputes.decide_dispute, viewer, **what)
            self.notice = {"key": "dispute.decided", "params": {}}


class ProtectState(Protecting, rx.State):
    """The sheet that protects the post; everybody's page follows live."""
