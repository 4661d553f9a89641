"""Whether newcomers are offered a subwiki first; set by admins, with a reason that stands in the log."""

from typing import Any

import reflex as rx

from wtsocial.pages.subwikis.state import AboutState
from wtsocial.subwikis.vetting import set_vetted
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.session import segment
from wtsocial.ui.texts import t


class VettingState(Answers, rx.State):
    """The form of it."""

    @rx.event
    async def vet(self, form: dict[str, Any]):
        """Put it on the list, or take it off, and show it."""
        async with handling(self, form) as viewer:
            await call(set_vetted, viewer, slug=segment(self, 1), vetted=form.get("vetted") == "yes", reason=form.get("reason"))
            self.notice = {"key": "subwiki.vetting_saved", "params": {}}
            yield AboutState.open


def vetting(here: rx.Var[SubwikiView]) -> rx.Component:
    """That it is on the list; for admins the form, too."""
    return rx.el.section(
        rx.cond(here.vetted, rx.el.p(t("subwiki.vetted_what"), class_name="quiet-text")),
        rx.cond(here.may_vet, _form(here)),
        class_name="stack",
    )


def _form(here: rx.Var[SubwikiView]) -> rx.Component:
    errors: Any = VettingState.errors
    reason = rx.el.input(name="reason", required=True, max_length=2 * limits.REASON, auto_complete="off")
    return rx.el.form(
        answers(VettingState),
        rx.el.input(type="hidden", name="vetted", value=rx.cond(here.vetted, "no", "yes")),
        field("reason", "moderation.reason", reason, errors=errors, hint="subwiki.vetting_hint", form="vetting"),
        rx.el.div(button(t(rx.cond(here.vetted, "subwiki.unvet", "subwiki.vet")), kind="", type="submit"), class_name="row"),
        on_submit=VettingState.vet,
        class_name="form",
    )
