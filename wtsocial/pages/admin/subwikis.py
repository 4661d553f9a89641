"""`/admin/subwikis`: every subwiki, by kind or by name, with the way to what is done there."""

from typing import Any

import reflex as rx

from wtsocial.admin.subwikis import KINDS
from wtsocial.admin.views import SubwikiRow
from wtsocial.pages.admin.frame import admin_page
from wtsocial.pages.admin.listing import as_file, filters, nothing_found
from wtsocial.pages.admin.subwikis_state import PATH, SubwikisState
from wtsocial.ui.parts.links import dot, further, link
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
LIST: Any = SubwikisState
COLUMNS = ("listing.subwiki", "members.state", "listing.founded", "listing.members", "listing.posts", "listing.moderators", "listing.ways")


def subwikis() -> rx.Component:
    """`/admin/subwikis`"""
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(t(column), scope="col") for column in COLUMNS])),
        rx.el.tbody(rx.foreach(LIST.subwikis, _subwiki)),
        class_name="figures",
    )
    return admin_page(
        LIST,
        filters(LIST, KINDS, "listing.subwikis_kind_"),
        rx.cond(
            LIST.subwikis.length() > 0,
            rx.el.div(wide_table(table, label=t("nav.subwikis")), class_name="box"),
            nothing_found(LIST, "listing.no_subwikis"),
        ),
        as_file(LIST, "listing.file_what"),
        name="nav.subwikis",
        path=PATH,
        after=further(LIST.older, LIST.newest),
    )


def _subwiki(one: rx.Var[SubwikiRow]) -> rx.Component:
    nobody = rx.el.span(t("listing.nobody"), class_name="chip doubt")
    return rx.el.tr(
        rx.el.th(dot(one.colour), " ", link(bdi(one.name), to=f"/w/{one.slug}"), scope="row"),
        rx.el.td(_chips(one)),
        rx.el.td(ago(at=one.created)),
        rx.el.td(number(one.members), class_name="nums"),
        rx.el.td(number(one.posts), class_name="nums"),
        rx.el.td(rx.cond(one.moderators > 0, number(one.moderators), nobody), class_name="nums"),
        rx.el.td(
            link(t("listing.manage"), to=f"/w/{one.slug}/about"),
            " · ",
            link(t("listing.queue"), to=f"/moderation?subwiki={one.slug}"),
            " · ",
            link(t("listing.log"), to=f"/log?subwiki={one.slug}"),
        ),
        key=one.id,
    )


def _chips(one: rx.Var[SubwikiRow]) -> rx.Component:
    vetted = rx.el.span(t("listing.vetted"), class_name="chip good")
    restricted = rx.el.span(t("protect.who_" + one.protection), class_name="chip doubt")
    return rx.fragment(
        rx.cond(one.vetted, vetted, rx.el.span(t("listing.unvetted"), class_name="chip")),
        rx.cond(one.protection != "", rx.fragment(" ", restricted)),
    )
