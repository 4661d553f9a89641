"""Flags on a post and on comments under it."""

from typing import Any

import reflex as rx

from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.moderation.own_flags import open_under
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.session import number_in, segment


class FlagState(Submitting, rx.State):
    """The sheet in which a post or a comment is flagged, and what this person has an open flag on."""

    flagged: list[str] = []
    """As `post:42`, of the post that is shown and its comments."""

    @rx.event
    async def open(self):
        """Find out what they have flagged here."""
        async with handling(self) as viewer:
            post_id = number_in(segment(self, 1))
            self.flagged = [f"{kind}:{number}" for kind, number in await open_under(viewer, post_id)] if viewer.known else []

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def flag(self, form: dict[str, Any]):
        """Report it to those who moderate."""
        async with submitting(self, form) as viewer:
            kind, number = required_field(form, "subject_kind"), id_field(form, "subject_id")
            said = {"reason": required_field(form, "reason"), "note": text_field(form, "note"), "law": text_field(form, "law")}
            first = await call(flag, viewer, subject_kind=kind, subject_id=number, **said)
            self.flagged = [*self.flagged, f"{kind}:{number}"] if first else self.flagged
            self.notice = {"key": "flag.thanks" if first else "flag.already", "params": {}}

    @rx.event
    async def withdraw(self, subject_kind: str, subject_id: int):
        """Withdraw one's flag while nobody has decided on it."""
        async with handling(self) as viewer:
            withdrawn = await call(withdraw_flag, viewer, subject_kind=subject_kind, subject_id=subject_id)
            self.flagged = [one for one in self.flagged if one != f"{subject_kind}:{subject_id}"]
            self.notice = {"key": "flag.withdrawn" if withdrawn else "flag.none_open", "params": {}}
