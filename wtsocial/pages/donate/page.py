"""`/donate`: give once, monthly or yearly; see what one gave, change it and end it."""

from typing import Any

import reflex as rx

from wtsocial.pages.donate.given import given
from wtsocial.pages.donate.state import DonateState
from wtsocial.text.money import OFFERS, minor_units
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.money import money
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import named, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = DonateState

_OFFERS = {
    offer.currency: {"places": minor_units(offer.currency), "once": offer.once, "monthly": offer.monthly, "yearly": offer.yearly}
    for offer in OFFERS.values()
}


class Suggested(rx.Component):
    """The suggested amounts of the currency and rhythm chosen in the form around it; a press fills the field Amount."""

    library = "$/public/kit/forms/donation_form.js"
    tag = "SuggestedAmounts"

    offers: rx.Var[dict[str, Any]]
    label: rx.Var[str]


def donate() -> rx.Component:
    """`/donate`"""
    return page(
        rx.el.section(
            rx.el.h1(t("donate.title")),
            rx.el.p(t("welcome.free"), class_name="lead"),
            rx.el.p(t("donate.what")),
            class_name="cover",
        ),
        answers(STATE),
        ReloadOn.create(kind="donation", loaded=STATE.given, on_heard=STATE.again),
        rx.cond(STATE.ready, _donate(), loading()),
        name="donate.title",
        ready=STATE.ready | (STATE.errors.length() > 0),
    )


def _donate() -> rx.Component:
    return rx.fragment(
        rx.cond(STATE.set_up.off, _not_set_up(), rx.fragment(_where(), _form())),
        rx.cond(STATE.given.length() > 0, given(STATE)),
        _no_power(),
    )


def _no_power() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("donate.no_power_title")),
        rx.el.p(t("donate.no_power")),
        rx.el.p(link(t("donate.books"), to="/books")),
        class_name="box stack",
    )


def _not_set_up() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("donate.off_title")),
        rx.el.p(t("donate.off")),
        rx.cond(
            STATE.set_up.lacks.length() > 0,
            rx.fragment(
                rx.el.p(t("donate.off_how")),
                rx.el.ul(rx.foreach(STATE.set_up.lacks, lambda name: rx.el.li(rx.el.code(name, dir="ltr"), key=name)), class_name="points"),
            ),
        ),
        class_name="box stack",
    )


def _where() -> rx.Component:
    """What has to be said before anybody pays: that no money moves, or that none has."""
    return rx.fragment(
        rx.cond(STATE.set_up.test_server, rx.el.p(t("donate.test_server"), class_name="notice doubt")),
        rx.cond(STATE.set_up.test_mode, rx.el.p(t("donate.test_mode"), class_name="notice doubt")),
        rx.cond(STATE.cancelled, rx.el.p(t("donate.cancelled"), class_name="notice doubt", role="status")),
    )


def _form() -> rx.Component:
    return rx.el.form(
        _rhythm(),
        Suggested.create(offers=_OFFERS, label=named("donate.suggested")),
        rx.el.div(
            field("currency", "donate.currency", _currencies(), errors=STATE.errors),
            field(
                "amount",
                "donate.amount",
                rx.el.input(name="amount", input_mode="decimal", auto_complete="off", max_length=60, class_name="nums"),
                errors=STATE.errors,
            ),
            class_name="giving",
        ),
        rx.cond(STATE.door.waiting > 0, _purpose()),
        rx.cond(
            SessionState.known,
            # Who gave before has said so before, and can change it below.
            rx.cond(STATE.given.length() > 0, rx.fragment(), _thanks()),
            rx.el.p(t("donate.stranger"), " ", _log_in(), class_name="quiet-text"),
        ),
        rx.el.div(
            button("donate.donate", type="submit", disabled=STATE.working, aria_busy=STATE.working),
            rx.el.small(t("donate.paid_at"), class_name="quiet-text"),
            class_name="row",
        ),
        IdempotencyKey.create(),
        on_submit=STATE.give,
        no_validate=True,
        class_name="form box",
        aria_label=t("donate.title"),
    )


def _log_in() -> rx.Component:
    return link(t("account.log_in"), to="/login?next=/donate")


def _rhythm() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("donate.rhythm")),
        rx.el.div(*(_segment(kind) for kind in ("once", "monthly", "yearly")), class_name="segments"),
        class_name="field",
    )


def _segment(kind: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="kind", value=kind, default_checked=kind == "once", class_name="hidden-visually"),
        t("donate.kind_" + kind),
    )


def _currencies() -> rx.Component:
    return rx.el.select(*(rx.el.option(name, value=name) for name in OFFERS), name="currency", dir="ltr")


def _purpose() -> rx.Component:
    waits = SessionState.standing == "waiting"
    price = money(STATE.door.place_price, STATE.door.currency)
    return rx.el.fieldset(
        rx.el.legend(t("donate.purpose")),
        _aim("self", t(rx.cond(waits, "donate.let_me_in", "donate.for_the_site")), rx.cond(waits, t("donate.let_me_in_more"), "")),
        _aim(
            "places",
            t("donate.open_places"),
            rx.cond(STATE.door.place_price > 0, t("donate.open_places_more", price=price, count=STATE.door.waiting), ""),
        ),
        class_name="field",
    )


def _aim(value: str, label: Any, more: Any) -> rx.Component:
    name = f"purpose-{value}"
    control = rx.el.input(type="radio", name="purpose", value=value, default_checked=value == "self", id=name)
    return rx.el.div(control, rx.el.div(rx.el.label(label, html_for=name), rx.el.small(more)), class_name="tick")


def _thanks() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("donate.thanks")),
        rx.el.label(rx.el.input(type="checkbox", name="show_name"), t("donate.show_name"), class_name="tick"),
        rx.el.label(rx.el.input(type="checkbox", name="mark"), t("donate.mark"), class_name="tick"),
        class_name="field",
    )
