"""How long something is taken from a member: the choice in a form, and what was chosen."""

from typing import Any

import reflex as rx

from wtsocial.core.errors import Invalid
from wtsocial.ui.dialogs import text_field
from wtsocial.ui.parts.forms import field
from wtsocial.ui.session import number_in
from wtsocial.ui.texts import t

DAYS = (1, 7, 30, 0)
"""As forms offer it; 0 for no end."""


def ends_field(errors: Any, *, form: str) -> rx.Component:
    """The choice, with a week to begin with."""
    ends = [rx.el.option(t("record.days", count=days) if days else t("record.for_good"), value=str(days)) for days in DAYS]
    return field("ends", "record.ends", rx.el.select(*ends, name="ends", default_value="7"), errors=errors, form=form)


def days_field(form: Any) -> int:
    """How many days were chosen. Raises Invalid at `ends` for none."""
    chosen = text_field(form, "ends")
    if not chosen.isdecimal():
        raise Invalid("error.required", field="ends")
    return number_in(chosen)
