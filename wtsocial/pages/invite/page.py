"""`/invite/CODE`: somebody was invited."""

from typing import Any

import reflex as rx

from wtsocial.pages.invite.state import InviteState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.waiting_list import invitation_link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
INVITE: Any = InviteState


def invite() -> rx.Component:
    """`/invite/CODE`"""
    return page(
        answers(INVITE),
        rx.cond(
            INVITE.ready,
            rx.match(
                INVITE.shown.state,
                ("open", _invited()),
                ("own", _own()),
                (
                    "member",
                    _plain("member", link_button("account.go_on", "/"), link_button("invitation.all", "/settings/invitations", kind="")),
                ),
                _shut(),
            ),
            rx.cond(INVITE.errors.length() == 0, loading()),
        ),
        name="invite.title",
        ready=INVITE.ready | (INVITE.errors.length() > 0),
    )


def _invited() -> rx.Component:
    shown = INVITE.shown
    return rx.fragment(
        rx.el.section(
            rx.el.h1(rx.cond(shown.group != "", t("invite.group"), t("invite.invited"))),
            rx.cond(shown.group != "", rx.el.p(bdi(shown.group), class_name="lead")),
            rx.el.p(t("invite.what"), class_name="lead"),
            rx.el.p(
                rx.cond(
                    shown.at_once,
                    t("invite.at_once"),
                    rx.cond(INVITE.door.waiting > 0, t("invite.waiting", count=INVITE.door.waiting), t("invite.nobody")),
                )
            ),
            rx.cond(
                shown.group == "",
                rx.cond(INVITE.door.mode == "waiting", rx.el.p(t("invite.moves", count=INVITE.door.friend_moves_up))),
            ),
            rx.el.p(rx.el.b(t("welcome.free"))),
            rx.el.div(
                link_button("account.join", "/register?invite=" + INVITE.code),
                link_button("invite.look", "/all", kind=""),
                class_name="row",
            ),
            class_name="cover",
        ),
        rx.el.ul(*(rx.el.li(t(f"invite.promise_{one}")) for one in ("order", "wiki", "choices", "free")), class_name="points"),
    )


def _own() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("invite.own")),
        rx.el.p(t("invite.own_text")),
        invitation_link(INVITE.code),
        rx.el.div(link_button("invitation.all", "/settings/invitations", kind=""), class_name="row"),
        class_name="stack",
    )


def _shut() -> rx.Component:
    ways = (rx.cond(INVITE.door.mode != "invited", link_button("account.join", "/register")), link_button("invite.look", "/all", kind=""))
    return _plain("shut", *ways)


def _plain(state: str, *ways: Any) -> rx.Component:
    text = t(f"invite.{state}_text")
    return rx.el.div(rx.el.h1(t(f"invite.{state}")), rx.el.p(text), rx.el.div(*ways, class_name="row"), class_name="empty")
