"""One tag's page with its feed."""

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices import queries as choices
from wtsocial.choices.actions import less
from wtsocial.choices.views import TagView
from wtsocial.core.bus import all_posts
from wtsocial.feeds import queries as feeds
from wtsocial.posts.views import FeedPage
from wtsocial.ui.call import call, handling, loading_one, viewer_of
from wtsocial.ui.feeds import Feeding, Window
from wtsocial.ui.following import Following
from wtsocial.ui.session import segment


class TagState(Feeding, Following, rx.State):
    """The tag at `/tag/NAME`."""

    tag: TagView = TagView()
    missing: bool = False
    _followed_kind: str = "tag"

    @rx.event
    async def open(self):
        """Read the tag and begin its feed."""
        async with loading_one(self) as viewer:
            await self._begin(viewer, segment(self, 1))

    @rx.event
    async def show(self):
        """Hide the tag no longer."""
        async with handling(self) as viewer:
            await call(less, viewer, kind="tag", value=self.tag.tag, wanted=False)
            # Who looks holds what they chose before.
            await self._begin(await viewer_of(self), self.tag.tag)

    async def _begin(self, viewer: Viewer, name: str) -> None:
        self.tag = TagView()
        self.tag = await choices.tag(viewer, name)
        await self._open(viewer, all_posts(), key=f"tag:{self.tag.tag}", scope=f"tag:{self.tag.tag}")

    async def _followed(self, viewer: Viewer) -> None:
        self.tag = await choices.tag(viewer, self.tag.tag)

    async def _feed(self, viewer: Viewer, window: Window) -> FeedPage:
        return await feeds.of_tag(viewer, self.tag.tag, older=window.older, newer=window.newer, limit=window.limit)
