"""The sheets that say in which language a post is and whether it is sensitive."""

from typing import Any

import reflex as rx

from wtsocial.pages.post.labels_state import LabelState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.text.languages import SPOKEN
from wtsocial.ui.dialogs import form_dialog, open_dialog
from wtsocial.ui.parts.forms import field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.texts import t

Post = rx.Var[PostView]

# Here its vars are Vars of the page, whatever its annotations say.
LABEL: Any = LabelState


def label_buttons(post: Post) -> rx.Component:
    """The button of its author, or of those who moderate."""
    mark = rx.cond(
        post.sensitive,
        _button("shield", "label.uncover", open_dialog("cover", post_id=post.id, cover="", title=t("label.uncover"))),
        _button("shield", "label.cover", open_dialog("cover", post_id=post.id, cover="on", title=t("label.cover"))),
    )
    own = _button("globe", "label.title", open_dialog("labels", post_id=post.id))
    return rx.cond(post.own, own, rx.cond(post.may_moderate, mark))


def _button(mark: str, label: str, press: Any) -> rx.Component:
    return rx.el.button(icon(mark), t(label), type="button", class_name="act", on_click=press)


def label_sheets(post: Post) -> rx.Component:
    """Both sheets."""
    return rx.fragment(rx.cond(post.own, _labels(post)), rx.cond(post.may_moderate, _cover()))


def _labels(post: Post) -> rx.Component:
    options = [rx.el.option(name, value=code, lang=code) for code, name in SPOKEN.items()]
    language = rx.el.select(rx.el.option(t("submit.language_unsaid"), value=""), *options, name="language", default_value=post.language)
    sensitive = rx.el.input(type="checkbox", name="sensitive", default_checked=post.sensitive)
    return form_dialog(
        "labels",
        LABEL,
        LABEL.label,
        field("language", "submit.language", language, errors=LABEL.errors, hint="submit.language_hint", form="labels"),
        rx.el.label(sensitive, rx.el.span(t("submit.sensitive"), rx.el.small(t("submit.sensitive_more"))), class_name="tick"),
        label="label.title",
        send="label.send",
        on_open=LABEL.begin,
    )


def _cover() -> rx.Component:
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3, dir="auto")
    return form_dialog(
        "cover",
        LABEL,
        LABEL.mark,
        rx.el.p(t("label.cover_what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=LABEL.errors, form="cover"),
        label="label.cover",
        send="label.send",
        on_open=LABEL.begin,
    )
