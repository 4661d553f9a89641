"""`/admin/sources`: every source, by kind or by name, with what the site's rule for it does."""

from typing import Any

import reflex as rx

from wtsocial.admin.sources import KINDS
from wtsocial.admin.views import SourceRow
from wtsocial.pages.admin.frame import admin_page
from wtsocial.pages.admin.listing import as_file, filters, nothing_found
from wtsocial.pages.admin.sources_state import PATH, SourcesState
from wtsocial.ui.parts.links import further, link
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import number, t

# Here its vars are Vars of the page, whatever their annotations say.
LIST: Any = SourcesState
COLUMNS = ("listing.source", "listing.rule", "listing.posts", "listing.corrected", "listing.others", "listing.ways")
EFFECTS = {"block": "bad", "hold": "doubt", "warn": "doubt"}


def sources() -> rx.Component:
    """`/admin/sources`"""
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(t(column), scope="col") for column in COLUMNS])),
        rx.el.tbody(rx.foreach(LIST.sources, _source)),
        class_name="figures",
    )
    return admin_page(
        LIST,
        filters(LIST, KINDS, "listing.sources_kind_"),
        rx.cond(
            LIST.sources.length() > 0,
            rx.el.div(wide_table(table, label=t("listing.sources")), class_name="box"),
            nothing_found(LIST, "listing.no_sources"),
        ),
        as_file(LIST, "listing.file_what"),
        name="listing.sources",
        path=PATH,
        after=further(LIST.older, LIST.newest),
    )


def _source(one: rx.Var[SourceRow]) -> rx.Component:
    effects = [(word, rx.el.span(t("listing.rule_" + word), class_name=f"chip {tone}")) for word, tone in EFFECTS.items()]
    known = rx.cond(
        one.own > 0, t("listing.corrected_of", corrected=number(one.corrected), count=one.own), rx.cond(one.corrected > 0, "", "–")
    )
    return rx.el.tr(
        rx.el.th(link(bdi(one.domain), to=f"/source/{one.domain}"), scope="row"),
        rx.el.td(rx.match(one.rule, *effects, rx.fragment("–"))),
        rx.el.td(number(one.posts), class_name="nums"),
        rx.el.td(known, class_name="nums"),
        rx.el.td(number(one.others), class_name="nums"),
        rx.el.td(link(t("listing.record"), to=f"/source/{one.domain}"), " · ", link(t("listing.rules"), to="/admin/rules")),
        key=one.domain,
    )
