"""The vote that ends an edit war, on the post's page, and the sheet that protects the post."""

from dataclasses import replace

import reflex as rx

from wtsocial.editing.actions import disputes
from wtsocial.editing.queries import disputes as reading
from wtsocial.editing.views import DisputeView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.protection import Protecting
from wtsocial.ui.session import number_in, segment


class DisputeState(Answers, rx.State):
    """Both versions, and this person's vote."""

    dispute: DisputeView = DisputeView()

    @rx.event
    async def open(self):
        """Read the running dispute; one that has ended is settled first, whoever comes by."""
        post_id = number_in(segment(self, 1))
        async with handling(self) as viewer:
            if post_id:
                await disputes.close_ended(post_id)
            self.dispute = await reading.running(viewer, post_id)

    @rx.event
    async def vote(self, post_id: int, wanted: bool):
        """Vote for the version that stands (`wanted`) or for the one before."""
        async with handling(self) as viewer:
            votes = await call(disputes.vote_in_dispute, viewer, post_id=post_id, other=wanted)
            mine = "other" if wanted else "one"
            self.dispute = replace(self.dispute, votes_one=votes[0], votes_other=votes[1], mine=mine)


class ProtectState(Protecting, rx.State):
    """The sheet that protects the post; everybody's page follows live."""
