"""What a post says of itself: its language, and whether it is sensitive."""

from typing import Any

import reflex as rx

from wtsocial.posts import labels
from wtsocial.ui.call import call
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field


class LabelState(Submitting, rx.State):
    """The sheet of its author, and that of those who moderate."""

    @rx.event
    async def begin(self):
        """Forget what a sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def label(self, form: dict[str, Any]):
        """Say it of one's own post."""
        async with submitting(self, form) as viewer:
            language, sensitive = text_field(form, "language"), text_field(form, "sensitive") == "on"
            await call(labels.label_post, viewer, post_id=id_field(form, "post_id"), language=language, sensitive=sensitive)
            self.notice = {"key": "label.done", "params": {}}

    @rx.event
    async def mark(self, form: dict[str, Any]):
        """Cover somebody's post, or uncover it, for everybody to read why."""
        async with submitting(self, form) as viewer:
            wanted, reason = text_field(form, "cover") == "on", text_field(form, "reason")
            await call(labels.mark_sensitive, viewer, post_id=id_field(form, "post_id"), sensitive=wanted, reason=reason)
            self.notice = {"key": "label.done", "params": {}}
