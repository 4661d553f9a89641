"""The greeting: the choice of what you are served is yours, and here it is."""

from typing import Any

import reflex as rx

from wtsocial.ui.choices_form import ChoicesState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.choices_form import asked, choices
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever its annotations say.
MINE: Any = ChoicesState


def welcome() -> rx.Component:
    """`/welcome`"""
    return page(
        rx.el.section(
            rx.el.h1(t("greeting.title")),
            rx.el.p(rx.cond(SessionState.known, t("greeting.hello", name=SessionState.name), t("welcome.what"))),
            rx.el.p(t("choices.lead", of=MINE.effect.of)),
            rx.el.p(link(t("choices.skip"), to="/"), class_name="quiet-text"),
            class_name="cover",
        ),
        rx.foreach(MINE.mine.asks, lambda ask: asked(MINE, ask)),
        rx.cond(MINE.ready, choices(MINE), loading()),
        name="greeting.title",
        wide=True,
        ready=MINE.ready | (MINE.errors.length() > 0),
    )
