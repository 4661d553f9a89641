"""A member as others see them, with what they posted."""

from typing import Any

import reflex as rx

from wtsocial.actions.members import trust_member
from wtsocial.live import all_posts
from wtsocial.queries import feeds, members
from wtsocial.ui.call import answering, call, finding
from wtsocial.ui.feeds import Feeding
from wtsocial.ui.session import segment
from wtsocial.views import FeedPage, MemberView, Viewer

NOBODY = MemberView(0, "", "", "", "", 0, 0, 0, 0)


class ProfileState(Feeding, rx.State):
    """The member at `/u/NAME`."""

    member: MemberView = NOBODY
    own: bool = False
    missing: bool = False

    @rx.event
    async def open(self):
        """Read the profile and begin the feed of their posts."""
        async with finding(self) as viewer:
            await self._begin(viewer, segment(self, 1))

    @rx.event
    async def trust(self):
        """Make the member a trusted one, as an admin."""
        async with answering(self) as viewer:
            await call(trust_member, viewer, member_name=self.member.name)
            self.member = await members.profile(viewer, self.member.name)
            self.notice = {"key": "profile.trusted", "params": {"name": self.member.name}}

    async def _begin(self, viewer: Viewer, name: str) -> None:
        if name.casefold() != self.member.name.casefold():
            self.member = NOBODY
        self.member = await members.profile(viewer, name)
        self.own = self.member.id == viewer.id
        await self._open(viewer, all_posts(), key=f"u:{self.member.name}", scope=f"author:{self.member.name}")

    async def _feed(self, viewer: Viewer, **stretch: Any) -> FeedPage:
        return await feeds.of_member(viewer, self.member.name, **stretch)
