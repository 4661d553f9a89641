"""A post's sheets: correct its headline, flag, and hide or restore."""

from typing import Any, cast

import reflex as rx

from wtsocial.pages.post.flag_state import FlagState
from wtsocial.pages.post.state import CorrectState, DecideState
from wtsocial.pages.post.suggestions_state import SuggestionState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.text.reasons import CORRECTION_REASONS, FLAG_REASONS, OF_HEADLINES
from wtsocial.ui.dialogs import UncontrolledField, form_dialog, open_dialog
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.forms import field, room
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link
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


def flag_sheets(post: Post) -> rx.Component:
    """In which the post, or a comment under it, is flagged."""
    instead = link(t(correcting(post)), to=f"/post/{post.id}?correct=1")
    correct = rx.cond(
        post.may_correct | post.may_suggest,
        rx.el.p(t("flag.correct_instead"), " ", instead, class_name="notice if-misleading"),
    )
    of_comment = tuple(reason for reason in FLAG_REASONS if reason not in OF_HEADLINES)
    return rx.fragment(
        _flag_sheet("flag", FLAG_REASONS, correct, start={"subject_kind": "post", "subject_id": post.id}),
        _flag_sheet("flag_comment", of_comment, start={"subject_kind": "comment"}),
    )


def _flag_sheet(name: str, reasons: tuple[str, ...], *children: rx.Component, start: dict[str, Any]) -> rx.Component:
    errors: Any = FlagState.errors
    note = rx.el.textarea(name="note", max_length=limits.NOTE, rows=3)
    law = rx.el.input(name="law", max_length=limits.LAW, dir="auto")
    return form_dialog(
        name,
        FlagState,
        FlagState.flag,
        rx.el.p(t("flag.what"), class_name="quiet-text"),
        field("reason", "field.reason", _reasons("reason.flag.", reasons), errors=errors, form=name),
        *children,
        rx.el.div(field("law", "flag.law", law, errors=errors, hint="flag.law_hint", form=name), class_name="if-illegal"),
        field("note", "field.note", note, errors=errors, hint="flag.note_hint", form=name),
        label="flag.post",
        send="post.flag",
        start=start,
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


def flag_button(kind: str, number: rx.Var[int], title: rx.Var[str]) -> rx.Component:
    """Open the sheet to flag a `post` or a `comment`; or withdraw one's flag, which nobody has decided on."""
    about: Any = {"type": "button", "class_name": "act"}
    sheet = open_dialog("flag" if kind == "post" else "flag_comment", subject_kind=kind, subject_id=number, title=title)
    withdraw = FlagState.withdraw(kind, number)
    return rx.cond(
        FlagState.flagged.contains(f"{kind}:{number}"),
        rx.el.button(icon("flag"), t("post.flagged"), title=t("flag.withdraw"), aria_pressed="true", on_click=withdraw, **about),
        rx.el.button(icon("flag"), t("post.flag"), on_click=sheet, **about),
    )


def open_decision(kind: str, number: rx.Var[int], action: str, title: rx.Var[str]) -> rx.event.EventSpec:
    """Open the sheet to `hide` or `restore` a `post` or a `comment`, or to `lock` or `unlock` a post's discussion."""
    return open_dialog("decide", subject_kind=kind, subject_id=number, action=action, title=title, send=t("decide." + action))


def _reasons(beginning: str, reasons: tuple[str, ...]) -> rx.Component:
    choices = [rx.el.option(t(beginning + reason), value=reason) for reason in reasons]
    return rx.el.select(rx.el.option(t("form.choose"), value=""), *choices, name="reason", default_value="")
