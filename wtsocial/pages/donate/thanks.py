"""`/donate/thanks`: thanks for what has come, and honest words for what has not."""

from typing import Any

import reflex as rx

from wtsocial.pages.donate.given import sum_of
from wtsocial.pages.donate.state import ThanksState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = ThanksState


def thanks() -> rx.Component:
    """`/donate/thanks`"""
    return page(
        answers(STATE),
        ReloadOn.create(kind="donation", loaded=STATE.donation, on_heard=[STATE.open, SessionState.look]),
        rx.cond(STATE.missing, missing(), rx.cond(STATE.ready, _how_it_stands(), loading())),
        name="donate.thanks_title",
        ready=STATE.ready | STATE.missing | (STATE.errors.length() > 0),
    )


def _how_it_stands() -> rx.Component:
    return rx.fragment(
        rx.cond(STATE.test, rx.el.p(t("donate.test_paid"), class_name="notice doubt")),
        rx.el.div(
            rx.cond(
                STATE.donation.payments.length() > 0,
                _arrived(),
                rx.cond(STATE.donation.state == "expired", _not_paid(), _on_its_way()),
            ),
            role="status",
        ),
    )


def _arrived() -> rx.Component:
    newest = STATE.donation.payments[0]
    return rx.el.section(
        rx.el.h1(t("donate.thanks_title")),
        rx.el.p(t("donate.arrived", amount=sum_of(STATE.donation)), class_name="lead"),
        rx.cond(newest.let_in, rx.el.p(t("donate.you_are_in"))),
        rx.cond(newest.promised, rx.el.p(t("donate.you_will_be_in"))),
        rx.cond(newest.places > 0, rx.el.p(t("donate.you_opened", count=newest.places))),
        rx.cond(STATE.donation.kind != "once", rx.el.p(t("donate.until_you_end"))),
        rx.el.div(
            rx.cond(newest.let_in, link_button("donate.to_the_feed", "/")),
            link_button("nav.books", "/books", kind=""),
            rx.cond(SessionState.known, link_button("donate.given", "/donate", kind="")),
            class_name="row",
        ),
        class_name="cover",
    )


def _on_its_way() -> rx.Component:
    return rx.el.section(
        rx.el.h1(t("donate.pending_title")),
        rx.el.p(t("donate.pending", amount=sum_of(STATE.donation)), class_name="lead"),
        rx.el.p(t("donate.pending_more")),
        rx.el.div(link_button("donate.back", "/donate", kind=""), class_name="row"),
        class_name="box stack",
    )


def _not_paid() -> rx.Component:
    return rx.el.section(
        rx.el.h1(t("donate.not_paid_title")),
        rx.el.p(t("donate.not_paid")),
        rx.el.div(link_button("donate.back", "/donate"), class_name="row"),
        class_name="box stack",
    )
