"""`/admin/invitations`: open invitations, who invited whom, and taking one back."""

from typing import Any

import reflex as rx

from wtsocial.admin.invitations import KINDS
from wtsocial.admin.views import InvitationRow
from wtsocial.pages.admin.frame import admin_page
from wtsocial.pages.admin.invitations_state import PATH, AdminInvitationsState
from wtsocial.pages.admin.listing import as_file, filters, nothing_found
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import further, member_link
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import day, number, t

# Here its vars are Vars of the page, whatever their annotations say.
LIST: Any = AdminInvitationsState
COLUMNS = ("listing.by", "listing.group", "members.state", "listing.used", "listing.ends", "listing.came", "listing.ways")


def invitations() -> rx.Component:
    """`/admin/invitations`"""
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(t(column), scope="col") for column in COLUMNS])),
        rx.el.tbody(rx.foreach(LIST.invitations, _invitation)),
        class_name="figures",
    )
    return admin_page(
        LIST,
        filters(LIST, KINDS, "listing.invitations_kind_", name="listing.maker"),
        rx.cond(
            LIST.invitations.length() > 0,
            rx.el.div(wide_table(table, label=t("invitation.title")), class_name="box"),
            nothing_found(LIST, "listing.no_invitations"),
        ),
        as_file(LIST, "listing.file_what"),
        _sheet(),
        name="invitation.title",
        path=PATH,
        after=further(LIST.older, LIST.newest),
    )


def _invitation(one: rx.Var[InvitationRow]) -> rx.Component:
    is_open: Any = one.state == "open"
    back = button("listing.take_back", kind="quiet", on_click=open_dialog("take-back", number=one.id.to_string()))
    return rx.el.tr(
        rx.el.th(member_link(one.by), scope="row"),
        rx.el.td(rx.cond(one.label != "", bdi(one.label), t("listing.personal"))),
        rx.el.td(
            rx.el.span(t("invitation." + one.state), class_name=rx.cond(is_open, "chip good", "chip")),
            rx.cond(one.at_once, rx.fragment(" ", rx.el.span(t("invitation.at_once"), class_name="chip"))),
        ),
        rx.el.td(t("invitation.used", count=one.used, uses=number(one.uses)), class_name="nums"),
        rx.el.td(day(one.ends)),
        rx.el.td(rx.cond(one.came.length() > 0, rx.foreach(one.came, _friend), "–")),
        rx.el.td(rx.cond(is_open, back, "–")),
        key=one.id,
    )


def _friend(name: rx.Var[str], index: rx.Var[int]) -> rx.Component:
    return rx.fragment(rx.cond(index > 0, rx.fragment(", ")), member_link(name))


def _sheet() -> rx.Component:
    reason = rx.el.textarea(name="reason", max_length=room(limits.REASON), rows=3)
    return form_dialog(
        "take-back",
        LIST,
        LIST.take_back,
        rx.el.p(t("listing.take_back_what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=LIST.errors, form="back"),
        label="listing.take_back",
        send="listing.take_back",
    )
