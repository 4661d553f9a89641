"""The page of the books: costs are entered by admins alone, what went wrong is said at its field, and mistakes stay visible."""

from typing import Any

from tests.factories import make_member
from tests.screens import screen
from wtsocial.accounts.views import Viewer
from wtsocial.models import now
from wtsocial.pages.books.state import BooksState

COST = {"category": "servers", "payee": "A machine room", "amount": "54,90", "currency": "EUR", "note": "", "receipt": "R-1"}


def _cost(**other: Any) -> dict[str, Any]:
    return COST | {"day": now().date().isoformat()} | other


async def _at(by: Viewer | None, path: str = "/books") -> Any:
    page = await screen(BooksState, by, path=path)
    await BooksState.open.fn(page)
    return page


async def test_a_cost_stands_in_the_books_at_once_and_counts_in_its_month() -> None:
    page = await _at(await make_member("mo", admin=True))
    await BooksState.enter.fn(page, _cost())
    assert (page.errors, page.notice["key"]) == ({}, "books.entered")
    assert page.books.months[-1].spent == page.books.spent == 5490
    assert [(one.payee, one.amount, one.reversed) for one in (await _at(None)).books.expenses] == [("A machine room", 5490, False)]


async def test_nobody_but_an_admin_enters_a_cost() -> None:
    for who, key in ((None, "error.login_needed"), (await make_member("ana", trusted=True), "error.not_allowed")):
        page = await _at(who)
        assert page.books.may_enter is False
        await BooksState.enter.fn(page, _cost())
        assert page.errors[""]["key"] == key
    assert (await _at(None)).books.expenses == []


async def test_what_went_wrong_is_said_at_its_field_and_nothing_is_booked() -> None:
    page = await _at(await make_member("mo", admin=True))
    wrong = {"amount": "-5", "currency": "EURO", "day": "2026-13-01", "category": "yachts", "payee": "", "receipt": ""}
    for name, value in wrong.items():
        await BooksState.enter.fn(page, _cost(**{name: value}))
        assert list(page.errors) == [name]
    await BooksState.enter.fn(page, _cost(amount=["54.90"]))
    assert page.errors["amount"]["key"] == "error.not_understood"
    assert (await _at(None)).books.spent == 0


async def test_a_mistake_is_taken_back_and_both_stay_to_be_seen() -> None:
    mo = await make_member("mo", admin=True)
    page = await _at(mo)
    await BooksState.enter.fn(page, _cost())
    number = str(page.books.expenses[0].id)
    other = await _at(await make_member("ana"))
    await BooksState.reverse.fn(other, {"expense": number, "reason": "I would not have paid that"})
    assert other.errors[""]["key"] == "error.not_allowed"
    await BooksState.reverse.fn(page, {"expense": number, "reason": "Entered twice"})
    assert page.books.spent == page.books.months[-1].spent == 0
    assert [(one.reversed, one.reversed_why) for one in page.books.expenses] == [(True, "Entered twice")]
    for number_sent in (number, "0", "x", None, "9" * 5000):
        await BooksState.reverse.fn(page, {"expense": number_sent, "reason": "Again"})
        assert [error["key"] for error in page.errors.values()] not in ([], ["error.broken"])


async def test_a_currency_that_nothing_was_booked_in_has_no_books() -> None:
    assert (await _at(None, "/books?currency=XXX")).missing is True
    assert (await _at(None, "/books?currency=EUR")).missing is False


async def test_reading_anew_keeps_what_was_said() -> None:
    page = await _at(await make_member("mo", admin=True))
    await BooksState.enter.fn(page, _cost())
    await BooksState.again.fn(page)
    assert page.notice["key"] == "books.entered"
