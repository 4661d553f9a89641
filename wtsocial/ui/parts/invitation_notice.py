"""An invitation in a list: its link, how it stands, who came by it, and taking it back."""

from typing import Any

import reflex as rx

from wtsocial.joining.views import CameView, InvitationView
from wtsocial.ui.parts.forms import button
from wtsocial.ui.parts.links import member_link
from wtsocial.ui.parts.waiting_list import invitation_link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import day, t


def invitation(one: rx.Var[InvitationView], revoke: Any) -> rx.Component:
    """A row; `revoke` is an event handler that takes its id."""
    is_open: Any = one.state == "open"
    return rx.el.li(
        rx.el.div(
            rx.cond(one.label != "", rx.el.b(bdi(one.label))),
            rx.el.span(
                rx.match(
                    one.state,
                    ("open", t("invitation.open")),
                    ("used_up", t("invitation.used_up")),
                    ("ended", t("invitation.ended")),
                    t("invitation.revoked"),
                ),
                class_name=rx.cond(is_open, "chip good", "chip"),
            ),
            rx.el.span(t("invitation.used", count=one.used, uses=one.uses)),
            rx.el.span(rx.cond(is_open, t("invitation.until", day=day(one.ends)), t("invitation.was_until", day=day(one.ends)))),
            rx.cond(one.at_once, rx.el.span(t("invitation.at_once"), class_name="chip")),
            class_name="row quiet-text",
        ),
        rx.cond(is_open, invitation_link(one.code)),
        rx.cond(
            one.came.length() > 0,
            rx.el.p(t("invitation.came"), " ", rx.foreach(one.came, _came), class_name="quiet-text"),
        ),
        rx.cond(is_open, rx.el.div(button("invitation.revoke", kind="", on_click=revoke(one.id)), class_name="row")),
        class_name="stack",
        key=one.id,
    )


def _came(friend: rx.Var[CameView], index: rx.Var[int]) -> rx.Component:
    return rx.fragment(rx.cond(index > 0, rx.fragment(", ")), member_link(friend.name))
