"""Who moderates a subwiki; for those who do, the form that names another."""

from typing import Any

import reflex as rx

from wtsocial.pages.subwikis.state import AboutState
from wtsocial.subwikis.moderators import appoint_moderator
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import member_link
from wtsocial.ui.session import segment
from wtsocial.ui.texts import t


class AppointState(Answers, rx.State):
    """The form that names another moderator."""

    @rx.event
    async def appoint(self, form: dict[str, Any]):
        """Make a member a moderator, and show it."""
        async with handling(self) as viewer:
            named = {"member_name": form.get("member_name"), "reason": form.get("reason")}
            await call(appoint_moderator, viewer, slug=segment(self, 1), **named)
            self.notice = {"key": "subwiki.appointed", "params": {}}
            yield AboutState.open


def moderators(here: rx.Var[SubwikiView]) -> rx.Component:
    """Their names, and for those who moderate the form."""
    return rx.el.section(
        rx.el.h2(t("subwiki.moderators")),
        rx.cond(
            here.moderators.length() > 0,
            rx.el.ul(rx.foreach(here.moderators, lambda name: rx.el.li(member_link(name), key=name)), class_name="row plain"),
            rx.el.p(t("subwiki.no_moderators"), class_name="quiet-text"),
        ),
        rx.cond(here.may_moderate, _form()),
        class_name="stack",
    )


def _form() -> rx.Component:
    errors: Any = AppointState.errors
    name = rx.el.input(name="member_name", required=True, auto_complete="off", auto_capitalize="none")
    reason = rx.el.input(name="reason", required=True, max_length=2 * limits.REASON, auto_complete="off")
    return rx.el.form(
        answers(AppointState),
        field("member_name", "account.username", name, errors=errors, hint="subwiki.appoint_hint", form="appoint"),
        field("reason", "moderation.reason", reason, errors=errors, form="appoint"),
        rx.el.div(button("subwiki.appoint", kind="", type="submit"), class_name="row"),
        on_submit=AppointState.appoint,
        class_name="form",
    )
