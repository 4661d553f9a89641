"""The frame of every page: top bar, side bar, tabs on a phone, and what the page itself holds."""

from typing import Any

import reflex as rx
from reflex.style import toggle_color_mode
from reflex_components_core.core.banner import has_connection_errors

from wtsocial.subwikis.views import SubwikiView
from wtsocial.ui.live import live, live_unread
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import Jump, NavLink, dot, link
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import languages, message, t, title


class ConnectionNotice(rx.Component):
    """Says that the line to the server is dead, as long as it is."""

    library = "$/public/kit/live/connection.js"
    tag = "ConnectionNotice"

    broken: rx.Var[bool]
    offline: rx.Var[Any]
    unreachable: rx.Var[Any]


class DraftOwner(rx.Component):
    """Whose drafts this browser keeps until the server has them."""

    library = "$/public/kit/page.js"
    tag = "DraftOwner"

    name: rx.Var[str]


class Ready(rx.Component):
    """Says that there is something to show, so that the server's text makes room."""

    library = "$/public/kit/page.js"
    tag = "PageReady"

    when: rx.Var[bool]


def page(*children: Any, name: Any, aside: Any = None, wide: bool = False, ready: Any = None, place: bool = True) -> rx.Component:
    """A whole page. `name` is its title (a catalogue key, or a text of the page's own); `aside` stands beside it on a desk.

    Whoever waits sees their place in line on it, unless the page tells of that itself (`place`).
    Until `ready`, readers keep seeing the text that the server put into the page (endpoints/documents.py).
    """
    unread = live_unread()
    return rx.fragment(
        rx.el.div(
            title(text=t(name) if isinstance(name, str) else name, unread=unread),
            live(),
            DraftOwner.create(name=SessionState.name),
            Ready.create(when=SessionState.ready if ready is None else ready),
            _top(unread),
            rx.el.div(
                _side(),
                rx.el.main(*_standing(place=place), *children, id="main", tab_index=-1),
                rx.fragment()
                if wide
                else rx.el.aside(*([aside] if aside is not None else []), class_name="aside", aria_label=t("nav.aside")),
                class_name="page wide" if wide else "page",
            ),
            _tabs(),
            class_name="frame",
        ),
        _offline(),
    )


def _top(unread: rx.Var[int]) -> rx.Component:
    return rx.el.header(
        Jump.create(t("nav.skip"), href="#main", class_name="skip"),
        rx.el.div(
            link("WT", rx.el.b("."), "Social", to="/", class_name="brand", dir="ltr"),
            rx.el.span(class_name="gap"),
            rx.cond(
                SessionState.known,
                rx.fragment(
                    _bell(unread),
                    link(icon("plus"), t("nav.post"), to="/submit", class_name="btn main on-desk"),
                    link(icon("person"), rx.el.bdi(SessionState.name), to="/u/" + SessionState.name, class_name="btn quiet on-desk"),
                ),
                rx.cond(
                    SessionState.ready,
                    rx.fragment(
                        link(t("account.log_in"), to="/login", class_name="btn quiet"),
                        link(t("account.join"), to="/register", class_name="btn main"),
                    ),
                ),
            ),
        ),
        class_name="top",
    )


def _bell(unread: rx.Var[int]) -> rx.Component:
    return link(
        icon("bell"),
        rx.cond(unread > 0, rx.el.i(rx.el.span(rx.cond(unread > 99, "99+", unread.to_string()), dir="ltr"), aria_hidden="true")),
        to="/inbox",
        class_name="btn quiet bell",
        aria_label=t("nav.inbox_count", count=unread),
    )


def _entry(to: Any, label: Any, mark: rx.Component) -> rx.Component:
    return NavLink.create(mark, label, to=to, end=True)


def _side() -> rx.Component:
    return rx.el.nav(
        _entry("/", rx.cond(SessionState.known, t("nav.feed"), t("nav.newest")), icon("home")),
        _entry("/all", t("nav.all"), icon("all")),
        _entry("/subwikis", t("nav.subwikis"), icon("wiki")),
        _entry("/changes", t("nav.changes"), icon("history")),
        _entry("/log", t("nav.log"), icon("log")),
        rx.cond(
            SessionState.known,
            rx.fragment(
                _entry("/saved", t("nav.saved"), icon("save")),
                rx.cond(SessionState.moderates, _entry("/moderation", t("nav.moderation"), icon("shield"))),
                rx.cond(SessionState.admin, _entry("/admin", t("nav.admin"), icon("chart"))),
                _entry("/settings", t("nav.settings"), icon("gear")),
            ),
        ),
        rx.cond(
            SessionState.subwikis.length() > 0,
            rx.fragment(rx.el.h2(t("nav.your_subwikis")), rx.foreach(SessionState.subwikis, _joined)),
        ),
        _foot(),
        class_name="side",
        aria_label=t("nav.main"),
    )


def _joined(subwiki: rx.Var[SubwikiView]) -> rx.Component:
    return _entry("/w/" + subwiki.slug, rx.el.bdi(subwiki.name), dot(subwiki.colour))


def _foot() -> rx.Component:
    return rx.el.div(
        link(t("nav.books"), to="/books"),
        link(t("nav.donate"), to="/donate"),
        link(t("nav.about"), to="/about"),
        link(t("nav.rules"), to="/rules"),
        link(t("nav.privacy"), to="/privacy"),
        languages(),
        rx.el.button(icon("moon"), t("nav.theme"), on_click=toggle_color_mode, class_name="link", type="button"),
        class_name="foot",
    )


def _tabs() -> rx.Component:
    return rx.el.nav(
        _entry("/", t("nav.tab_feed"), icon("home")),
        _entry("/subwikis", t("nav.subwikis"), icon("wiki")),
        rx.cond(
            SessionState.known,
            rx.fragment(
                _entry("/submit", t("nav.post"), icon("plus")),
                _entry("/settings", t("nav.you"), icon("person")),
            ),
            rx.fragment(
                _entry("/all", t("nav.all"), icon("all")),
                _entry("/about", t("nav.about"), icon("globe")),
            ),
        ),
        class_name="tabs",
        aria_label=t("nav.main"),
    )


def _standing(*, place: bool) -> list[Any]:
    return [
        rx.match(
            SessionState.standing,
            (
                "waiting",
                rx.cond(SessionState.place > 0, _in_line() if place else rx.fragment(), rx.cond(~SessionState.confirmed, _unconfirmed())),
            ),
            (
                "suspended",
                rx.el.p(t("account.suspended"), " ", link(t("account.suspended_more"), to="/inbox"), class_name="alert", role="status"),
            ),
            rx.fragment(),
        ),
        rx.cond(SessionState.alert, rx.el.p(message(SessionState.alert), class_name="alert", role="alert")),
    ]


def _in_line() -> rx.Component:
    return rx.fragment(
        rx.el.p(link(t("account.position", position=SessionState.place), to="/waiting"), class_name="notice calm"),
        ReloadOn.create(kind="let_in", loaded=SessionState.place, on_heard=SessionState.come_in),
    )


def _unconfirmed() -> rx.Component:
    more = link(t("account.confirm_more"), to="/confirm")
    return rx.el.p(t("account.waiting"), " ", more, class_name="notice doubt", role="status")


def _offline() -> rx.Component:
    broken = rx.State.is_hydrated & has_connection_errors
    return ConnectionNotice.create(broken=broken, offline=t("error.offline"), unreachable=t("error.no_answer"))
