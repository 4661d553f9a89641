"""A statement of reasons, its undoing, and the appeal of its author."""

from typing import Any

import reflex as rx

from wtsocial.moderation.appeals import appeal, begin_appeal
from wtsocial.moderation.decisions import undo_decision
from wtsocial.moderation.restrictions import lift_restriction
from wtsocial.moderation.statement_queries import statement
from wtsocial.moderation.views import StatementView
from wtsocial.ui.call import call, handling, loading_one
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in, segment


class StatementState(Submitting, rx.State):
    """The statement of the entry that the address names."""

    statement: StatementView | None = None
    missing: bool = False
    pool_hash: str = ""
    """Of those who may be drawn for a jury: published before the author says anything."""

    @rx.event
    async def open(self):
        """Read it."""
        async with loading_one(self) as viewer:
            await watch(self, viewer)
            self.pool_hash = ""
            self.statement = await statement(viewer, number_in(segment(self, 1)))

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def undo(self, form: dict[str, Any]):
        """Take the decision back, for everybody to read why."""
        async with submitting(self, form) as viewer:
            of_member = self.statement is not None and self.statement.entry.subject_kind == "member"
            undo = lift_restriction if of_member else undo_decision
            await call(undo, viewer, entry_id=id_field(form, "entry_id"), reason=text_field(form, "reason"))
            self.statement = await statement(viewer, id_field(form, "entry_id"))
            self.notice = {"key": "statement.undo_done", "params": {}}

    @rx.event
    async def begin_appeal(self):
        """Have it set down who may be drawn, before the author's number is known."""
        async with handling(self) as viewer:
            entry_id = self.statement.entry.id if self.statement else 0
            self.pool_hash = await call(begin_appeal, viewer, entry_id=entry_id)

    @rx.event
    async def appeal(self, form: dict[str, Any]):
        """Appeal against the decision."""
        async with submitting(self, form) as viewer:
            said = {name: text_field(form, name) for name in ("reason", "words")}
            await call(appeal, viewer, entry_id=id_field(form, "entry_id"), **said)
            self.statement = await statement(viewer, id_field(form, "entry_id"))
            self.notice = {"key": "appeal.sent", "params": {}}
