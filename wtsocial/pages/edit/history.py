"""`/post/ID/history`."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.parts import heading
from wtsocial.pages.edit.revert import back_buttons, going_back
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.links import away, link, member_link, sep
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.texts import ago, number, t
from wtsocial.ui.writing import WritingForm
from wtsocial.views import RevisionView

# Here its vars are Vars of the page, whatever their annotations say.
HISTORY: Any = HistoryState


def history() -> rx.Component:
    """`/post/ID/history`"""
    state = HISTORY
    return page(
        rx.cond(
            state.missing,
            missing(),
            rx.fragment(
                heading("post.history_title", state.post_id, state.headline),
                answers(state),
                rx.cond(state.revisions.length() > 0, _revisions(), loading()),
                rx.cond(state.may_go_back, going_back(state.post_id, state.revisions[0].number)),
            ),
        ),
        name="post.history_title",
        ready=HISTORY.missing | (HISTORY.revisions.length() > 0),
    )


def _revisions() -> rx.Component:
    more = HISTORY.revisions.length() > 1
    return WritingForm.create(
        rx.cond(more, rx.el.p(t("history.how"), class_name="quiet-text")),
        rx.el.ol(rx.foreach(HISTORY.revisions, _revision), class_name="list plain box", reversed=True),
        rx.cond(more, rx.el.div(button("history.compare", kind="main", type="submit"), class_name="row")),
        on_send=HISTORY.compare,
        class_name="stack",
    )


def _revision(revision: rx.Var[RevisionView], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            HISTORY.revisions.length() > 1,
            rx.el.div(_pick("old", revision, at == 1), _pick("new", revision, at == 0), class_name="picks"),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.b("#", number(revision.number)),
                t("history.change_" + revision.change),
                sep(),
                member_link(revision.editor),
                sep(),
                ago(at=revision.at),
                _size(revision),
                class_name="by",
            ),
            rx.cond(revision.hidden, rx.el.p(t("history.hidden"), class_name="removed"), _words(revision)),
            rx.cond(
                (revision.number > 1) & ~revision.hidden,
                link(
                    t("history.difference"),
                    to=f"/post/{HISTORY.post_id}/diff/{revision.number - 1}/{revision.number}",
                    aria_label=t("history.difference_of", number=revision.number),
                ),
            ),
            rx.cond(HISTORY.may_go_back, back_buttons(revision, HISTORY.revisions[0].number)),
            class_name="grow",
        ),
        key=revision.number,
        class_name="revision",
    )


def _pick(name: str, revision: rx.Var[RevisionView], chosen: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=revision.number.to_string(), default_checked=chosen, disabled=revision.hidden),
        rx.el.span(t("history.pick_" + name, number=revision.number), class_name="hidden-visually"),
    )


def _size(revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.cond(
        revision.size != 0,
        rx.el.span(
            rx.cond(revision.size > 0, t("history.more", count=revision.size), t("history.fewer", count=-revision.size)),
            class_name="nums chip",
        ),
    )


def _words(revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.fragment(
        rx.cond(revision.change != "text", rx.el.p(rx.el.bdi(revision.headline), class_name="headline small")),
        rx.el.p(
            rx.cond(revision.reason != "", rx.fragment(t("reason.correction." + revision.reason))),
            rx.cond(revision.source != "", rx.fragment(" · ", away(t("post.source"), href=revision.source))),
            rx.cond(revision.own_error, rx.fragment(" · ", t("post.own_error"))),
            class_name="quiet-text",
        ),
        rx.cond(revision.note != "", rx.el.p(rx.el.q(rx.el.bdi(revision.note)), class_name="quiet-text")),
    )
