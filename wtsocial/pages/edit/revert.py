"""The buttons of a history that go back, and the sheet that asks why."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.revert_state import RevertState
from wtsocial.revisions.views import RevisionView
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.parts.forms import field
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
REVERT: Any = RevertState


def going_back(may: Any, subject_id: rx.Var[int], latest: rx.Var[int]) -> rx.Component:
    """The sheet, once on the page of whoever `may`, and its word of thanks; `latest` is the newest revision that the person sees."""
    reason = rx.el.input(name="reason", max_length=limits.NOTE, auto_complete="off", dir="auto")
    asking = form_dialog(
        "revert",
        REVERT,
        REVERT.go_back,
        rx.el.p(t("revert.what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=REVERT.errors, form="revert"),
        label="revert.revert",
        send="revert.revert",
        start={"subject_id": subject_id, "based_on": latest},
        on_open=REVERT.begin,
    )
    # The thanks stay where the third revert has just put the text to the vote, and nobody may go back any more.
    return rx.fragment(rx.cond(may, asking), toast(REVERT))


def back_buttons(revision: rx.Var[RevisionView], latest: rx.Var[int]) -> rx.Component:
    """Bring this revision back, or take its change alone back."""
    there = ~revision.hidden & (revision.erased == 0)
    return rx.el.span(
        rx.cond(there & (revision.number < latest), _button(revision, "revert")),
        rx.cond(there & (revision.number > 1), _button(revision, "undo")),
        class_name="backs",
    )


def _button(revision: rx.Var[RevisionView], action: str) -> rx.Component:
    title = t(f"revert.{action}_title", number=revision.number)
    press = open_dialog("revert", number=revision.number, action=action, title=title, send=t(f"revert.{action}"))
    return rx.el.button(t(f"revert.{action}"), type="button", class_name="act", aria_label=title, on_click=press)
