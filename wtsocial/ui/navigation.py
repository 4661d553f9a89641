"""The ways through the site: the side bar of a desk, the tabs of a phone, and what stands behind their last one."""

from typing import Any

import reflex as rx
from reflex.style import toggle_color_mode

from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import NavLink, dot, link, plain_link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import languages, number, t

MENU = "menu"
"""The id of what the tab More opens."""


def side() -> rx.Component:
    """Every way, beside the page."""
    return rx.el.nav(
        _entry("/", rx.cond(SessionState.known, t("nav.feed"), t("nav.newest")), icon("home")),
        _entry("/all", t("nav.all"), icon("all")),
        _entry("/subwikis", t("nav.subwikis"), icon("wiki")),
        _public(),
        _own(),
        _subwikis(),
        _foot(),
        rx.cond(SessionState.moderates, ReloadOn.create(kind="queue", loaded=SessionState.cases, on_heard=SessionState.count_cases)),
        class_name="side",
        aria_label=t("nav.main"),
    )


def tabs() -> rx.Component:
    """The four ways that are gone most, at the thumb, and More, behind which all others stand."""
    return rx.fragment(
        rx.el.nav(
            _entry("/", t("nav.tab_feed"), icon("home")),
            _entry("/subwikis", t("nav.subwikis"), icon("wiki")),
            rx.cond(
                SessionState.known,
                rx.fragment(_entry("/submit", t("nav.post"), icon("plus")), _entry("/settings", t("nav.you"), icon("person"))),
                rx.fragment(_entry("/all", t("nav.all"), icon("all")), _entry("/about", t("nav.about"), icon("globe"))),
            ),
            rx.el.button(icon("more"), t("nav.more"), type="button", class_name="more", custom_attrs={"popoverTarget": MENU}),
            class_name="tabs",
            aria_label=t("nav.main"),
        ),
        _menu(),
    )


def _menu() -> rx.Component:
    """The ways that have no tab. The browser itself opens and closes it, by keyboard, too (`popover`)."""
    return rx.el.nav(
        rx.el.div(
            rx.el.h2(t("nav.more")),
            rx.el.button(
                t("nav.close"), type="button", class_name="btn quiet", custom_attrs={"popoverTarget": MENU, "popoverTargetAction": "hide"}
            ),
            class_name="row apart",
        ),
        rx.cond(SessionState.known, _entry("/all", t("nav.all"), icon("all"))),
        _public(),
        _own(),
        _subwikis(),
        _foot(),
        id=MENU,
        class_name="menu",
        aria_label=t("nav.more"),
        custom_attrs={"popover": "auto"},
    )


def _entry(to: Any, label: Any, mark: rx.Component) -> rx.Component:
    return NavLink.create(mark, label, to=to)


def _public() -> rx.Component:
    return rx.fragment(
        _entry("/changes", t("nav.changes"), icon("history")),
        _entry("/corrections", t("nav.corrections"), icon("edit")),
        _entry("/log", t("nav.log"), icon("log")),
    )


def _own() -> rx.Component:
    return rx.cond(
        SessionState.known,
        rx.fragment(
            _entry("/saved", t("nav.saved"), icon("save")),
            rx.cond(SessionState.moderates, _entry("/moderation", rx.fragment(t("nav.moderation"), _waiting_cases()), icon("shield"))),
            rx.cond(SessionState.admin, _entry("/admin", t("nav.admin"), icon("chart"))),
            _entry("/settings", t("nav.settings"), icon("gear")),
        ),
    )


def _waiting_cases() -> rx.Component:
    many = rx.cond(
        SessionState.cases < limits.QUEUE_COUNTED, number(SessionState.cases), number(rx.Var.create(limits.QUEUE_COUNTED - 1)) + "+"
    )
    return rx.cond(SessionState.cases > 0, rx.el.span(many, class_name="nums count"))


def _subwikis() -> rx.Component:
    return rx.cond(
        SessionState.subwikis.length() > 0,
        rx.fragment(rx.el.h2(t("nav.your_subwikis")), rx.foreach(SessionState.subwikis, _joined)),
    )


def _joined(subwiki: rx.Var[SubwikiView]) -> rx.Component:
    return _entry("/w/" + subwiki.slug, bdi(subwiki.name), dot(subwiki.colour))


def _foot() -> rx.Component:
    return rx.el.div(
        link(t("nav.books"), to="/books"),
        link(t("nav.donate"), to="/donate"),
        link(t("nav.about"), to="/about"),
        link(t("nav.rules"), to="/rules"),
        link(t("nav.privacy"), to="/privacy"),
        rx.cond(SessionState.source_code != "", plain_link(t("nav.source"), href=SessionState.source_code)),
        languages(),
        rx.el.button(icon("moon"), t("nav.theme"), on_click=toggle_color_mode, class_name="link", type="button"),
        class_name="foot",
    )
