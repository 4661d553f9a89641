"""What a member is told."""

from dataclasses import replace

import reflex as rx

from wtsocial.core.bus import changes_room
from wtsocial.core.paths import with_query
from wtsocial.notifications import queries as notifications
from wtsocial.notifications.actions import mark_all_read
from wtsocial.notifications.views import NoticeView
from wtsocial.posts.votes import take_back_vote
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in


class InboxState(Answers, rx.State):
    """The viewer's notices; opening them reads them."""

    ready: bool = False
    known: bool = False
    notices: list[NoticeView] = []
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""

    @rx.event
    async def open(self):
        """Load the newest notices, or those before the one that the address names, and mark all as read."""
        async with handling(self) as viewer:
            await watch(self, viewer, changes_room())
            self.known, self.notices, self.ready = viewer.known, [], True
            if viewer.known:
                before = number_in(self.router.url.query_parameters.get("before", ""))
                self.notices = await notifications.inbox(viewer, older=before)
                full = len(self.notices) >= limits.INBOX_PAGE
                self.older = with_query("/inbox", before=self.notices[-1].id) if full else ""
                self.newest = "/inbox" if before else ""
                await mark_all_read(viewer)

    @rx.event
    async def take_back(self, voted_on: int):
        """Take back a vote that was given to another headline of this post."""
        async with handling(self) as viewer:
            await call(take_back_vote, viewer, post_id=voted_on)
            self.notices = [replace(one, voted=one.voted and one.post_id != voted_on) for one in self.notices]
            self.notice = {"key": "receipt.taken_back", "params": {}}
