"""A post's sheets: correct its headline, flag, and hide or restore."""

from typing import Any, cast

import reflex as rx

from wtsocial.pages.post.state import CorrectState, DecideState, FlagState
from wtsocial.pages.post.suggestions_state import SuggestionState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.text.reasons import CORRECTION_REASONS, FLAG_REASONS
from wtsocial.ui.dialogs import UncontrolledField, form_dialog, open_dialog
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.forms import field, room
from wtsocial.ui.parts.posts import correcting
from wtsocial.ui.texts import t

Post = rx.Var[PostView]


def correct_sheet(post: Post) -> rx.Component:
    """Headline, reason, source, note; after a conflict both headlines, and the way on.

    Who may not correct it at once gets the same to suggest a correction, with a word on why.
    """
    errors: Any = CorrectState.errors
    clash: Any = CorrectState.clash
    base = rx.cond(clash.latest > 0, clash.latest, post.revision)
    headline = UncontrolledField.create(as_="textarea", name="headline", value=post.headline, max_length=room(limits.HEADLINE), rows=2)
    source = rx.el.input(name="source", type="url", input_mode="url", max_length=limits.LINK)
    return form_dialog(
        "correct",
        CorrectState,
        CorrectState.correct,
        rx.cond(post.may_correct, rx.fragment(), rx.el.p(_why(post), class_name="quiet-text")),
        conflict(clash),
        rx.cond(CorrectState.kept, rx.el.p(t("draft.restored"), class_name="quiet-text")),
        # A base of its own for each conflict; until then the one that was on the screen when the sheet was opened.
        UncontrolledField.create(type="hidden", name="based_on", value=base, key=clash.latest.to_string()),
        field("headline", "field.headline", headline, errors=errors, form="correct"),
        field("reason", "field.reason", _reasons("reason.correction.", CORRECTION_REASONS), errors=errors, form="correct"),
        field("source", "field.source", source, errors=errors, hint="correct.source_hint", form="correct"),
        field("note", "field.note", rx.el.input(name="note", max_length=limits.NOTE), errors=errors, form="correct"),
        rx.cond(post.own & post.may_correct, _own_error()),
        label=correcting(post),
        send=correcting(post),
        start={"post_id": post.id, "suggests": ~post.may_correct},
        on_open=CorrectState.begin,
        kept=CorrectState.kept,
        stored=CorrectState.stored,
        offer=CorrectState.offer,
        on_keep=CorrectState.keep,
    )


def _why(post: Post) -> rx.Var[str]:
    new = rx.cond(post.protection != "", "suggestion.why_protected", "suggestion.why_new")
    return t(rx.cond(post.mode == "individual", "suggestion.why_individual", new), count=cast(Any, SuggestionState.listed).needed)


def _own_error() -> rx.Component:
    return rx.el.label(rx.el.input(type="checkbox", name="own_error"), rx.el.span(t("correct.own_error")), class_name="tick")


def flag_sheet(post: Post) -> rx.Component:
    """Reason and note; about the post unless the button that opened it says another thing."""
    errors: Any = FlagState.errors
    note = rx.el.textarea(name="note", max_length=limits.NOTE, rows=3)
    return form_dialog(
        "flag",
        FlagState,
        FlagState.flag,
        rx.el.p(t("flag.what"), class_name="quiet-text"),
        field("reason", "field.reason", _reasons("reason.flag.", FLAG_REASONS), errors=errors, form="flag"),
        field("note", "field.note", note, errors=errors, hint="flag.note_hint", form="flag"),
        label="flag.post",
        send="post.flag",
        start={"subject_kind": "post", "subject_id": post.id},
        on_open=FlagState.begin,
    )


def decide_sheet() -> rx.Component:
    """The reason of a moderator's decision; what it is about comes with the button that opened it."""
    errors: Any = DecideState.errors
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3)
    return form_dialog(
        "decide",
        DecideState,
        DecideState.decide,
        field("reason", "field.reason", reason, errors=errors, hint="decide.reason_hint", form="decide"),
        label="decide.hide",
        send="decide.hide",
        on_open=DecideState.begin,
    )


def open_flag(kind: str, number: rx.Var[int], title: rx.Var[str]) -> rx.event.EventSpec:
    """Open the sheet to flag a `post` or a `comment`."""
    return open_dialog("flag", subject_kind=kind, subject_id=number, title=title)


def open_decision(kind: str, number: rx.Var[int], action: str, title: rx.Var[str]) -> rx.event.EventSpec:
    """Open the sheet to `hide` or `restore` a `post` or a `comment`."""
    return open_dialog("decide", subject_kind=kind, subject_id=number, action=action, title=title, send=t("decide." + action))


def _reasons(beginning: str, reasons: tuple[str, ...]) -> rx.Component:
    choices = [rx.el.option(t(beginning + reason), value=reason) for reason in reasons]
    return rx.el.select(rx.el.option(t("form.choose"), value=""), *choices, name="reason", default_value="")
