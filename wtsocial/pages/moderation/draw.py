"""`/log/ID/draw`: how a jury was drawn, with all that it takes to work it out again."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import DrawnView
from wtsocial.pages.moderation.draw_state import DrawState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link, plain_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.texts import moment, number, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = DrawState


def draw() -> rx.Component:
    """`/log/ID/draw`"""
    there = STATE.draw.decision > 0
    return page(
        answers(STATE),
        rx.cond(STATE.missing, missing(), rx.cond(there, _whole(), loading())),
        name="draw.title",
        ready=there | STATE.missing | (STATE.errors.length() > 0),
    )


def _whole() -> rx.Component:
    found = STATE.draw
    return rx.fragment(
        rx.el.p(link(t("statement.title"), to=f"/log/{found.decision}"), class_name="by"),
        rx.el.h1(t("draw.title")),
        rx.el.p(t("draw.what")),
        rx.el.ol(
            _step("commitment", moment(found.committed), found.commitment),
            _step("pool_hash", rx.cond(found.begun > 0, moment(found.begun), t("draw.not_yet")), found.pool_hash),
            _step("appellant_number", rx.cond(found.filed > 0, moment(found.filed), t("draw.not_yet")), found.appellant_number),
            _step("site_number", rx.cond(found.filed > 0, moment(found.filed), t("draw.not_yet")), found.site_number),
            _step("seed", rx.cond(found.filed > 0, moment(found.filed), t("draw.not_yet")), found.seed),
            class_name="plain list box",
        ),
        rx.cond(found.drawn.length() > 0, _drawn()),
        rx.cond(found.pool.length() > 0, _pool()),
        rx.el.p(t("draw.check"), " ", plain_link("JSON", href=f"/log/{found.decision}/draw.json"), class_name="quiet-text"),
    )


def _step(name: str, at: Any, value: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.b(t("draw." + name)), rx.el.span(at, class_name="quiet-text"), class_name="row apart"),
        rx.el.p(t("draw.what_" + name), class_name="quiet-text"),
        rx.cond(value != "", rx.el.code(value, class_name="hash")),
    )


def _drawn() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("draw.drawn")),
        rx.el.ol(rx.foreach(STATE.draw.drawn, _ticket), class_name="plain list box"),
        class_name="stack tight",
        aria_label=t("draw.drawn"),
    )


def _ticket(one: rx.Var[DrawnView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(t("draw.place", place=number(one.place))),
            rx.el.span(t("draw.state_" + one.state), class_name="quiet-text"),
            class_name="row apart",
        ),
        rx.el.code(one.ticket, class_name="hash"),
        key=one.ticket,
    )


def _pool() -> rx.Component:
    found = STATE.draw
    return rx.el.details(
        rx.el.summary(t("draw.pool", count=found.pool.length())),
        rx.el.ul(rx.foreach(found.pool, lambda one: rx.el.li(rx.el.code(one, class_name="hash"), key=one)), class_name="plain"),
    )
