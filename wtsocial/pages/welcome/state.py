"""The choice of subwikis: what each would add, and joining those that were ticked."""

from typing import Any

import reflex as rx

from wtsocial.actions import subwikis
from wtsocial.errors import Invalid
from wtsocial.queries import choices
from wtsocial.ui.call import Answers, answering, call
from wtsocial.ui.live import watch
from wtsocial.views import ChoicesView


class WelcomeState(Answers, rx.State):
    """What may be chosen. What is ticked is the browser's until the button is pressed."""

    offer: ChoicesView = ChoicesView()
    ready: bool = False

    @rx.event
    async def open(self):
        """Every subwiki with its effect on the newest posts."""
        async with answering(self) as viewer:
            await watch(self, viewer)
            self.offer = await choices.of_subwikis(viewer)
            self.ready = True

    @rx.event
    async def join(self, form: dict[str, Any]):
        """Join what was ticked, and nothing else; then to the feed."""
        async with answering(self) as viewer:
            ticked = self._ticked(form)
            if not ticked:
                raise Invalid("welcome.nothing_ticked")
            for slug in ticked:
                await call(subwikis.join, viewer, slug=slug)
            return rx.redirect("/")

    def _ticked(self, form: Any) -> list[str]:
        # Only what was offered: the form is whatever a browser sends.
        sent = form if isinstance(form, dict) else {}
        return [choice.slug for choice in self.offer.choices if sent.get(choice.slug) == "on"]
