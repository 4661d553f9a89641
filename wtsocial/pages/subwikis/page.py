"""`/subwikis` and `/w/SLUG`: the directory, and a subwiki with its feed."""

from typing import Any

import reflex as rx

from wtsocial.pages.subwikis.state import DirectoryState, SubwikiState
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.dialogs import toast
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.feeds import feed_list
from wtsocial.ui.flagging import FlagState, flag_button, flag_sheet
from wtsocial.ui.joining import join_button, joined_now, members_now
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here their vars are Vars of the page, whatever their annotations say.
DIRECTORY: Any = DirectoryState
WIKI: Any = SubwikiState


def directory() -> rx.Component:
    """`/subwikis`"""
    state = DIRECTORY
    return page(
        rx.el.div(
            rx.el.h1(t("nav.subwikis")),
            rx.cond(SessionState.known, link(icon("plus"), t("subwikis.found"), to="/subwikis/new", class_name="btn")),
            class_name="row apart",
        ),
        rx.el.p(t("subwikis.what"), class_name="quiet-text"),
        _search(),
        answers(state),
        rx.cond(
            state.ready,
            rx.fragment(
                rx.el.p(t("subwikis.count", count=state.found.length()), class_name="quiet-text", role="status"),
                rx.cond(state.found.length() > 0, rx.el.ul(rx.foreach(state.found, _entry), class_name="wikis plain"), _nothing()),
            ),
            loading(),
        ),
        name="nav.subwikis",
        ready=DIRECTORY.ready,
        aside=rx.el.section(rx.el.h2(t("subwikis.choice_title")), rx.el.p(t("subwikis.choice")), class_name="box"),
    )


def _search() -> rx.Component:
    control = rx.el.input(name="search", type="search", max_length=limits.SEARCH, auto_complete="off", dir="auto")
    return WritingForm.create(
        field("search", "subwikis.search", control),
        instant=True,
        on_keep=DIRECTORY.search,
        on_send=DIRECTORY.search,
        class_name="form",
        custom_attrs={"role": "search"},
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DIRECTORY.searched != "",
            rx.el.h2(t("subwikis.nothing", words=DIRECTORY.searched)),
            rx.el.h2(t("subwikis.none")),
        ),
        rx.el.p(t("subwikis.nothing_more")),
        rx.cond(SessionState.known, link_button("subwikis.found", "/subwikis/new")),
        class_name="empty",
    )


def _entry(subwiki: rx.Var[SubwikiView]) -> rx.Component:
    name = f"wiki-{subwiki.id}"
    return rx.el.li(
        rx.el.div(
            rx.el.h2(link(bdi(subwiki.name), to="/w/" + subwiki.slug), id=name),
            rx.cond(subwiki.vetted, rx.el.span(t("subwiki.vetted"), class_name="chip good")),
            _figures(DIRECTORY, subwiki),
            rx.cond(subwiki.description != "", rx.el.p(subwiki.description, class_name="clamp text", **written(subwiki.description))),
            class_name="grow",
        ),
        join_button(DIRECTORY, subwiki, about=name),
        key=subwiki.slug,
        class_name="wiki-row",
        style={"--wiki": subwiki.colour},
    )


def _figures(state: Any, subwiki: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.p(
        t("subwiki.members", count=members_now(state, subwiki)),
        " · ",
        t("subwiki.posts", count=subwiki.posts),
        class_name="quiet-text nums",
    )


def subwiki() -> rx.Component:
    """`/w/SLUG`"""
    here = WIKI.subwiki
    return page(
        rx.cond(
            WIKI.missing,
            missing(),
            rx.fragment(
                rx.cond(here.id > 0, _cover(here), loading()),
                rx.cond(here.may_flag, rx.fragment(flag_sheet("subwiki"), toast(FlagState))),
                rx.el.div(rx.el.span(t("feed.sort")), class_name="sort"),
                feed_list(WIKI, label=here.name, empty=_empty(here)),
            ),
        ),
        name=rx.cond(WIKI.missing, t("missing.title"), here.name),
        ready=WIKI.missing | (here.id > 0),
        aside=rx.cond(WIKI.missing | (here.id == 0), rx.fragment(), _rules(here)),
    )


def _cover(here: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.header(
        rx.el.div(rx.el.h1(bdi(here.name), id="wiki-name"), join_button(WIKI, here, about="wiki-name"), class_name="row apart"),
        _figures(WIKI, here),
        rx.cond(here.description_html != "", rx.html(here.description_html, class_name="prose", **written(here.description_html))),
        rx.el.div(
            rx.cond(
                joined_now(WIKI, here),
                link(icon("plus"), t("subwiki.post_here"), to="/submit?subwiki=" + here.slug, class_name="btn main"),
            ),
            link(icon("wiki"), t("subwiki.about"), to=f"/w/{here.slug}/about", class_name="btn quiet"),
            link(icon("history"), t("nav.changes"), to="/changes?subwiki=" + here.slug, class_name="btn quiet"),
            rx.cond(here.may_flag, flag_button("subwiki", here.id, t("flag.subwiki"))),
            class_name="row",
        ),
        class_name="cover",
        style={"--wiki": here.colour},
    )


def _rules(here: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("subwiki.rules")),
        rx.cond(
            here.rules_html != "", rx.html(here.rules_html, class_name="prose", **written(here.rules_html)), rx.el.p(t("subwiki.no_rules"))
        ),
        rx.el.p(link(t("subwiki.about_edit"), to=f"/w/{here.slug}/about")),
        class_name="box",
    )


def _empty(here: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("subwiki.empty")),
        rx.el.p(t("subwiki.empty_more")),
        rx.cond(joined_now(WIKI, here), link_button("subwiki.post_here", "/submit?subwiki=" + here.slug)),
        class_name="empty",
    )
