"""Sheets and forms answered over the socket: what is typed stays, errors stand at their fields, a yes closes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.ui.call import Answers, handling
from wtsocial.ui.parts.forms import wrong
from wtsocial.ui.session import number_in
from wtsocial.ui.texts import message, t

LIBRARY = "$/public/kit/forms/dialogs.js"

Sent = rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]


class Submitting(Answers, rx.State, mixin=True):
    """A state that forms are sent to: it counts its answers, and those that were a yes."""

    answered: int = 0
    done: int = 0


@asynccontextmanager
async def submitting(state: Any, form: object = None, *, draft: str = "") -> AsyncIterator[Viewer]:
    """Do what a form asks for, like `handling`; the form learns that it was answered, and whether it went well."""
    async with handling(state, form, draft=draft) as viewer:
        yield viewer
        state.done += 1
    state.answered += 1


def text_field(form: Any, name: str) -> str:
    """A field of a sent form, which may be anything. Raises Invalid for what no field of ours sends."""
    value = form.get(name, "") if isinstance(form, dict) else None
    if not isinstance(value, str):
        raise Invalid("error.not_understood", field=name)
    return value


def required_field(form: Any, name: str) -> Any:
    """What was chosen from a list, still to be checked against it. Raises Invalid when nothing was."""
    value = text_field(form, name)
    if not value:
        raise Invalid("error.required", field=name)
    return value


def id_field(form: Any, name: str) -> int:
    """The id in a field of a sent form; 0, which is nobody's, when there is none."""
    return number_in(form.get(name)) if isinstance(form, dict) else 0


class Form(rx.Component):
    """A form; `about` goes with its fields."""

    library = LIBRARY
    tag = "Form"
    alias = "SentForm"

    about: rx.Var[dict[str, Any]]
    answered: rx.Var[int]
    done: rx.Var[int]

    on_send: Sent


class IdempotencyKey(rx.Component):
    """A hidden field by which the server knows the form that it stands in when it is sent again; until `turn` changes."""

    library = "$/public/kit/forms/idempotency.js"
    tag = "IdempotencyKey"

    turn: rx.Var[int]


class Dialog(rx.Component):
    """A dialog with a form."""

    library = LIBRARY
    tag = "Dialog"

    name: rx.Var[str]
    label: rx.Var[str]
    send: rx.Var[str]
    cancel: rx.Var[str]
    kind: rx.Var[str]
    start: rx.Var[dict[str, Any]]
    answered: rx.Var[int]
    done: rx.Var[int]
    kept: rx.Var[dict[str, str]]
    stored: rx.Var[str]
    offer: rx.Var[dict[str, str]]

    on_send: Sent
    on_keep: Sent
    on_open: rx.EventHandler[rx.event.no_args_event_spec]


class Disclosure(rx.Component):
    """A button that shows what stands under it."""

    library = LIBRARY
    tag = "Disclosure"

    label: rx.Var[str]

    on_open: rx.EventHandler[rx.event.no_args_event_spec]


def _written(text: rx.Var[str], mark: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return text, mark


class AutosaveTextarea(rx.Component):
    """A text that is told as it is typed."""

    library = "$/public/kit/forms/fields.js"
    tag = "AutosaveTextarea"

    name: rx.Var[str]
    initial: rx.Var[str]
    place: rx.Var[str]
    stored: rx.Var[str]
    read: rx.Var[bool]
    max_length: rx.Var[int]
    auto_focus: rx.Var[bool]

    on_write: rx.EventHandler[_written]


class UncontrolledField(rx.Component):
    """A control (`as_` is its tag) that begins with `value` and keeps what it has."""

    library = "$/public/kit/forms/fields.js"
    tag = "UncontrolledField"

    as_: rx.Var[str]
    name: rx.Var[str]
    type: rx.Var[str]
    value: rx.Var[Any]
    max_length: rx.Var[int]
    rows: rx.Var[int]


class RandomField(rx.Component):
    """A line that begins with what this browser drew at random, and keeps what is typed instead."""

    library = "$/public/kit/forms/fields.js"
    tag = "RandomField"

    name: rx.Var[str]
    max_length: rx.Var[int]


class Toast(rx.Component):
    """A word of thanks, for a moment."""

    library = "$/public/kit/forms/toasts.js"
    tag = "Toast"

    text: rx.Var[str]
    done: rx.Var[int]


class Share(rx.Component):
    """Hands on the address of a page of this site."""

    library = "$/public/kit/forms/toasts.js"
    tag = "Share"

    path: rx.Var[str]
    title: rx.Var[str]
    copied: rx.Var[str]


class ScrollTo(rx.Component):
    """Goes to what the address names, once it is there, and to whatever `to` becomes."""

    library = "$/public/kit/scroll_to.js"
    tag = "ScrollTo"

    when: rx.Var[bool]
    to: rx.Var[str]


def form_dialog(name: str, state: Any, on_send: Any, *fields: Any, label: Any, send: Any, **props: Any) -> rx.Component:
    """A dialog that sends its fields to a state with `Sending`. What went wrong as a whole stands above them."""
    return Dialog.create(
        _whole(state),
        *fields,
        name=name,
        label=t(label),
        send=t(send),
        cancel=t("form.cancel"),
        answered=state.answered,
        done=state.done,
        on_send=on_send,
        **props,
    )


def open_dialog(name: str, **about: Any) -> rx.event.EventSpec:
    """Open a sheet in the same frame; `title` and `send` are its words, the rest goes with what it sends."""
    what = rx.Var.create(about)
    data = VarData.merge(what._get_all_var_data(), VarData(imports={LIBRARY: [ImportVar(tag="openDialog")]}))
    return rx.call_function(rx.Var(f'(() => openDialog("{name}", {what!s}))', _var_data=data))


def mark_sent() -> rx.event.EventSpec:
    """Before a press that is answered like a form: its notice is shown, too, on a page that has sent no form yet."""
    data = VarData(imports={"$/public/kit/forms/done.js": [ImportVar(tag="markSent")]})
    return rx.call_function(rx.Var("(() => markSent())", _var_data=data))


def toast(state: Any) -> rx.Component:
    """The notice of a state with `Sending`, for a moment."""
    return Toast.create(text=message(state.notice), done=state.done)


def _whole(state: Any) -> rx.Component:
    error = wrong(state.errors, "")
    return rx.cond(error, rx.el.div(message(error), class_name="alert", role="alert"))
