"""A member as others see them, with what they posted."""

from typing import Any

import reflex as rx

from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import MemberView, Viewer
from wtsocial.choices import queries as choices
from wtsocial.choices.actions import less
from wtsocial.core.bus import all_posts
from wtsocial.feeds import queries as feeds
from wtsocial.moderation.members import trust_member
from wtsocial.posts.views import FeedPage
from wtsocial.text.words import fold
from wtsocial.ui.call import call, handling, loading_one
from wtsocial.ui.feeds import Feeding, Window
from wtsocial.ui.following import Following
from wtsocial.ui.session import segment

NOBODY = MemberView(0, "", "", "", "", 0, 0, 0, 0)


class ProfileState(Feeding, Following, rx.State):
    """The member at `/u/NAME`."""

    member: MemberView = NOBODY
    own: bool = False
    missing: bool = False
    unseen: bool = False
    """Whether the viewer chose not to see what this member posts."""

    @rx.event
    async def open(self):
        """Read the profile and begin the feed of their posts."""
        async with loading_one(self) as viewer:
            await self._begin(viewer, segment(self, 1))

    @rx.event
    async def trust(self):
        """Make the member a trusted one, as an admin."""
        async with handling(self) as viewer:
            await call(trust_member, viewer, member_name=self.member.name)
            self.member = await accounts.profile(viewer, self.member.name)
            self.notice = {"key": "profile.trusted", "params": {"name": self.member.name}}

    @rx.event
    async def hide(self, wanted: bool):
        """See what they post no longer, or again."""
        async with handling(self) as viewer:
            await call(less, viewer, kind="person", value=self.member.name, wanted=wanted is True)
            await self._followed(viewer)
            self.notice = {"key": "profile.hidden" if self.unseen else "profile.shown", "params": {"name": self.member.name}}

    async def _begin(self, viewer: Viewer, name: str) -> None:
        if fold(name) != fold(self.member.name):
            self.member = NOBODY
        await self._look(viewer, name)
        await self._open(viewer, all_posts(), key=f"u:{self.member.name}", scope=f"author:{self.member.name}")

    def _rule(self, viewer: Viewer) -> dict[str, Any]:  # noqa: ARG002 # the same for everybody
        return {}

    async def _followed(self, viewer: Viewer) -> None:
        await self._look(viewer, self.member.name)

    async def _look(self, viewer: Viewer, name: str) -> None:
        self.member = await accounts.profile(viewer, name)
        self.own = self.member.id == viewer.id
        self.unseen = viewer.known and self.member.name in (await choices.mine(viewer)).choices.hide.people

    async def _feed(self, viewer: Viewer, window: Window) -> FeedPage:
        return await feeds.of_member(viewer, self.member.name, older=window.older, newer=window.newer, limit=window.limit)
