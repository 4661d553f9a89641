"""`/invite/CODE`: somebody was invited; `/settings/invitations`: one's own invitations."""

from typing import Any

import reflex as rx

from wtsocial.pages.invitations.state import InvitationsState, InviteState
from wtsocial.text import limits
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.invitation_notice import invitation
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.login_prompt import door
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.waiting_list import invitation_link
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here their vars are Vars of the page, whatever their annotations say.
INVITE: Any = InviteState
MINE: Any = InvitationsState


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


def invitations() -> rx.Component:
    """`/settings/invitations`"""
    return page(
        rx.el.p(link(icon("reply"), t("nav.settings"), to="/settings", class_name="back")),
        rx.el.h1(t("invitation.title")),
        answers(MINE),
        rx.cond(
            MINE.ready,
            rx.fragment(
                rx.el.p(t("invitation.what"), " ", _effect(), class_name="quiet-text"),
                _make(),
                rx.cond(
                    MINE.mine.length() > 0,
                    rx.el.section(
                        rx.el.h2(t("invitation.list")),
                        rx.el.ul(rx.foreach(MINE.mine, lambda one: invitation(one, MINE.revoke)), class_name="plain list box"),
                        class_name="stack",
                    ),
                    rx.el.div(rx.el.h2(t("invitation.none")), rx.el.p(t("invitation.none_more")), class_name="empty"),
                ),
            ),
            rx.cond(SessionState.ready & ~SessionState.known, door("/settings/invitations")),
        ),
        name="invitation.title",
        ready=MINE.ready | (MINE.errors.length() > 0),
    )


def _invited() -> rx.Component:
    shown = INVITE.shown
    return rx.fragment(
        rx.el.section(
            rx.el.h1(rx.cond(shown.group != "", t("invite.group"), t("invite.invited"))),
            rx.cond(shown.group != "", rx.el.p(rx.el.bdi(shown.group), class_name="lead")),
            rx.el.p(t("invite.what"), class_name="lead"),
            rx.el.p(
                rx.cond(
                    shown.at_once,
                    t("invite.at_once"),
                    rx.cond(INVITE.door.waiting > 0, t("invite.in_line", count=INVITE.door.waiting), t("invite.nobody")),
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


def _effect() -> Any:
    waits = (SessionState.place > 0) & (MINE.door.friend_moves_up > 0)
    return rx.cond(waits, rx.el.span(t("invitation.moves", count=MINE.door.friend_moves_up)))


def _make() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("invitation.another")),
        rx.el.div(
            field("uses", "invitation.uses", _number("uses", limits.INVITATION_USES, 5), errors=MINE.errors, form="invite"),
            field("days", "invitation.days", _number("days", limits.INVITATION_DAYS, 30), errors=MINE.errors, form="invite"),
            class_name="sides",
        ),
        rx.el.div(rx.el.button(t("invitation.make"), type="submit", class_name="btn main")),
        on_submit=MINE.make,
        class_name="box stack",
    )


def _number(name: str, most: int, value: int) -> rx.Component:
    return rx.el.input(name=name, type="number", min=1, max=most, default_value=str(value), required=True)
