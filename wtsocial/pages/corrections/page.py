"""`/corrections`: a day's headlines as they stood and as they stand."""

from typing import Any

import reflex as rx

from wtsocial.editing.views import CorrectionView
from wtsocial.pages.corrections.state import CorrectionsState
from wtsocial.ui.dialogs import Share
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.headline_change import headline_change
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import away, link, plain_link, sep, wiki_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, quotation
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.texts import ago, t, whole_day

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = CorrectionsState


def corrections() -> rx.Component:
    """`/corrections`"""
    return page(
        answers(STATE),
        without_erased(STATE.corrections, STATE.open),
        rx.cond(STATE.missing, missing(), rx.cond(STATE.ready, _day(), loading())),
        name=rx.cond(STATE.ready, t("corrections.of_day", day=whole_day(STATE.page.at)), t("corrections.title")),
        wide=True,
        ready=STATE.ready | STATE.missing | (STATE.errors.length() > 0),
    )


def _day() -> rx.Component:
    found = STATE.page
    here = "/corrections?day=" + found.day
    how_many = rx.cond(found.many, "corrections.many", "corrections.count")
    return rx.fragment(
        rx.el.header(
            rx.el.p(whole_day(found.at), class_name="overline"),
            rx.el.h1(t("corrections.title")),
            rx.el.p(t("corrections.what"), class_name="quiet-text"),
            rx.el.div(
                rx.cond(found.count > 0, rx.el.b(t(how_many, count=found.count), class_name="nums")),
                Share.create(icon("share"), t("post.share"), path=here, title=t("corrections.title"), copied=t("post.link_copied")),
                class_name="row apart",
            ),
            class_name="cover",
        ),
        rx.cond(
            STATE.corrections.length() > 0,
            rx.el.div(rx.foreach(STATE.corrections, _correction), class_name="feed"),
            _nothing(),
        ),
        rx.cond(STATE.older != "", rx.el.div(button("corrections.more", kind="", on_click=STATE.more(STATE.older)), class_name="row")),
        _days(),
        rx.el.p(
            t("corrections.machines"),
            " ",
            plain_link("Atom", href="/corrections.atom"),
            " · ",
            plain_link("JSON", href="/corrections.json"),
            class_name="quiet-text",
        ),
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("corrections.empty")),
        rx.cond(STATE.last != "", rx.el.p(link(t("corrections.last"), to="/corrections?day=" + STATE.last))),
        class_name="empty",
    )


def _days() -> rx.Component:
    found = STATE.page
    return rx.el.nav(
        link(t("corrections.earlier"), to="/corrections?day=" + found.previous, class_name="btn"),
        rx.cond(found.next != "", link(t("corrections.today"), to="/corrections", class_name="btn quiet")),
        rx.cond(found.next != "", link(t("corrections.later"), to="/corrections?day=" + found.next, class_name="btn")),
        class_name="row apart",
        aria_label=t("corrections.days"),
    )


def _correction(one: rx.Var[CorrectionView]) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            wiki_link(one.subwiki_slug, one.subwiki_name, one.subwiki_colour),
            rx.cond(one.host != "", rx.fragment(sep(), away(bdi(one.host), href=one.link))),
            sep(),
            ago(at=one.at),
            class_name="by",
        ),
        headline_change(one, rx.el.h2),
        rx.el.p(
            rx.el.span(t("reason.correction." + one.reason), class_name="chip good"),
            rx.cond(one.source != "", away(bdi(one.source_host), href=one.source, aria_label=t("post.source") + ": " + one.source_host)),
            link(t("corrections.by", name=one.by), to="/u/" + one.by),
            rx.cond(one.own_error, rx.el.span(t("corrections.own"), class_name="chip good")),
            link(t("history.difference"), to=f"/post/{one.post_id}/diff/{one.number - 1}/{one.number}"),
            class_name="row quiet-text tight",
        ),
        rx.cond(one.note != "", rx.el.p(quotation(one.note), class_name="quiet-text")),
        class_name="card stack tight",
        aria_label=one.after,
        key=one.id,
    )
