"""`/settings/invitations`: one's own invitations."""

from typing import Any

import reflex as rx

from wtsocial.pages.settings.invitations_state import InvitationsState
from wtsocial.text import limits
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.invitation_notice import invitation
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
MINE: Any = InvitationsState


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
            rx.cond(SessionState.ready & ~SessionState.known, login_prompt("/settings/invitations")),
        ),
        name="invitation.title",
        ready=MINE.ready | (MINE.errors.length() > 0),
    )


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
        IdempotencyKey.create(turn=MINE.mine.length()),
        rx.el.div(rx.el.button(t("invitation.make"), type="submit", class_name="btn main")),
        on_submit=MINE.make,
        class_name="box stack",
    )


def _number(name: str, most: int, value: int) -> rx.Component:
    return rx.el.input(name=name, type="number", min=1, max=most, default_value=str(value), required=True)
