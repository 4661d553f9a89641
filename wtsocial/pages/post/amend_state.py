"""Editing one's own comment where it stands, with a draft of its own."""

from contextlib import suppress
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Refusal
from wtsocial.posts import comments, drafts, threads
from wtsocial.posts import queries as kept
from wtsocial.ui.call import call, handling, viewer_of
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.parts.conflicts import Clash, clash_of
from wtsocial.ui.session import number_in


class AmendState(Submitting, rx.State):
    """The editor that was opened last; each is known by its comment."""

    text: str = ""
    text_of: int = 0
    answered_in: int = 0
    clash: Clash = Clash()

    @rx.event
    async def begin(self, comment_id: int):
        """Begin with the comment as it is, or where the draft ends."""
        self.clash = Clash()
        async with handling(self) as viewer:
            number = number_in(comment_id)
            _, text, _ = await threads.edit_base(viewer, number)
            self.text, self.text_of = (await kept.draft(viewer, _place(number))).get("text", "") or text, number

    @rx.event
    async def write(self, comment_id: int, text: str):
        """Keep what is being written."""
        viewer = await viewer_of(self)
        if viewer.active and isinstance(text, str):
            await _keep(viewer, number_in(comment_id), text)

    @rx.event
    async def amend(self, form: dict[str, Any]):
        """Save it, or show what was saved meanwhile in another tab."""
        self.answered_in = id_field(form, "comment_id")
        async with submitting(self, form, draft=_place(self.answered_in)) as viewer:
            await self._amend(viewer, form, text_field(form, "text"))
            self.clash, self.text, self.text_of = Clash(), "", 0
            self.notice = {"key": "edit.saved", "params": {}}

    async def _amend(self, viewer: Viewer, form: dict[str, Any], text: str) -> None:
        try:
            await call(comments.edit_comment, viewer, comment_id=self.answered_in, text=text, based_on=id_field(form, "based_on"))
        except EditConflict as conflict:
            self.clash = await clash_of(conflict, language=viewer.language, text=text)
            raise


def _place(comment_id: int) -> str:
    return f"amend:{comment_id}"


async def _keep(viewer: Viewer, comment_id: int, text: str) -> None:
    # A draft is a courtesy: that no more of them fit is no reason to disturb somebody who is writing.
    with suppress(Refusal):
        if text.strip():
            await call(drafts.keep_draft, viewer, place=_place(comment_id), fields={"text": text})
        else:
            await call(drafts.drop_draft, viewer, place=_place(comment_id))
