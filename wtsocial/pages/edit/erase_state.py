"""Erasing a revision, or several in a row, from a history."""

from typing import Any

import reflex as rx

from wtsocial.moderation.erasure import erase_revision
from wtsocial.moderation.erasure_views import ErasedView
from wtsocial.ui.call import call
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field

NAMED = 20
"""So many numbers are told at most."""


class EraseState(Submitting, rx.State):
    """The sheet that asks why."""

    about: str = ""
    """What was erased from: `post/42`."""

    @rx.event
    async def begin(self):
        """The sheet was opened."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def erase(self, form: dict[str, Any]):
        """Erase it for good, for the reason given."""
        async with submitting(self, form) as viewer:
            erased = await call(
                erase_revision,
                viewer,
                subject_kind=required_field(form, "subject_kind"),
                subject_id=id_field(form, "subject_id"),
                number=id_field(form, "number"),
                until=id_field(form, "until") or None,
                reason=text_field(form, "reason"),
            )
            self.about, self.notice = f"{required_field(form, 'subject_kind')}/{id_field(form, 'subject_id')}", _told(erased)


def _told(erased: ErasedView) -> dict[str, Any]:
    """What was done, and where the same still stands."""
    texts, headlines = (", ".join(map(str, numbers[:NAMED])) for numbers in (erased.same_text, erased.same_headline))
    key = "erase.still_text" if texts else "erase.still_headline" if headlines else "erase.done"
    return {"key": key, "params": {"count": erased.revisions, "numbers": texts or headlines}}
