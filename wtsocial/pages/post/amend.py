"""The button Edit under one's own comment, and the editor that it opens."""

from typing import Any

import reflex as rx

from wtsocial.pages.post.amend_state import AmendState
from wtsocial.text import limits
from wtsocial.ui.dialogs import AutosaveTextarea, Disclosure, Form, UncontrolledField
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.forms import button, room, wrong
from wtsocial.ui.texts import message, t

# Here its vars are Vars of the page, whatever their annotations say.
AMEND: Any = AmendState


@rx.memo
def amend(comment_id: rx.Var[int], revision: rx.Var[int]) -> rx.Component:
    """Edit a comment; `revision` is the one that is on the screen when the editor opens."""
    return Disclosure.create(
        rx.el.div(editor(comment_id=comment_id, revision=revision), class_name="under"),
        label=t("post.edit"),
        on_open=AMEND.begin(comment_id),
    )


@rx.memo
def editor(comment_id: rx.Var[int], revision: rx.Var[int]) -> rx.Component:
    """The comment's text, as it was typed."""
    here = AMEND.answered_in == comment_id
    errors = rx.cond(here, AMEND.errors, {}).to(dict[str, Any])
    clash, whole, error = AMEND.clash, wrong(errors, ""), wrong(errors, "text")
    identity = "amend-" + comment_id.to_string()
    text = AutosaveTextarea.create(
        name="text",
        id=identity,
        initial=rx.cond(AMEND.text_of == comment_id, AMEND.text, ""),
        max_length=room(limits.COMMENT_TEXT),
        auto_focus=True,
        on_write=lambda written, _: AMEND.write(comment_id, written),
        custom_attrs={"aria-invalid": rx.cond(error, "true", "false"), "aria-describedby": identity + "-wrong"},
    )
    # A base of its own for each conflict; until then the one that was on the screen when the editor was opened.
    base = UncontrolledField.create(
        type="hidden", name="based_on", value=rx.cond(here & (clash.latest > 0), clash.latest, revision), key=clash.latest.to_string()
    )
    return Form.create(
        rx.cond(whole, rx.el.div(message(whole), class_name="alert", role="alert")),
        rx.cond(here, conflict(clash)),
        base,
        rx.el.div(
            rx.el.label(t("field.text"), html_for=identity),
            text,
            rx.cond(error, rx.el.span(message(error), class_name="wrong", role="alert", id=identity + "-wrong")),
            class_name="field",
        ),
        rx.el.div(button("write.save", type="submit"), class_name="row"),
        about={"comment_id": comment_id},
        answered=rx.cond(here, AMEND.answered, 0),
        done=rx.cond(here, AMEND.done, 0),
        on_send=AMEND.amend,
        class_name="composer",
    )
