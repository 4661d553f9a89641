"""What a member is told."""

from dataclasses import replace

import reflex as rx

from wtsocial.core.bus import changes_room
from wtsocial.notifications import queries as notifications
from wtsocial.notifications.actions import mark_all_read
from wtsocial.notifications.views import NoticeView
from wtsocial.posts.votes import take_back_vote
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.live import watch


class InboxState(Answers, rx.State):
    """The viewer's notices; opening them reads them."""

    ready: bool = False
    known: bool = False
    notices: list[NoticeView] = []
    older: int = 0

    @rx.event
    async def open(self):
        """Load the newest notices and mark all as read."""
        async with handling(self) as viewer:
            await watch(self, viewer, changes_room())
            self.known, self.notices, self.ready = viewer.known, [], True
            if viewer.known:
                self._take(await notifications.inbox(viewer))
                await mark_all_read(viewer)

    @rx.event
    async def more(self, older: int):
        """The page further down."""
        async with handling(self) as viewer:
            self._take(await notifications.inbox(viewer, older=older if type(older) is int and 0 < older < 2**31 else 1))

    @rx.event
    async def take_back(self, voted_on: int):
        """Take back a vote that was given to another headline of this post."""
        async with handling(self) as viewer:
            await call(take_back_vote, viewer, post_id=voted_on)
            self.notices = [replace(one, voted=one.voted and one.post_id != voted_on) for one in self.notices]
            self.notice = {"key": "receipt.taken_back", "params": {}}

    def _take(self, found: list[NoticeView]) -> None:
        self.notices = found
        self.older = found[-1].id if len(found) >= limits.INBOX_PAGE else 0
