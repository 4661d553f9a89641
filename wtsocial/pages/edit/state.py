"""Editing a post's text, and what changed between two revisions."""

from dataclasses import replace
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import changes_room, page_room, post_room
from wtsocial.core.errors import EditConflict
from wtsocial.editing.actions.edits import edit_text
from wtsocial.posts import queries as drafts
from wtsocial.posts import queries as posts
from wtsocial.revisions import queries as revisions
from wtsocial.revisions.views import DiffView, RevisionView
from wtsocial.ui.call import Answers, call, handling, loading_one, viewer_of
from wtsocial.ui.draft_forms import Fill, words
from wtsocial.ui.edit_thanks import owe_thanks
from wtsocial.ui.live import watch
from wtsocial.ui.parts.conflicts import Clash, Settling, clash_of
from wtsocial.ui.presence import editors
from wtsocial.ui.session import number_in, segment

FIELDS = ("text", "note", "based_on")
NO_REVISION = RevisionView(0, "", 0, "", "", "", "", "", 0)


class EditState(Settling, rx.State):
    """The form at `/post/ID/edit`. The revision that the edit began from travels in the form, with the text it belongs to."""

    post_id: int = 0
    headline: str = ""
    missing: bool = False
    _text: str = ""

    @rx.event
    async def open(self):
        """Begin from the newest revision, or where the draft ends."""
        async with loading_one(self) as viewer:
            await watch(self, viewer, post_room(number_in(segment(self, 1))))
            await self._begin(viewer, number_in(segment(self, 1)))

    @rx.event
    async def begin(self):
        """Somebody has put the pen to the text: others see who."""
        viewer = await viewer_of(self)
        if viewer.known and self.post_id and self.fill.place:
            await editors.begin(self, viewer, room=post_room(self.post_id), place=f"post:{self.post_id}")

    @rx.event
    async def save(self, typed: dict[str, Any]):
        """Save, or show what somebody else saved meanwhile."""
        self.working = True
        yield
        async with handling(self, typed, draft=self._place) as viewer:
            if self._belongs_here(typed) and await self._save(viewer, words(typed, *FIELDS)):
                await owe_thanks(self, self.post_id)
                yield rx.redirect(f"/post/{self.post_id}")

    async def _begin(self, viewer: Viewer, post_id: int) -> None:
        self.working, self.draft = False, {}
        self.post_id, self._place, self.fill = post_id, f"edit:{post_id}", Fill()
        self.headline = (await posts.one(viewer, post_id)).headline
        _, self._text, revision = await posts.edit_base(viewer, post_id)
        values = {"text": self._text, "note": "", "based_on": str(revision)}
        kept = await drafts.draft(viewer, self._place)
        if kept:
            values |= words(kept, *FIELDS)
            self.draft = {"key": "draft.restored", "params": {}}
        # After a break the draft of a conflict still wants to be settled.
        if not kept or values["based_on"] != str(self.clash.latest):
            self.clash = Clash()
        self.fill = Fill(self._place, values)
        await self._show(text=values["text"])

    async def _typed(self, viewer: Viewer, typed: Any) -> None:
        fields = words(typed, *FIELDS)
        await self._keep_draft(viewer, fields, worth=fields["text"] != self._text or bool(fields["note"].strip()))
        await self._show(text=fields["text"])

    async def _save(self, viewer: Viewer, fields: dict[str, str]) -> bool:
        """Whether it was saved as it is. What was merged is shown once more, with a word of whose change it was merged with."""
        base = number_in(fields["based_on"])
        try:
            saved = await call(edit_text, viewer, post_id=self.post_id, text=fields["text"], note=fields["note"], based_on=base)
        except EditConflict as conflict:
            self.clash = await clash_of(conflict, language=viewer.language, text=fields["text"])
            settled = {"based_on": str(conflict.latest)}
            await self._keep_draft(viewer, fields | settled, worth=True)
            self.fill = Fill(self._place, settled, force=True)
            return False
        self._forget_typed()
        self.clash = Clash()
        if saved.merged_with:
            await self._begin(viewer, self.post_id)
            self.fill = replace(self.fill, force=True)
            self.notice = {"key": "edit.merged", "params": {"name": saved.merged_with}}
        return not saved.merged_with


class DiffState(Answers, rx.State):
    """What changed between two revisions of a post, a comment or a subwiki's page."""

    missing: bool = False
    ready: bool = False
    diff: DiffView = DiffView(0, NO_REVISION, NO_REVISION, [], [])

    @rx.event
    async def open(self):
        """Read both and compare them."""
        self.ready = False
        async with loading_one(self) as viewer:
            await self._read(viewer, segment(self, 1), *(number_in(segment(self, place)) for place in (3, 4)))

    async def _read(self, viewer: Viewer, place: str, old: int, new: int) -> None:
        if segment(self, 0) == "w":
            await watch(self, viewer, page_room(place))
            self.diff = await revisions.subwiki_difference(viewer, place, old, new)
        elif segment(self, 0) == "comment":
            await watch(self, viewer, changes_room())
            self.diff = await revisions.comment_difference(viewer, number_in(place), old, new)
        else:
            await watch(self, viewer, post_room(number_in(place)))
            self.diff = await revisions.difference(viewer, number_in(place), old, new)
        self.ready = True
