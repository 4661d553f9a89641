"""Your feed, everything, and what you saved: the newest post first, always."""

from typing import Any

import reflex as rx

from wtsocial.editing.views import CorrectionView
from wtsocial.pages.feed.state import FeedState
from wtsocial.ui.feeds import feed_list
from wtsocial.ui.layout import page
from wtsocial.ui.parts.headline_change import headline_change
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

_READY = (FeedState.chunk.key != "") | (FeedState.errors.length() > 0)


def home() -> rx.Component:
    """`/`"""
    name = rx.cond(SessionState.known, t("nav.feed"), t("nav.newest"))
    return page(
        _welcome(),
        without_erased(FeedState.example, FeedState.renew_example),
        _sort(choose=True, all_of_it=SessionState.ready & ~SessionState.known),
        feed_list(FeedState, label=name, empty=_empty_home()),
        name=name,
        aside=_promise(),
        ready=_READY,
    )


def everything() -> rx.Component:
    """`/all`"""
    return _feed("nav.all", _empty("feed.empty_all", "feed.empty_all_more"), all_of_it=True)


def saved() -> rx.Component:
    """`/saved`"""
    return _feed("nav.saved", _empty("feed.empty_saved", "feed.empty_saved_more"))


def _feed(name: str, empty: rx.Component, *, all_of_it: bool = False) -> rx.Component:
    posts = feed_list(FeedState, label=t(name), empty=empty)
    return page(rx.el.h1(t(name)), _sort(all_of_it=all_of_it), posts, name=name, aside=_promise(), ready=_READY)


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
            rx.foreach(FeedState.example, _example),
            class_name="cover",
        ),
        rx.el.h1(t("nav.feed"), class_name="hidden-visually"),
    )


def _example(one: rx.Var[CorrectionView]) -> rx.Component:
    """A headline that members corrected: what is told above it, shown."""
    return rx.el.section(
        headline_change(one, rx.el.h2),
        rx.el.p(
            link(t("corrections.by", name=one.by), to="/u/" + one.by),
            ago(at=one.at),
            rx.el.span(t("reason.correction." + one.reason), class_name="chip good"),
            link(t("corrections.title"), to="/corrections"),
            class_name="row quiet-text tight",
        ),
        class_name="box stack tight example",
        aria_label=t("welcome.example"),
        key=one.id,
    )


def _sort(*, choose: bool = False, all_of_it: Any = False) -> rx.Component:
    """How the list is made; `all_of_it`: it holds the posts of all subwikis."""
    return rx.el.div(
        rx.el.span(t("feed.sort"), rx.cond(all_of_it, " " + t("feed.of_all"), "")),
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
