"""Parts of forms: a labelled field with its error, messages, and buttons."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from wtsocial.ui.texts import message, t


def wrong(errors: Any, name: str) -> rx.Var[Any]:
    """The error of one field, or nothing."""
    return rx.Var(f"({errors!s})[{name!r}]", _var_type=dict, _var_data=errors._get_all_var_data())


def field(name: str, label: str, control: rx.Component, *, errors: Any = None, hint: Any = None, form: str = "") -> rx.Component:
    """A control with its label, a hint, and the error where it went wrong. `name` is the field; ids come from it."""
    identity = f"{form}-{name}" if form else name
    control.id = identity
    described: list[str] = []
    parts: list[rx.Component] = [rx.el.label(t(label), html_for=identity)]
    if hint is not None:
        described.append(f"{identity}-hint")
        parts.append(rx.el.span(hint if isinstance(hint, rx.Var | rx.Component) else t(hint), class_name="hint", id=f"{identity}-hint"))
    parts.append(control)
    if errors is not None:
        error = wrong(errors, name)
        described.append(f"{identity}-wrong")
        parts.append(rx.cond(error, rx.el.span(message(error), class_name="wrong", role="alert", id=f"{identity}-wrong")))
        control.custom_attrs = {**control.custom_attrs, "aria-invalid": rx.cond(error, "true", "false")}
    if described:
        control.custom_attrs = {**control.custom_attrs, "aria-describedby": " ".join(described)}
    return rx.el.div(*parts, class_name="field")


def room(limit: int) -> int:
    """How much may be typed where `limit` fits: a browser cuts what is pasted without a word, the server says what is wrong."""
    return 2 * limit


def answers(state: Any) -> rx.Component:
    """What a screen has to say that belongs to no field: an error, or what went well. `state` is a state with `Answers`."""
    error = wrong(state.errors, "")
    return rx.fragment(
        rx.cond(error, rx.el.div(message(error), class_name="alert", role="alert")),
        rx.el.div(rx.cond(state.notice, rx.el.div(message(state.notice), class_name="notice")), role="status"),
    )


def button(label: Any, *, kind: str = "main", **props: Any) -> rx.Component:
    """A button that says what it does. `kind` is `main`, `quiet`, `bad` or empty for a plain one."""
    props.setdefault("type", "button")
    return rx.el.button(t(label) if isinstance(label, str) else label, class_name=f"btn {kind}".strip(), **props)


def reason_select(beginning: str, reasons: Sequence[str]) -> rx.Component:
    """A choice of reasons, none of them chosen yet; `beginning` and a reason are its words' key."""
    choices = [rx.el.option(t(beginning + reason), value=reason) for reason in reasons]
    return rx.el.select(rx.el.option(t("form.choose"), value=""), *choices, name="reason", default_value="")
