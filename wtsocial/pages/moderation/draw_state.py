"""How a jury was drawn, on the screen."""

import reflex as rx

from wtsocial.moderation.appeal_queries import jury_draw
from wtsocial.moderation.views import DrawView
from wtsocial.ui.call import Answers, loading_one
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in, segment


class DrawState(Answers, rx.State):
    """The draw for the decision that the address names."""

    draw: DrawView | None = None
    missing: bool = False

    @rx.event
    async def open(self):
        """Read it."""
        async with loading_one(self) as viewer:
            await watch(self, viewer)
            self.draw = None
            self.draw = await jury_draw(number_in(segment(self, 1)))
