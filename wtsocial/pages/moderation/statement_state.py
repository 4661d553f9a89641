"""A statement of reasons, and its undoing."""

from typing import Any

import reflex as rx

from wtsocial.moderation.decisions import undo_decision
from wtsocial.moderation.statement_queries import statement
from wtsocial.moderation.views import StatementView
from wtsocial.ui.call import call, loading_one
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in, segment


class StatementState(Submitting, rx.State):
    """The statement of the entry that the address names."""

    statement: StatementView | None = None
    missing: bool = False

    @rx.event
    async def open(self):
        """Read it."""
        async with loading_one(self) as viewer:
            await watch(self, viewer)
            self.statement = await statement(viewer, number_in(segment(self, 1)))

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def undo(self, form: dict[str, Any]):
        """Take the decision back, for everybody to read why."""
        async with submitting(self, form) as viewer:
            await call(undo_decision, viewer, entry_id=id_field(form, "entry_id"), reason=text_field(form, "reason"))
            self.statement = await statement(viewer, id_field(form, "entry_id"))
            self.notice = {"key": "statement.undo_done", "params": {}}
