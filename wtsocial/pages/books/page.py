"""`/books`: what came in, what was spent, and what it means for this month."""

from typing import Any

import reflex as rx

from wtsocial.donations.views import BookCategory, BookMonth, DonationLine, ExpenseView
from wtsocial.pages.books.entering import entering, reversing
from wtsocial.pages.books.state import BooksState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.charts import months
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link, link_button, plain_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.money import money
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.texts import ago, month, number, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = BooksState


def books() -> rx.Component:
    """`/books`"""
    return page(
        answers(STATE),
        ReloadOn.create(kind="books", loaded=STATE.books, on_heard=STATE.again),
        rx.cond(STATE.missing, missing(), rx.cond(STATE.ready, _books(), loading())),
        name="books.title",
        wide=True,
        ready=STATE.ready | STATE.missing | (STATE.errors.length() > 0),
    )


def _sum(amount: Any) -> rx.Var[str]:
    return money(amount, STATE.books.currency)


def _books() -> rx.Component:
    found = STATE.books
    return rx.fragment(
        rx.el.header(
            rx.el.h1(t("books.title")),
            rx.el.p(t("books.what")),
            rx.cond(found.made_up, rx.el.p(rx.el.strong(t("books.made_up")))),
            _covered(),
            rx.el.p(t("welcome.free"), class_name="quiet-text"),
            rx.el.div(link_button("nav.donate", "/donate"), _currencies(), class_name="row apart"),
            class_name="cover",
        ),
        rx.el.div(
            _figure("books.came_in", _sum(found.given), t("books.payments", count=found.given_count)),
            _figure("books.spent", _sum(found.spent), t("books.fees", amount=_sum(found.fees))),
            _figure("books.left", _sum(found.left), _besides()),
            _figure("books.member_costs", _sum(found.member_costs), t("books.members", count=found.members)),
            _figure("books.places", number(found.places), t("books.place_price", amount=_sum(found.place_price))),
            class_name="figs sums",
        ),
        rx.el.section(
            rx.el.h2(t("books.months")),
            months(found.months, found.currency),
            _table(),
            class_name="box stack",
            aria_label=t("books.months"),
        ),
        rx.el.div(_categories(), _donations(), class_name="sides"),
        _expenses(),
        rx.cond(found.may_enter, entering()),
        rx.el.p(
            t("books.machines"),
            " ",
            plain_link("CSV", href="/books.csv"),
            " · ",
            plain_link("JSON", href="/books.json"),
            class_name="quiet-text",
        ),
    )


