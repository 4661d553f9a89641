"""A post's sheets: correct its headline, and flag."""

from typing import Any, cast

import reflex as rx

from wtsocial.pages.post.state import CorrectState
from wtsocial.pages.post.suggestions_state import SuggestionState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.text.reasons import CORRECTION_REASONS
from wtsocial.ui.dialogs import UncontrolledField, form_dialog
from wtsocial.ui.flagging import flag_sheet
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.forms import field, reason_select, room
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
        field("reason", "field.reason", reason_select("reason.correction.", CORRECTION_REASONS), errors=errors, form="correct"),
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
    return rx.fragment(flag_sheet("post", correct, subject_id=post.id), flag_sheet("comment"))
