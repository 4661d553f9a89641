"""The frame of every page: top bar, side bar, tabs on a phone, and what the page itself holds."""

from typing import Any, Final

import reflex as rx

from wtsocial.editing.queries.corrections import MOST_COUNTED
from wtsocial.text import limits
from wtsocial.ui.announcement import announcement_banner
from wtsocial.ui.announcer import Announcer
from wtsocial.ui.live import live, live_unread
from wtsocial.ui.navigation import side, tabs
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, plain_link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import Brand, message, t, title

SAID_UNREAD: Final = limits.UNREAD_COUNTED - 1
"""Of more unread notices it is said that they are more."""


class ConnectionNotice(rx.Component):
    """Says that the line to the server is dead, as long as it is."""

    library = "$/public/kit/live/connection.js"
    tag = "ConnectionNotice"

    offline: rx.Var[Any]
    unreachable: rx.Var[Any]


class DraftOwner(rx.Component):
    """Whose drafts this browser keeps until the server has them."""

    library = "$/public/kit/page.js"
    tag = "DraftOwner"

    name: rx.Var[str]
    known: rx.Var[bool]


class Ready(rx.Component):
    """Says that there is something to show, so that the server's text makes room."""

    library = "$/public/kit/page.js"
    tag = "PageReady"

    when: rx.Var[bool]


class FocusOnArrival(rx.Component):
    """Takes the person to the heading of a page that they came to, and to what is next when what they were at is taken away."""

    library = "$/public/kit/focus.js"
    tag = "FocusOnArrival"

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
            Announcer.create(),
            DraftOwner.create(name=SessionState.name, known=SessionState.ready),
            Ready.create(when=SessionState.ready if ready is None else ready),
            FocusOnArrival.create(when=SessionState.ready if ready is None else ready),
            _top(unread),
            announcement_banner(),
            rx.el.div(
                side(),
                rx.el.main(*_standing(place=place), *children, id="main", tab_index=-1),
                rx.fragment() if wide else _beside(aside),
                class_name="page wide" if wide else "page",
            ),
            tabs(),
            class_name="frame",
        ),
        _offline(),
    )


def _top(unread: rx.Var[int]) -> rx.Component:
    return rx.el.header(
        plain_link(t("nav.skip"), href="#main", class_name="skip"),
        rx.el.div(
            link(Brand.create(), to="/", class_name="brand"),
            rx.el.span(class_name="gap"),
            rx.cond(
                SessionState.known,
                rx.fragment(
                    _bell(unread),
                    link(icon("plus"), t("nav.post"), to="/submit", class_name="btn main on-desk"),
                    link(icon("person"), bdi(SessionState.name), to="/u/" + SessionState.name, class_name="btn quiet on-desk"),
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
        rx.cond(
            unread > 0,
            rx.el.i(rx.el.span(rx.cond(unread > SAID_UNREAD, f"{SAID_UNREAD}+", unread.to_string()), dir="ltr"), aria_hidden="true"),
        ),
        to="/inbox",
        class_name="btn quiet bell",
        aria_label=rx.cond(unread > SAID_UNREAD, t("nav.inbox_full", count=SAID_UNREAD), t("nav.inbox_count", count=unread)),
    )


def _beside(aside: Any) -> rx.Component:
    """What stands beside the page, and how many headlines were corrected today."""
    count = SessionState.corrected_today
    today = rx.el.section(
        rx.el.h2(t("nav.corrected")),
        rx.el.p(
            rx.cond(
                count > 0,
                rx.cond(count < MOST_COUNTED, t("nav.corrected_count", count=count), t("nav.corrected_many", count=count)),
                t("nav.corrected_none"),
            ),
            " ",
            link(rx.cond(count > 0, t("nav.corrected_see"), t("corrections.title")), to="/corrections"),
        ),
        class_name="beside-page",
    )
    return rx.el.aside(
        *([aside] if aside is not None else []), rx.cond(SessionState.ready, today), class_name="aside", aria_label=t("nav.aside")
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
    return ConnectionNotice.create(offline=t("error.offline"), unreachable=t("error.no_answer"))
