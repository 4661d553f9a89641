"""Costs: the form by which admins enter one, and the one that takes it back."""

from typing import Any

import reflex as rx

from wtsocial.donations.expenses import CATEGORIES
from wtsocial.donations.views import ExpenseView
from wtsocial.pages.books.state import BooksState
from wtsocial.text.money import OFFERS
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.parts.forms import button, field
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = BooksState


def entering() -> rx.Component:
    """The form for a cost that was paid."""

    def one(name: str, control: rx.Component, hint: str | None = None) -> rx.Component:
        return field(name, "books.field." + name, control, errors=STATE.errors, hint=hint, form="expense")

    categories = [rx.el.option(t("books.category." + category), value=category) for category in CATEGORIES]
    currencies = [rx.el.option(currency, value=currency) for currency in OFFERS]
    return rx.el.section(
        rx.el.h2(t("books.enter")),
        rx.el.p(t("books.enter_what"), class_name="quiet-text"),
        rx.el.form(
            rx.el.div(
                one("payee", rx.el.input(name="payee", required=True, max_length=200, auto_complete="off")),
                one("category", rx.el.select(*categories, name="category")),
                one("amount", rx.el.input(name="amount", required=True, input_mode="decimal", auto_complete="off", dir="ltr")),
                one("currency", rx.el.select(*currencies, name="currency", default_value=STATE.books.currency)),
                one("day", rx.el.input(name="day", type="date", required=True)),
                one("receipt", rx.el.input(name="receipt", required=True, max_length=500, auto_complete="off"), hint="books.receipt_hint"),
                class_name="sides",
            ),
            one("note", rx.el.input(name="note", max_length=500, auto_complete="off")),
            rx.el.div(button("books.enter_it", type="submit"), class_name="row"),
            IdempotencyKey.create(turn=STATE.entered),
            on_submit=STATE.enter,
            key=STATE.entered.to_string(),
            class_name="form",
        ),
        class_name="box stack",
    )


def reversing(one: rx.Var[ExpenseView]) -> rx.Component:
    """Taking back a cost: a reason, and one press."""
    identity = "reverse-" + one.id.to_string()
    return rx.el.details(
        rx.el.summary(t("books.reverse")),
        rx.el.form(
            rx.el.input(type="hidden", name="expense", value=one.id.to_string()),
            rx.el.label(t("moderation.reason"), html_for=identity),
            rx.el.input(id=identity, name="reason", required=True, max_length=500, auto_complete="off"),
            button("books.reverse", type="submit", kind="bad"),
            on_submit=STATE.reverse,
            class_name="row",
        ),
    )
