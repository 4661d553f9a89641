"""`/settings/flags`: every flag of one's own, and what became of it."""

from typing import Any

import reflex as rx

from wtsocial.moderation.own_flag_views import OwnFlagView
from wtsocial.pages.settings.flags_state import OwnFlagsState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import further, link, sep
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

# Here its vars are Vars of the page, whatever their annotations say.
MINE: Any = OwnFlagsState


def flags() -> rx.Component:
    """`/settings/flags`"""
    return page(
        rx.el.p(link(icon("reply"), t("nav.settings"), to="/settings", class_name="back")),
        rx.el.h1(t("flag.mine")),
        answers(MINE),
        rx.cond(
            MINE.ready,
            rx.fragment(
                rx.el.p(t("flag.mine_what"), " ", link(t("nav.log"), to="/log"), class_name="quiet-text"),
                rx.cond(
                    MINE.flags.length() > 0,
                    rx.el.ul(rx.foreach(MINE.flags, _flag), class_name="plain list box"),
                    rx.el.div(rx.el.h2(t("flag.mine_none")), rx.el.p(t("flag.mine_none_more")), class_name="empty"),
                ),
            ),
            rx.cond(SessionState.ready & ~SessionState.known, login_prompt("/settings/flags")),
        ),
        further(MINE.older, MINE.newest),
        name="flag.mine",
        ready=MINE.ready | (SessionState.ready & ~SessionState.known) | (MINE.errors.length() > 0),
    )


def _flag(one: rx.Var[OwnFlagView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            _standing(one),
            rx.el.span(t("reason.flag." + one.reason)),
            sep(),
            ago(at=one.at),
            class_name="by",
        ),
        rx.el.p(
            t("log.subject_" + one.subject_kind),
            " ",
            rx.cond(one.headline != "", link(bdi(one.headline, one.language), to=one.path), t("flag.not_shown")),
        ),
        rx.cond(one.law != "", rx.el.p(t("flag.law_named"), " ", bdi(one.law), class_name="quiet-text")),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="quiet-text", **written(one.note))),
        _answer(one),
        rx.cond(
            one.state == "open",
            rx.el.div(button("flag.withdraw", kind="quiet", on_click=MINE.withdraw(one.subject_kind, one.subject_id)), class_name="row"),
        ),
        key=one.id,
    )


def _standing(one: rx.Var[OwnFlagView]) -> rx.Component:
    decided = rx.cond(one.upheld, _chip("flag.state_upheld", "good"), _chip("flag.state_dismissed", ""))
    return rx.cond(
        one.state == "open",
        _chip("flag.state_open", "doubt"),
        rx.cond(one.state == "withdrawn", _chip("flag.state_withdrawn", ""), decided),
    )


def _chip(key: str, tone: str) -> rx.Component:
    return rx.el.span(t(key), class_name=f"chip {tone}".strip())


def _answer(one: rx.Var[OwnFlagView]) -> rx.Component:
    """What was decided and why, told as kindly when it is a no."""
    entry = f"/log/{one.decision_id}"
    return rx.cond(
        one.state == "decided",
        rx.fragment(
            rx.el.p(
                rx.cond(one.upheld, t("flag.upheld"), t("flag.dismissed")),
                " ",
                link(t("flag.entry"), to=entry),
                sep(),
                ago(at=one.decided_at),
            ),
            rx.el.p(one.answer, class_name="quiet-text", **written(one.answer)),
        ),
    )
