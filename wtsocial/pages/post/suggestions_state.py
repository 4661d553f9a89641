"""The suggestions under a post: read, judged, withdrawn, and answered by the author."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.suggestions import (
    accept_suggestion,
    answer_suggestion,
    decline_suggestion,
    hide_suggestion,
    judge_suggestion,
    withdraw_suggestion,
)
from wtsocial.editing.queries import suggestions
from wtsocial.editing.views import SuggestionsView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.session import number_in, segment

ANSWERS = {
    "answer": (answer_suggestion, "suggestion.answered"),
    "decline": (decline_suggestion, "suggestion.declined_thanks"),
    "hide": (hide_suggestion, "decide.done"),
}


class SuggestionState(Answers, rx.State):
    """What was suggested under the post of the address. The browser keeps it up to date (kit/live/suggestions.js)."""

    listed: SuggestionsView = SuggestionsView()

    @rx.event
    async def open(self):
        """Read them; the post's room is watched by now."""
        async with handling(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def judge(self, suggestion_id: int, agrees: bool):
        """Agree or disagree with one."""
        async with handling(self) as viewer:
            await call(judge_suggestion, viewer, suggestion_id=suggestion_id, agrees=agrees)
            await self._read(viewer)

    @rx.event
    async def withdraw(self, suggestion_id: int):
        """Take one's own back."""
        async with handling(self) as viewer:
            await call(withdraw_suggestion, viewer, suggestion_id=suggestion_id)
            await self._read(viewer)

    @rx.event
    async def accept(self, suggestion_id: int):
        """Take it for the headline of one's own post."""
        async with handling(self) as viewer:
            await call(accept_suggestion, viewer, suggestion_id=suggestion_id)
            await self._read(viewer)

    @rx.event
    async def more(self, before: int):
        """The decided ones further down, in place of those that are shown."""
        async with handling(self) as viewer:
            await self._read(viewer, number_in(before))

    async def _read(self, viewer: Viewer, before: int = 0) -> None:
        post_id = number_in(segment(self, 1))
        self.listed = await suggestions.of_post(viewer, post_id, before=before)


class AnswerState(Submitting, rx.State):
    """The sheet in which an author answers or declines what members suggest, or a moderator says why it is taken away."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Say it for everybody to read."""
        async with submitting(self, form) as viewer:
            wanted = required_field(form, "action")
            action, thanks = ANSWERS[wanted if wanted in ANSWERS else "answer"]
            await call(action, viewer, suggestion_id=id_field(form, "suggestion_id"), text=text_field(form, "text"))
            self.notice = {"key": thanks, "params": {}}
