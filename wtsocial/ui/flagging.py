"""Flagging what stands on a page, whatever its kind: the button, its sheet of reasons, and withdrawing."""

from typing import Any

import reflex as rx

from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.moderation.own_flags import open_on_names, open_under
from wtsocial.text import limits
from wtsocial.text.reasons import FLAG_REASONS_FOR
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, form_dialog, id_field, mark_sent, open_dialog, required_field, submitting, text_field
from wtsocial.ui.parts.forms import field, reason_select
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.session import number_in, segment
from wtsocial.ui.texts import t


class FlagState(Submitting, rx.State):
    """The sheets in which something is flagged, and what this person has an open flag on."""

    flagged: list[str] = []
    """As `post:42`: of the post that the address names with its comments and revisions, or else all subwikis and members."""

    @rx.event
    async def open(self):
        """Find out what they have flagged here."""
        async with handling(self) as viewer:
            of_post = segment(self, 0) == "post"
            found = []
            if viewer.known:
                found = await (open_under(viewer, number_in(segment(self, 1))) if of_post else open_on_names(viewer))
            self.flagged = [f"{kind}:{number}" for kind, number in found]

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def flag(self, form: dict[str, Any]):
        """Report it to those who decide."""
        async with submitting(self, form) as viewer:
            kind, number = required_field(form, "subject_kind"), id_field(form, "subject_id")
            said = {"reason": required_field(form, "reason"), "note": text_field(form, "note"), "law": text_field(form, "law")}
            first = await call(flag, viewer, subject_kind=kind, subject_id=number, **said)
            self.flagged = [*self.flagged, f"{kind}:{number}"] if first else self.flagged
            self.notice = {"key": "flag.thanks" if first else "flag.already", "params": {}}

    @rx.event
    async def withdraw(self, subject_kind: str, subject_id: int):
        """Withdraw one's flag while nobody has decided on it."""
        async with submitting(self) as viewer:
            withdrawn = await call(withdraw_flag, viewer, subject_kind=subject_kind, subject_id=subject_id)
            self.flagged = [one for one in self.flagged if one != f"{subject_kind}:{subject_id}"]
            self.notice = {"key": "flag.withdrawn" if withdrawn else "flag.none_open", "params": {}}


def flag_sheet(kind: str, *children: rx.Component, **start: Any) -> rx.Component:
    """In which a thing of this kind is flagged, with the reasons that make sense for it; `children` stand under the reason."""
    errors: Any = FlagState.errors
    name = _sheet(kind)
    note = rx.el.textarea(name="note", max_length=limits.NOTE, rows=3)
    law = rx.el.input(name="law", max_length=limits.LAW, dir="auto")
    return form_dialog(
        name,
        FlagState,
        FlagState.flag,
        rx.el.p(t("flag.what_admins" if kind in ("subwiki", "member") else "flag.what"), class_name="quiet-text"),
        field("reason", "field.reason", reason_select("reason.flag.", FLAG_REASONS_FOR[kind]), errors=errors, form=name),
        *children,
        rx.el.div(field("law", "flag.law", law, errors=errors, hint="flag.law_hint", form=name), class_name="if-illegal"),
        field("note", "field.note", note, errors=errors, hint="flag.note_hint", form=name),
        label="flag.post",
        send="post.flag",
        start={"subject_kind": kind} | start,
        on_open=FlagState.begin,
    )


def flag_button(kind: str, number: rx.Var[int], title: rx.Var[str], *, named: bool = False) -> rx.Component:
    """Open the sheet to flag a thing of this kind; or withdraw one's flag, which nobody has decided on.

    `named`: there are several on the page, and what it would flag is in its name.
    """
    about: Any = {"type": "button", "class_name": "act"}
    what: Any = {"aria_label": title} if named else {}
    sheet = open_dialog(_sheet(kind), subject_kind=kind, subject_id=number, title=title)
    withdraw = [mark_sent(), FlagState.withdraw(kind, number)]
    return rx.cond(
        FlagState.flagged.contains(f"{kind}:{number}"),
        rx.el.button(icon("flag"), t("post.flagged"), title=t("flag.withdraw"), aria_pressed="true", on_click=withdraw, **about),
        rx.el.button(icon("flag"), t("post.flag"), on_click=sheet, **about, **what),
    )


def _sheet(kind: str) -> str:
    return "flag" if kind == "post" else f"flag_{kind}"
