"""How many members have to agree in a subwiki until a suggested headline goes live; set by who moderates it."""

from typing import Any

import reflex as rx

from wtsocial.editing.actions.suggestions import set_agreements
from wtsocial.pages.subwikis.state import AboutState
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.dialogs import id_field
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.session import segment
from wtsocial.ui.texts import t


class AgreementsState(Answers, rx.State):
    """The form of the number."""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Set it, and show it."""
        async with handling(self, form) as viewer:
            await call(set_agreements, viewer, slug=segment(self, 1), agreements=id_field(form, "agreements"))
            self.notice = {"key": "subwiki.agreements_saved", "params": {}}
            yield AboutState.open


def agreements(here: rx.Var[SubwikiView]) -> rx.Component:
    """The number, and for those who moderate the form to change it."""
    now = t("subwiki.agreements_now", count=here.agreements)
    return rx.el.section(rx.el.p(now, class_name="quiet-text"), rx.cond(here.may_moderate, _form(here)), class_name="stack")


def _form(here: rx.Var[SubwikiView]) -> rx.Component:
    number = rx.el.input(
        name="agreements", type="number", default_value=here.agreements.to_string(), min=1, max=limits.MOST_AGREEMENTS, required=True
    )
    errors: Any = AgreementsState.errors
    return rx.el.form(
        answers(AgreementsState),
        field("agreements", "subwiki.agreements", number, errors=errors, hint="subwiki.agreements_hint", form="agreements"),
        rx.el.div(button("write.save", kind="", type="submit"), class_name="row"),
        on_submit=AgreementsState.save,
        class_name="form",
    )