def _covered() -> rx.Component:
    found = STATE.books
    percent = rx.cond(found.covered > 100, 100, found.covered).to(int)
    said = rx.cond(
        found.costs > 0,
        t("books.covered", percent=found.covered, costs=_sum(found.costs)),
        t("books.no_costs"),
    )
    meter = rx.el.div(
        rx.el.div(style={"inlineSize": percent.to_string() + "%"}),
        class_name="meter",
        aria_label=t("books.covered_label"),
        custom_attrs={"role": "meter", "aria-valuenow": percent, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuetext": said},
    )
    return rx.el.div(rx.el.p(said, class_name="nums"), rx.cond(found.costs > 0, meter), class_name="stack tight")


def _currencies() -> rx.Component:
    one = rx.foreach(
        STATE.books.currencies,
        lambda name: link(
            name, to="/books?currency=" + name, key=name, custom_attrs={"aria-current": rx.cond(name == STATE.books.currency, "page", "")}
        ),
    )
    return rx.cond(STATE.books.currencies.length() > 1, rx.el.nav(one, class_name="segments", aria_label=t("books.currency")))


def _figure(label: str, value: Any, more: Any) -> rx.Component:
    return rx.el.div(rx.el.span(t(label)), rx.el.b(value, class_name="nums"), rx.el.span(more), class_name="fig")


def _besides() -> rx.Component:
    """What else moved the account: returned, and exchanged when anything was, so that the figures beside it add up."""
    exchanged = STATE.books.exchanged
    returned = t("books.returned", amount=_sum(STATE.books.returned))
    return rx.fragment(returned, rx.cond(exchanged != 0, rx.fragment(" · ", t("books.exchanged_sum", amount=_sum(exchanged)))))


def _table() -> rx.Component:
    columns = ("books.kind.once", "books.kind.monthly", "books.kind.yearly", "books.back", "books.fee", "books.exchanged", "books.out")
    heads = [rx.el.th(t(column), scope="col") for column in columns]
    table = rx.el.table(
        rx.el.caption(t("books.table"), class_name="hidden-visually"),
        rx.el.thead(rx.el.tr(rx.el.th(t("books.month"), scope="col"), rx.el.th(t("books.count"), scope="col"), *heads)),
        rx.el.tbody(rx.foreach(STATE.books.months.reverse(), _month)),
        class_name="ledger nums",
    )
    return wide_table(table, label=t("books.table"))


def _month(one: rx.Var[BookMonth]) -> rx.Component:
    amounts = (one.once, one.monthly, one.yearly, one.returned, one.fees, one.exchanged, one.spent)
    cells = [rx.el.td(rx.cond(amount != 0, _sum(amount), "–")) for amount in amounts]
    return rx.el.tr(rx.el.th(month(one.at), scope="row"), rx.el.td(number(one.count)), *cells, key=one.month)


def _listed(title: str, rows: Any, line: Any, *, nothing: str, class_name: str = "plain stack tight") -> rx.Component:
    """A section with a line for each of `rows`, or the word that there is none."""
    return rx.el.section(
        rx.el.h2(t(title)),
        rx.cond(rows.length() > 0, rx.el.ul(rx.foreach(rows, line), class_name=class_name), rx.el.p(t(nothing), class_name="quiet-text")),
        class_name="box stack",
    )


def _categories() -> rx.Component:
    def line(one: rx.Var[BookCategory]) -> rx.Component:
        # Beside the largest, which comes first.
        share = one.amount * 100 / STATE.books.categories[0].amount
        return rx.el.li(
            rx.el.span(t("books.category." + one.category)),
            rx.el.span(_sum(one.amount), class_name="nums"),
            rx.el.div(rx.el.div(style={"inlineSize": share.to_string() + "%"}), class_name="meter thin", aria_hidden="true"),
            class_name="row apart",
            key=one.category,
        )

    return _listed("books.spent_on", STATE.books.categories, line, nothing="books.nothing_spent")


def _donations() -> rx.Component:
    def line(one: rx.Var[DonationLine]) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.cond(one.name != "", link(bdi(one.name), to="/u/" + one.name), t("books.somebody")),
                " ",
                rx.el.small(t("books.kind." + one.kind), " · ", ago(at=one.at)),
                rx.cond(one.places > 0, rx.el.small(" · ", t("books.opened", count=one.places))),
                rx.cond(one.returned > 0, rx.el.small(" · ", t("books.returned", amount=money(one.returned, one.currency)))),
            ),
            rx.el.b(money(one.amount, one.currency), class_name="nums"),
            class_name="row apart",
            key=one.id,
        )

    return _listed("books.newest", STATE.books.donations, line, nothing="books.nothing_given")


def _expenses() -> rx.Component:
    def line(one: rx.Var[ExpenseView]) -> rx.Component:
        amount = money(one.amount, one.currency)
        return rx.el.li(
            rx.el.div(
                rx.el.span(bdi(one.payee), " · ", t("books.category." + one.category)),
                rx.cond(one.reversed, rx.el.del_(amount), rx.el.b(amount, class_name="nums")),
                class_name="row apart",
            ),
            rx.el.small(
                one.day,
                rx.cond(one.receipt != "", rx.fragment(" · ", t("books.receipt"), " ", bdi(one.receipt))),
                rx.cond(one.note != "", rx.fragment(" · ", bdi(one.note))),
                rx.cond(one.reversed, rx.fragment(" · ", t("books.taken_back"), " ", bdi(one.reversed_why))),
                class_name="quiet-text",
            ),
            rx.cond(STATE.books.may_enter & ~one.reversed, reversing(one)),
            key=one.id,
        )

    return _listed("books.expenses", STATE.books.expenses, line, nothing="books.nothing_spent", class_name="plain list")
