"""What a member gave: each donation with its state, what came of it, and the way to change or end it."""

from typing import Any

import reflex as rx

from wtsocial.donations.views import DonationView, PaymentView
from wtsocial.ui.parts.forms import button
from wtsocial.ui.parts.money import money
from wtsocial.ui.texts import day, t


def given(state: Any) -> rx.Component:
    """All of it, the newest first, and what is shown of it to others."""
    return rx.el.section(
        rx.el.h2(t("donate.given"), id="given"),
        rx.el.ul(rx.foreach(state.given, lambda one: _donation(state, one)), class_name="plain box list", aria_labelledby="given"),
        _shown(state),
        class_name="stack",
    )


def sum_of(one: Any) -> rx.Var[str]:
    """The amount with its rhythm: "€5 each month"."""
    return t("donate.sum_" + one.kind, amount=money(one.amount, one.currency))


def _donation(state: Any, one: rx.Var[DonationView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.b(sum_of(one), class_name="nums"), _state(one), class_name="row apart"),
        rx.el.ul(rx.foreach(one.payments, _payment), class_name="plain stack tight"),
        rx.cond(one.manageable, rx.el.div(button("donate.manage", kind="", on_click=state.manage), class_name="row")),
        class_name="stack tight",
        key=one.id,
    )


def _state(one: rx.Var[DonationView]) -> Any:
    """In a word, with the colour of what it means."""
    return rx.match(
        one.state,
        ("failing", rx.el.span(t("donate.state_failing"), class_name="chip doubt")),
        ("ended", rx.el.span(t("donate.state_ended", day=day(one.ends)), class_name="chip")),
        (
            "paid",
            rx.cond(
                one.ends > 0,
                rx.el.span(t("donate.state_ends", day=day(one.ends)), class_name="chip doubt"),
                rx.el.span(t(rx.cond(one.kind == "once", "donate.state_once", "donate.state_runs")), class_name="chip good"),
            ),
        ),
        rx.el.span(t("donate.state_started"), class_name="chip"),
    )


def _payment(one: rx.Var[PaymentView]) -> rx.Component:
    whole = one.refunded >= one.amount
    back = money(one.refunded, one.currency)
    return rx.el.li(
        rx.el.span(day(one.at), " · ", money(one.amount, one.currency), class_name="nums"),
        rx.cond(one.refunded > 0, rx.fragment(" · ", rx.cond(whole, t("donate.refunded"), t("donate.refunded_part", amount=back)))),
        rx.match(
            one.dispute,
            ("open", rx.fragment(" · ", t("donate.dispute_open"))),
            ("won", rx.fragment(" · ", t("donate.dispute_won"))),
            ("lost", rx.fragment(" · ", t("donate.dispute_lost"))),
            rx.fragment(),
        ),
        rx.cond(one.let_in, rx.fragment(" · ", t("donate.let_in"))),
        rx.cond(one.places > 0, rx.fragment(" · ", t("donate.opened", count=one.places))),
        class_name="quiet-text",
        key=one.at,
    )


def _shown(state: Any) -> rx.Component:
    newest = state.given[0]
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("donate.thanks")),
            rx.el.label(
                rx.el.input(type="checkbox", name="show_name", default_checked=newest.show_name), t("donate.show_name"), class_name="tick"
            ),
            rx.el.label(rx.el.input(type="checkbox", name="mark", default_checked=newest.mark), t("donate.mark"), class_name="tick"),
            class_name="field",
        ),
        rx.el.div(button("donate.keep_thanks", kind="", type="submit"), class_name="row"),
        on_submit=state.choose_thanks,
        class_name="form box",
        aria_label=t("donate.thanks"),
    )
