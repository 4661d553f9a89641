"""Forms that the HTTP side answers: what is typed stays, errors stand at their fields, the next page is loaded whole."""

from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.ui.parts.forms import wrong
from wtsocial.ui.texts import message, t

LIBRARY = "$/public/kit/forms/http_forms.js"


class PostForm(rx.Component):
    """A native form: `form` is its name on the page, `carry` the address's parameters that go with it.

    One that `stays` does not load the page that the answer names: `form_done` says that it went well.
    """

    library = LIBRARY
    tag = "PostForm"

    form: rx.Var[str]
    action: rx.Var[str]
    carry: rx.Var[list[str]]
    stays: rx.Var[bool]


class Password(rx.Component):
    """A password's field with a button to look at what was typed."""

    library = LIBRARY
    tag = "Password"

    name: rx.Var[str]
    show: rx.Var[str]
    hide: rx.Var[str]
    required: rx.Var[bool]
    auto_complete: rx.Var[str]

    on_change: rx.EventHandler[rx.event.input_event]


class WrittenTo(rx.Component):
    """Which address a mail was sent to, as this tab knows it: the server tells it to nobody."""

    library = "$/public/kit/forms/written_to.js"
    tag = "WrittenTo"


written_to = WrittenTo.create


def post_form(form: str, *children: Any, to: str, carry: tuple[str, ...] = (), stays: bool = False) -> rx.Component:
    """A form that is posted to `/auth/TO`. What went wrong as a whole stands above its fields."""
    error = wrong(form_errors(form), "")
    return PostForm.create(
        rx.cond(error, rx.el.div(message(error), class_name="alert", role="alert")),
        *children,
        form=form,
        action=f"/auth/{to}",
        carry=list(carry),
        stays=stays,
        class_name="form",
    )


def password(name: str = "password", *, complete: str, **props: Any) -> rx.Component:
    """The control of a password; `complete` is `current-password` or `new-password`, so that browsers keep it right."""
    return Password.create(name=name, required=True, auto_complete=complete, show=t("account.show"), hide=t("account.hide"), **props)


def submit(form: str, label: str, *, kind: str = "main") -> rx.Component:
    """The button that sends a form; it says at once that it is at work."""
    busy = _form(form, "busy", bool)
    return rx.el.button(
        t(label), type="submit", class_name=f"btn {kind}".strip(), custom_attrs={"aria-busy": rx.cond(busy, "true", "false")}
    )


def form_errors(form: str, typed: Any = None) -> rx.Var[dict[str, Any]]:
    """The errors of a form by field, as `field` reads them; with `typed`, those that a state found while typing, too."""
    return _form(form, "errors", dict[str, Any], typed)


def form_done(form: str) -> rx.Var[bool]:
    """Whether a form that stays was accepted."""
    return _form(form, "done", bool)


def query(name: str) -> rx.Var[str]:
    """A parameter of the page's address, read by the browser; it reaches no state."""
    data = VarData(imports={LIBRARY: [ImportVar(tag="useQuery")]}, hooks={f'const query_{name} = useQuery("{name}");': None})
    return rx.Var(f"query_{name}", _var_type=str, _var_data=data).to(str)


def _form(form: str, part: str, kind: Any, typed: Any = None) -> rx.Var[Any]:
    name = f"form_{form.replace('-', '_')}" + ("_typed" if typed is not None else "")
    code = f'const {name} = useForm("{form}"{f", {typed!s}" if typed is not None else ""});'
    own = VarData(imports={LIBRARY: [ImportVar(tag="useForm")]}, hooks={code: None})
    data = VarData.merge(*([typed._get_all_var_data()] if typed is not None else []), own)
    return rx.Var(f"{name}.{part}", _var_type=kind, _var_data=data).to(kind)
