"""Going back from the history of a post or a subwiki's page: to one of its revisions, or with one change taken out of the middle."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid
from wtsocial.editing.actions import reverts
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.state import EditState
from wtsocial.posts import queries as posts
from wtsocial.posts.drafts import keep_draft
from wtsocial.ui.call import call
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.parts.conflicts import clash_of
from wtsocial.ui.session import segment


class RevertState(Submitting, rx.State):
    """The sheet that asks why."""

    settling: bool = False
    """Whether the last answer was a conflict that is settled on the edit page."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice, self.settling = {}, {}, False

    @rx.event
    async def go_back(self, form: dict[str, Any]):
        """Go back, and show the history as it is then; what clashes is settled on the edit page."""
        async with submitting(self, form) as viewer:
            self.settling = False
            await self._go_back(viewer, form)
            if self.settling:
                yield rx.redirect(f"/post/{id_field(form, 'subject_id')}/edit")
            else:
                self.notice = {"key": "revert.done", "params": {}}
                yield HistoryState.open

    async def _go_back(self, viewer: Viewer, form: dict[str, Any]) -> None:
        on_post, undo = segment(self, 0) == "post", text_field(form, "action") == "undo"
        what: dict[str, Any] = {"number": id_field(form, "number"), "reason": text_field(form, "reason")}
        what |= {"post_id": id_field(form, "subject_id")} if on_post else {"slug": segment(self, 1)}
        to_it, without_it = (reverts.revert_post, reverts.undo_revision) if on_post else (reverts.revert_page, reverts.undo_page)
        try:
            if undo:
                await call(without_it, viewer, **what)
            else:
                await call(to_it, viewer, **what, based_on=id_field(form, "based_on"))
        except EditConflict as conflict:
            if not (undo and on_post and conflict.field == "text"):
                raise Invalid("revert.moved", name=conflict.theirs_by) from None
            await self._settle(viewer, what["post_id"], what["reason"], conflict)

    async def _settle(self, viewer: Viewer, post_id: int, reason: str, conflict: EditConflict) -> None:
        """Have the edit page begin with the conflict, both versions in its field; a draft that is there stays untouched."""
        place = f"edit:{post_id}"
        if await posts.draft(viewer, place):
            raise Invalid("revert.draft_first")
        clash = await clash_of(conflict, language=viewer.language, text=conflict.wanted)
        text = clash.sides[0].offer if clash.sides else conflict.theirs
        await call(keep_draft, viewer, place=place, fields={"text": text, "note": reason, "based_on": str(conflict.latest)})
        (await self.get_state(EditState)).clash = clash
        self.settling = True
