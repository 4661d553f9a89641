"""The books as they stand, and the costs that admins enter."""

from typing import Any

import reflex as rx

from wtsocial.core.bus import books_room
from wtsocial.donations import ledger_queries
from wtsocial.donations.expenses import enter_expense, reverse_expense
from wtsocial.donations.views import BooksView
from wtsocial.ui.call import Answers, call, handling, loading_one, refreshing
from wtsocial.ui.dialogs import id_field
from wtsocial.ui.live import watch


class BooksState(Answers, rx.State):
    """The books in the currency of the address, or in the one that the site keeps them in."""

    ready: bool = False
    missing: bool = False
    books: BooksView = BooksView()
    entered: int = 0
    """Grows with each cost entered, so that the form is a fresh one."""

    @rx.event
    async def open(self):
        """Read them."""
        async with loading_one(self) as viewer:
            await watch(self, viewer, books_room())
            self.books = await ledger_queries.books(viewer, currency=self.router.url.query_parameters.get("currency", ""))
            self.ready = True

    @rx.event
    async def again(self):
        """Read them once more, since something was booked; what this person was told meanwhile stays."""
        async with refreshing(self) as viewer:
            self.books = await ledger_queries.books(viewer, currency=self.books.currency)

    @rx.event
    async def enter(self, form: dict[str, Any]):
        """Enter a cost."""
        async with handling(self, form) as viewer:
            asked = {name: form.get(name) for name in ("category", "payee", "amount", "currency", "day", "note", "receipt")}
            await call(enter_expense, viewer, **asked)
            self.books = await ledger_queries.books(viewer, currency=self.books.currency)
            self.entered += 1
            self.notice = {"key": "books.entered", "params": {}}

    @rx.event
    async def reverse(self, form: dict[str, Any]):
        """Take a cost back that was entered by mistake: it stays in the books, with another entry against it."""
        async with handling(self, form) as viewer:
            await call(reverse_expense, viewer, expense_id=id_field(form, "expense"), reason=form.get("reason"))
            self.books = await ledger_queries.books(viewer, currency=self.books.currency)
            self.notice = {"key": "books.reversed", "params": {}}
