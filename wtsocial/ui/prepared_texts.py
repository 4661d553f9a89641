"""Prepared texts: what is kept at a place, for those who moderate it, and the choice of one beside the reason of a decision."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.moderation import prepared_texts
from wtsocial.moderation.views import PreparedTextView
from wtsocial.text import limits
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Form, Submitting, submitting, text_field
from wtsocial.ui.parts.forms import button, field, room, wrong
from wtsocial.ui.parts.written import lang_of, written
from wtsocial.ui.session import number_in
from wtsocial.ui.texts import message, t


class TextSetting(Submitting, rx.State, mixin=True):
    """The texts of a place. Each handler asks again who is there; who uses it says which place (`_subwiki`)."""

    texts: list[PreparedTextView] = []
    ready: bool = False

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Keep one more."""
        async with submitting(self, form) as viewer:
            said = {name: text_field(form, name) for name in ("title", "text")}
            await call(prepared_texts.add_text, viewer, subwiki=self._subwiki(), **said)
            await self._read(viewer)

    @rx.event
    async def remove(self, number: int):
        """Keep one no longer."""
        async with handling(self) as viewer:
            await call(prepared_texts.remove_text, viewer, text_id=number_in(number))
            await self._read(viewer)

    def _subwiki(self) -> str:
        """The slug of the place; empty for the whole site."""
        return ""

    async def _read(self, viewer: Viewer) -> None:
        self.texts, self.ready = await prepared_texts.prepared_texts(viewer, subwiki=self._subwiki()), True


def text_settings(state: Any) -> rx.Component:
    """What is kept there, and the form for one more; `state` is one with `TextSetting`."""
    error = wrong(state.errors, "")
    title = rx.el.input(name="title", required=True, max_length=room(limits.PREPARED_TITLE), dir="auto", auto_complete="off")
    text = rx.el.textarea(name="text", required=True, max_length=room(limits.REASON), rows=3)
    form = Form.create(
        rx.cond(error, rx.el.div(message(error), class_name="alert", role="alert")),
        field("title", "prepared.name", title, errors=state.errors, hint="prepared.name_hint", form="prepared"),
        field("text", "prepared.text", text, errors=state.errors, form="prepared"),
        rx.el.div(button("prepared.add", kind="", type="submit"), class_name="row"),
        answered=state.answered,
        done=state.done,
        on_send=state.add,
        class_name="form",
        key=state.texts.length(),
    )
    there = rx.cond(
        state.texts.length() > 0,
        rx.el.ul(rx.foreach(state.texts, lambda one: _text(state, one)), class_name="plain list box"),
        rx.el.p(t("prepared.none"), class_name="quiet-text"),
    )
    return rx.fragment(there, rx.cond(state.texts.length() < limits.PREPARED_TEXTS, form, rx.el.p(t("prepared.full"))))


def _text(state: Any, one: rx.Var[PreparedTextView]) -> rx.Component:
    named = f"prepared-{one.id}"
    return rx.el.li(
        rx.el.p(rx.el.b(one.title, id=named, **written(one.title))),
        rx.el.p(one.text, class_name="quiet-text", **written(one.text)),
        rx.el.div(button("prepared.remove", kind="quiet", on_click=state.remove(one.id), aria_describedby=named), class_name="row"),
        key=one.id,
    )


class PreparedTexts(rx.Component):
    """Around a select whose values are texts: the chosen one comes into the reason of its form."""

    library = "$/public/kit/forms/prepared_texts.js"
    tag = "PreparedTexts"


def text_choice(texts: Any, *, form: str) -> rx.Component:
    """One of the texts, to begin the reason with; nothing where there are none."""
    some = rx.foreach(texts, lambda one: rx.el.option(one.title, value=one.text, lang=lang_of(one.title), key=one.id))
    choice = rx.el.select(rx.el.option(t("prepared.own_words"), value=""), some, name="prepared", default_value="")
    return rx.cond(
        texts.length() > 0,
        PreparedTexts.create(field("prepared", "prepared.choose", choice, hint="prepared.choose_hint", form=form)),
    )
