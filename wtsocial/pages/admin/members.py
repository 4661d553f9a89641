"""`/admin/members`: every member, by kind or by name, with what is known of each."""

from typing import Any

import reflex as rx

from wtsocial.admin.members import KINDS
from wtsocial.admin.views import MemberRow
from wtsocial.pages.admin.frame import admin_page
from wtsocial.pages.admin.listing import as_file, filters, nothing_found
from wtsocial.pages.admin.members_state import PATH, MembersState
from wtsocial.ui.parts.links import further, member_link
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
LIST: Any = MembersState
COLUMNS = ("account.username", "members.state", "members.joined", "members.contributions", "members.against", "members.flags")


def members() -> rx.Component:
    """`/admin/members`"""
    return admin_page(
        LIST,
        filters(LIST, KINDS, "members.kind_"),
        rx.cond(
            LIST.members.length() > 0,
            rx.el.div(_table(), class_name="box"),
            nothing_found(LIST, "members.none"),
        ),
        as_file(LIST, "members.file_what"),
        name="members.title",
        path=PATH,
        after=further(LIST.older, LIST.newest),
    )


def _table() -> rx.Component:
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(t(column), scope="col") for column in COLUMNS])),
        rx.el.tbody(rx.foreach(LIST.members, _member)),
        class_name="figures",
    )
    return wide_table(table, label=t("members.title"))


def _member(member: rx.Var[MemberRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(member_link(member.name), rx.el.div(bdi(member.email), class_name="quiet-text"), scope="row"),
        rx.el.td(_chips(member)),
        rx.el.td(ago(at=member.joined)),
        rx.el.td(number(member.contributions), class_name="nums"),
        rx.el.td(rx.cond(member.upheld > 0, rx.el.span(number(member.upheld), class_name="chip bad"), "0"), class_name="nums"),
        rx.el.td(
            rx.cond(member.flags > 0, t("members.flags_upheld", upheld=number(member.flags_upheld), count=member.flags), "–"),
            class_name="nums",
        ),
        key=member.id,
    )


def _chips(member: rx.Var[MemberRow]) -> rx.Component:
    waits = rx.el.span(t("members.state_waiting"), class_name="chip doubt")
    suspended = rx.el.span(t("members.state_suspended"), class_name="chip bad")
    standing = rx.el.span(t("members.standing_" + member.standing), class_name="chip good")
    unconfirmed = rx.el.span(t("members.unconfirmed"), class_name="chip doubt")
    state = rx.cond(member.state == "waiting", waits, rx.cond(member.state == "suspended", suspended, standing))
    return rx.fragment(state, rx.cond(~member.confirmed, rx.fragment(" ", unconfirmed)))
