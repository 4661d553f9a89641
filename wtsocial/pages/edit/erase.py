"""What moderators erase of a history: the button, the sheet that asks why, and what stands in its place."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.erase_state import EraseState
from wtsocial.revisions.views import RevisionView
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog
from wtsocial.ui.parts.forms import field
from wtsocial.ui.parts.links import link, member_link
from wtsocial.ui.parts.written import quotation
from wtsocial.ui.texts import ago, message, t

# Here its vars are Vars of the page, whatever their annotations say.
ERASE: Any = EraseState


def erasing(kind: rx.Var[str], number: rx.Var[int]) -> rx.Component:
    """The sheet, once on the page, and where the same still stands after something was erased."""
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3, dir="auto")
    until = rx.el.input(name="until", type="text", input_mode="numeric", max_length=9, auto_complete="off", dir="ltr")
    return rx.fragment(
        rx.el.div(rx.cond(ERASE.about == f"{kind}/{number}", rx.el.div(message(ERASE.notice), class_name="notice")), role="status"),
        form_dialog(
            "erase",
            ERASE,
            ERASE.erase,
            rx.el.p(t("erase.what"), class_name="quiet-text"),
            field("reason", "field.reason", reason, errors=ERASE.errors, hint="erase.reason_hint", form="erase"),
            field("until", "erase.until", until, errors=ERASE.errors, hint="erase.until_hint", form="erase"),
            _of_number(),
            label="erase.erase",
            send="erase.erase",
            kind="bad",
            start={"subject_kind": kind, "subject_id": number},
            on_open=ERASE.begin,
        ),
    )


def _of_number() -> rx.Component:
    """A refusal of the revision itself has no field of its own."""
    wrong = ERASE.errors["number"]
    return rx.cond(ERASE.errors.contains("number"), rx.el.div(message(wrong), class_name="alert", role="alert"))


def erase_button(revision: rx.Var[RevisionView]) -> rx.Component:
    """Erase this revision, or begin with it."""
    title = t("erase.title", number=revision.number)
    press = open_dialog("erase", number=revision.number.to_string(), title=title, send=t("erase.erase"))
    return rx.el.button(t("erase.erase"), type="button", class_name="act", aria_label=title, on_click=press)


def erased_words(revision: rx.Var[RevisionView]) -> rx.Component:
    """Who erased it, when and why, in place of what stood there."""
    return rx.el.div(
        rx.el.p(
            t("erase.erased"),
            rx.cond(revision.erased_by != "", rx.fragment(" ", member_link(revision.erased_by), ", ", ago(at=revision.erased))),
        ),
        rx.cond(revision.erased_reason != "", rx.el.p(quotation(revision.erased_reason))),
        rx.cond(revision.erased_entry > 0, link(t("erase.in_log"), to=f"/log?entry={revision.erased_entry}")),
        class_name="removed",
    )
