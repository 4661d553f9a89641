"""Your feed, everything, and what you saved: the newest post first, always."""

from typing import Any

import reflex as rx

from wtsocial.pages.feed.state import FeedState
from wtsocial.ui.feeds import feed_list
from wtsocial.ui.layout import page
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

_READY = (FeedState.chunk.key != "") | (FeedState.errors.length() > 0)


def home() -> rx.Component:
    """`/`"""
    name = rx.cond(SessionState.known, t("nav.feed"), t("nav.newest"))
    return page(
        _welcome(), _sort(choose=True), feed_list(FeedState, label=name, empty=_empty_home()), name=name, aside=_promise(), ready=_READY
    )


def everything() -> rx.Component:
    """`/all`"""
    return _feed("nav.all", _empty("feed.empty_all", "feed.empty_all_more"))


def saved() -> rx.Component:
    """`/saved`"""
    return _feed("nav.saved", _empty("feed.empty_saved", "feed.empty_saved_more"))


def _feed(name: str, empty: rx.Component) -> rx.Component:
    return page(rx.el.h1(t(name)), _sort(), feed_list(FeedState, label=t(name), empty=empty), name=name, aside=_promise(), ready=_READY)


def _welcome() -> rx.Component:
    return rx.cond(
        SessionState.ready & ~SessionState.known,
        rx.el.section(
            rx.el.h1(t("welcome.title")),
            rx.el.p(t("welcome.what")),
            rx.el.div(
                link_button("account.join", "/register"),
                link_button("welcome.more", "/about", kind=""),
                class_name="row",
            ),
            rx.el.p(t("welcome.free"), class_name="quiet-text"),
            class_name="cover",
        ),
        rx.el.h1(t("nav.feed"), class_name="hidden-visually"),
    )


def _sort(*, choose: bool = False) -> rx.Component:
    return rx.el.div(
        rx.el.span(t("feed.sort")),
        rx.cond(SessionState.known, link(t("feed.choices"), to="/settings/choices")) if choose else rx.fragment(),
        class_name="sort",
    )


def _promise() -> Any:
    return rx.el.section(
        rx.el.h2(t("promise.title")),
        rx.el.p(t("promise.text")),
        rx.el.p(link(t("corrections.title"), to="/corrections")),
        rx.el.p(link(t("nav.books"), to="/books"), " · ", link(t("nav.donate"), to="/donate")),
        class_name="box stack tight",
    )


def _empty(title: str, more: str) -> rx.Component:
    return rx.el.div(rx.el.h2(t(title)), rx.el.p(t(more)), class_name="empty")


def _empty_home() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("feed.empty_home")),
        rx.el.p(t("feed.empty_home_more")),
        rx.el.div(link_button("feed.find_subwikis", "/subwikis"), link_button("feed.see_all", "/all", kind=""), class_name="row"),
        class_name="empty",
    )
