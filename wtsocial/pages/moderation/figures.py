"""`/log/figures`: what was flagged, decided and overturned, month by month, and how long it took."""

from typing import Any

import reflex as rx

from wtsocial.moderation.figure_views import MonthFigures
from wtsocial.moderation.views import ReasonCount
from wtsocial.pages.moderation.figures_state import FiguresState
from wtsocial.text.log_actions import OFFICES
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.layout import page
from wtsocial.ui.parts.charts import moderation_months
from wtsocial.ui.parts.durations import duration
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import link, plain_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import lang_of
from wtsocial.ui.texts import month, number, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = FiguresState


def figures() -> rx.Component:
    """`/log/figures`"""
    there = STATE.figures.months.length() > 0
    return page(
        answers(STATE),
        rx.cond(STATE.missing, missing(), rx.cond(there, _whole(), loading())),
        name="figures.title",
        wide=True,
        ready=there | STATE.missing | (STATE.errors.length() > 0),
    )


def _whole() -> rx.Component:
    every = STATE.figures.every
    return rx.fragment(
        rx.el.p(link(t("nav.log"), to="/log"), class_name="by"),
        rx.el.h1(t("figures.title")),
        rx.el.p(t("figures.what"), class_name="quiet-text"),
        _filters(),
        rx.el.div(
            _figure("figures.flagged", number(every.flagged), t("figures.by_members")),
            _figure("figures.decided", number(every.by_hand), t("figures.automatic_more", count=every.automatic)),
            _figure("figures.median", duration(every.median), rx.fragment(t("figures.ninetieth"), " ", duration(every.ninetieth))),
            _figure("figures.appeals", number(every.appeals), t("figures.upheld_more", count=every.upheld)),
            _figure("figures.overturned", number(every.overturned), t("figures.undone_more", count=every.undone)),
            _figure("figures.suspended", number(every.suspended), ""),
            class_name="figs six",
        ),
        rx.el.section(
            rx.el.h2(t("figures.months")),
            moderation_months(STATE.figures.months),
            _table(),
            class_name="box stack",
        ),
        rx.cond(every.flags.length() > 0, _reasons()),
        rx.el.p(t("figures.exact"), " ", plain_link("JSON", href="/log/figures.json"), class_name="quiet-text"),
    )


def _filters() -> rx.Component:
    found = STATE.figures
    wikis = rx.foreach(STATE.wikis, lambda wiki: rx.el.option(wiki.name, value=wiki.slug, lang=lang_of(wiki.name), key=wiki.slug))
    subwiki = rx.el.select(rx.el.option(t("changes.subwiki_any"), value=""), wikis, name="subwiki", default_value=found.subwiki)
    offices = [rx.el.option(t("figures.office_" + office), value=office) for office in OFFICES]
    office = rx.el.select(rx.el.option(t("figures.office_any"), value=""), *offices, name="office", default_value=found.office)
    return WritingForm.create(
        rx.el.div(
            field("subwiki", "changes.subwiki", subwiki, form="filter"),
            field("office", "figures.office", office, form="filter"),
            button("changes.show", kind="", type="submit"),
            class_name="filters",
        ),
        on_send=STATE.choose,
        # Another address fills the fields anew.
        key=found.subwiki + " " + found.office,
    )


def _figure(label: str, value: Any, more: Any) -> rx.Component:
    return rx.el.div(rx.el.span(t(label)), rx.el.b(value, class_name="nums"), rx.el.span(more), class_name="fig")


def _table() -> rx.Component:
    columns = ("flagged", "decided", "automatic", "median", "ninety", "appeals", "upheld", "overturned", "undone", "suspended")
    heads = [rx.el.th(t("figures." + column), scope="col") for column in columns]
    table = rx.el.table(
        rx.el.caption(t("figures.months"), class_name="hidden-visually"),
        rx.el.thead(rx.el.tr(rx.el.th(t("books.month"), scope="col"), *heads)),
        rx.el.tbody(rx.foreach(STATE.figures.months.reverse(), _month)),
        class_name="ledger nums",
    )
    return wide_table(table, label=t("figures.months"))


def _month(one: rx.Var[MonthFigures]) -> rx.Component:
    counts = (one.appeals, one.upheld, one.overturned, one.undone, one.suspended)
    return rx.el.tr(
        rx.el.th(month(one.at), scope="row"),
        *[rx.el.td(number(count)) for count in (one.flagged, one.by_hand, one.automatic)],
        rx.el.td(duration(one.median)),
        rx.el.td(duration(one.ninetieth)),
        *[rx.el.td(number(count)) for count in counts],
        key=one.month,
    )


def _reasons() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("figures.reasons")),
        rx.el.ul(rx.foreach(STATE.figures.every.flags, _reason), class_name="plain stack tight"),
        class_name="box stack",
    )


def _reason(one: rx.Var[ReasonCount]) -> rx.Component:
    # Beside the most frequent, which comes first.
    share = one.count * 100 / STATE.figures.every.flags[0].count
    return rx.el.li(
        rx.el.span(t("flag." + one.reason)),
        rx.el.span(number(one.count), class_name="nums"),
        rx.el.div(rx.el.div(style={"inlineSize": share.to_string() + "%"}), class_name="meter thin", aria_hidden="true"),
        class_name="row apart",
        key=one.reason,
    )
