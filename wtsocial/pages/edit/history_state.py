"""The history of a post: its revisions, and the choice of two to compare."""

from typing import Any

import reflex as rx

from wtsocial.live import post_room
from wtsocial.queries import histories, posts
from wtsocial.ui.call import Answers, finding
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in, segment
from wtsocial.ui.writing import words
from wtsocial.views import RevisionView, Viewer


class HistoryState(Answers, rx.State):
    """The revisions of a post, and the choice of two to compare."""

    post_id: int = 0
    headline: str = ""
    missing: bool = False
    revisions: list[RevisionView] = []
    may_go_back: bool = False

    @rx.event
    async def open(self):
        """Read the history."""
        self.revisions = []
        async with finding(self) as viewer:
            await watch(self, viewer, post_room(number_in(segment(self, 1))))
            await self._read(viewer, number_in(segment(self, 1)))

    @rx.event
    async def compare(self, typed: dict[str, Any]):
        """Go to the difference of the two that were chosen."""
        chosen = words(typed, "old", "new")
        old, new = sorted((number_in(chosen["old"]), number_in(chosen["new"])))
        return rx.redirect(f"/post/{self.post_id}/diff/{old}/{new}") if old else None

    async def _read(self, viewer: Viewer, post_id: int) -> None:
        post = await posts.one(viewer, post_id)
        self.post_id, self.headline, self.may_go_back = post_id, post.headline, post.may_edit or post.may_correct
        self.revisions = await histories.of_post(viewer, post_id)
