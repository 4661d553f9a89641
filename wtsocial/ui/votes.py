"""Presses on a post that work the same wherever a post is shown."""

import reflex as rx

from wtsocial.posts import votes
from wtsocial.ui.call import Answers, answering, call
from wtsocial.ui.live import answer_press


class PressState(Answers, rx.State):
    """Votes and saved posts; what is on the screen already shows the press, and is put right by the answer."""

    @rx.event
    async def vote(self, post_id: int, wanted: bool):
        """Give an upvote, or take it back."""
        async with answering(self) as viewer:
            voted, count = await call(votes.upvote if wanted is True else votes.take_back_vote, viewer, post_id=post_id)
            await answer_press(self, post_id, voted=voted, votes=count)
        if self.errors:
            await self._undo(post_id, voted=wanted is not True)

    @rx.event
    async def save(self, post_id: int, wanted: bool):
        """Keep a post for later, or let it go."""
        async with answering(self) as viewer:
            await call(votes.save_post if wanted is True else votes.unsave_post, viewer, post_id=post_id)
            await answer_press(self, post_id, saved=wanted is True)
        if self.errors:
            await self._undo(post_id, saved=wanted is not True)

    async def _undo(self, post_id: int, *, voted: bool | None = None, saved: bool | None = None) -> None:
        if isinstance(post_id, int):
            await answer_press(self, post_id, voted=voted, saved=saved)
