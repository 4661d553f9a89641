"""The feeds that are a screen of their own: yours, everything, and what you saved."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices import follows
from wtsocial.core.bus import all_posts, person_room, subwiki_room, tag_room
from wtsocial.editing.queries import corrections
from wtsocial.editing.views import CorrectionView
from wtsocial.feeds import queries as feeds
from wtsocial.posts.views import FeedPage
from wtsocial.ui.call import handling, refreshing
from wtsocial.ui.feeds import NEWEST, Feeding, FeedPagePatch, Followed, SharedFeedPage, Window
from wtsocial.ui.live import watch
from wtsocial.ui.read_once import ReadOnce

EVERYTHING = "all"
"""Which feed it is that everything stands in."""


async def _read_newest() -> SharedFeedPage:
    page = await feeds.everything(Viewer(), limit=NEWEST.limit)
    return SharedFeedPage(key=EVERYTHING, scope=EVERYTHING, posts=page.posts, newest=page.newest, older=page.older, hidden=page.hidden)


newest_for_readers = ReadOnce(_read_newest)
"""The first page of everything, as it is for whoever is not logged in."""
example_for_readers = ReadOnce(corrections.example)


class FeedState(Feeding, rx.State):
    """The feed that is open. Which one is the server's own knowledge, not the browser's."""

    _which: str = "all"
    example: list[CorrectionView] = []
    """The corrected headline in the welcome of a reader who is not logged in; empty where nothing was corrected yet."""

    @rx.event
    async def open_home(self):
        """Your feed; for a reader who is not logged in, everything."""
        async with handling(self) as viewer:
            if not viewer.known:
                self._show_example(await example_for_readers())
                await self._start(EVERYTHING, viewer)
                return
            self._which = "home"
            rooms, followed = await self._followed(viewer)
            await self._open(viewer, *rooms, key="home", followed=followed)

    @rx.event
    async def open_all(self):
        """Everything."""
        async with handling(self) as viewer:
            await self._start(EVERYTHING, viewer)

    @rx.event
    async def open_saved(self):
        """What you saved."""
        async with handling(self) as viewer:
            await self._start("saved", viewer)

    @rx.event
    async def renew_example(self):
        """Another example: something was erased, and it may have been this one."""
        async with refreshing(self):
            if self.example:
                self._show_example(await corrections.example())

    def _show_example(self, found: CorrectionView | None) -> None:
        self.example = [found] if found else []

    async def _start(self, which: str, viewer: Viewer) -> None:
        self._which = which
        if which == EVERYTHING and not viewer.known:
            await watch(self, viewer, all_posts())
            self._frame = FeedPagePatch(key=which, scope=which)
            self.chunk = await newest_for_readers()
            return
        await self._open(viewer, all_posts(), key=which, scope=which)

    async def _followed(self, viewer: Viewer) -> tuple[list[str], Followed]:
        """The rooms of all that the viewer joined and follows, and what belongs into their feed."""
        mine = await follows.of_viewer(viewer)
        rooms = [*map(subwiki_room, mine.subwikis), *map(person_room, mine.people), *map(tag_room, mine.tags)]
        return rooms, Followed(list(mine.subwikis), list(mine.people.values()), mine.tags)

    async def _renew(self, viewer: Viewer) -> None:
        await super()._renew(viewer)
        if self._which == "home":
            rooms, followed = await self._followed(viewer)
            await watch(self, viewer, *rooms)
            self._frame_followed(followed)

    def _rule(self, viewer: Viewer) -> dict[str, Any]:
        return {} if self._which == "saved" else super()._rule(viewer)

    async def _feed(self, viewer: Viewer, window: Window) -> FeedPage:
        read = {"home": feeds.home, "all": feeds.everything, "saved": feeds.saved}[self._which]
        return await read(viewer, older=window.older, newer=window.newer, limit=window.limit)
