"""Protecting a post or a subwiki: the chip that tells of it, and the sheet of those who moderate."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.moderation import protection
from wtsocial.text import limits
from wtsocial.ui.call import call
from wtsocial.ui.dialogs import Submitting, form_dialog, id_field, open_dialog, required_field, submitting, text_field, toast
from wtsocial.ui.parts.forms import field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.texts import moment, t

HOURS = (0, 6, 24, 72, 168, 720)
"""How long a protection may hold, as the sheet offers it; 0 for no end."""


class Protecting(Submitting, rx.State, mixin=True):
    """A state that the sheet is sent to."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def protect(self, form: dict[str, Any]):
        """Protect it, or lift the protection, for everybody to read why."""
        async with submitting(self, form) as viewer:
            await _protect(viewer, form)
            self.notice = {"key": "protect.done", "params": {}}
            for event in self._afterwards():
                yield event

    def _afterwards(self) -> list[Any]:
        """What is to be read anew."""
        return []


async def _protect(viewer: Viewer, form: dict[str, Any]) -> None:
    what: dict[str, Any] = {
        "kind": required_field(form, "subject_kind"),
        "subject_id": id_field(form, "subject_id"),
        "reason": text_field(form, "reason"),
    }
    level = required_field(form, "level")
    if level == "none":
        await call(protection.unprotect, viewer, **what)
    else:
        await call(protection.protect, viewer, **what, level=level, hours=id_field(form, "hours"))


def protection_note(level: rx.Var[str], until: rx.Var[int]) -> rx.Component:
    """Who alone may change it, and until when; nothing where nothing is protected."""
    return rx.cond(
        level != "",
        rx.el.p(
            icon("lock"),
            rx.el.span(t("protect.who_" + level), rx.cond(until > 0, rx.fragment(" · ", t("protect.until", at=moment(until))))),
            class_name="held",
        ),
    )


def protect_button(*, quiet: bool = True) -> rx.Component:
    """The button that opens the sheet."""
    inside = (icon("lock"), t("protect.title"))
    return rx.el.button(*inside, type="button", class_name="act" if quiet else "btn", on_click=open_dialog("protect"))


def protect_sheet(state: Any, kind: str, number: rx.Var[int]) -> rx.Component:
    """Who may change it, how long, and why; `state` is one with `Protecting`."""
    levels = [rx.el.option(t("protect.level_" + level), value=level) for level in ("member", "trusted", "moderator", "none")]
    ends = [rx.el.option(t("protect.hours", count=hours) if hours else t("protect.no_end"), value=str(hours)) for hours in HOURS]
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3)
    who = rx.el.select(rx.el.option(t("form.choose"), value=""), *levels, name="level", default_value="")
    return rx.fragment(
        form_dialog(
            "protect",
            state,
            state.protect,
            rx.el.p(t("protect.what"), class_name="quiet-text"),
            field("level", "protect.level", who, errors=state.errors, form="protect"),
            field("hours", "protect.end", rx.el.select(*ends, name="hours", default_value="24"), errors=state.errors, form="protect"),
            field("reason", "field.reason", reason, errors=state.errors, form="protect"),
            label="protect.title",
            send="protect.send",
            start={"subject_kind": kind, "subject_id": number},
            on_open=state.begin,
        ),
        toast(state),
    )
