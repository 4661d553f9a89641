"""`/post/ID/edit`, `/post/ID/history` and `/post/ID/diff/A/B`."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.state import DiffState, EditState, HistoryState
from wtsocial.text import limits
from wtsocial.ui.layout import page
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.differences import either_way, ways
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.links import away, link, member_link, sep
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.texts import ago, number, t
from wtsocial.ui.writing import WritingForm, draft_status, look, send_button, writing_form
from wtsocial.views import RevisionView

# Here their vars are Vars of the page, whatever their annotations say.
EDIT: Any = EditState
HISTORY: Any = HistoryState
DIFF: Any = DiffState


def edit() -> rx.Component:
    """`/post/ID/edit`"""
    return page(
        rx.cond(
            EDIT.missing,
            missing(),
            rx.fragment(_heading("edit.title", EDIT.post_id, EDIT.headline), answers(EDIT), _form()),
        ),
        name="edit.title",
        ready=EDIT.missing | (EDIT.fill.place != "") | (EDIT.errors.length() > 0),
    )


def _heading(key: str, post_id: rx.Var[int], headline: rx.Var[str]) -> rx.Component:
    return rx.el.header(
        rx.el.h1(t(key)),
        rx.cond(headline != "", rx.el.p(link(rx.el.bdi(headline), to=f"/post/{post_id}"))),
        class_name="stack tight",
    )


def _form() -> rx.Component:
    text = rx.el.textarea(name="text", max_length=room(limits.POST_TEXT), dir="auto")
    note = rx.el.input(name="note", max_length=limits.NOTE, dir="auto", auto_complete="off")
    return rx.cond(
        EDIT.fill.place != "",
        writing_form(
            EDIT,
            conflict(EDIT.clash),
            field("text", "write.text", text, errors=EDIT.errors, hint="write.markdown"),
            look(EDIT, "text"),
            field("note", "write.note", note, errors=EDIT.errors, hint="write.note_hint"),
            rx.el.input(type="hidden", name="based_on"),
            rx.el.div(
                send_button(EDIT, "write.save"),
                link(t("write.cancel"), to=f"/post/{EDIT.post_id}", class_name="btn quiet"),
                draft_status(EDIT),
                class_name="row",
            ),
            send=EDIT.save,
        ),
    )


def history() -> rx.Component:
    """`/post/ID/history`"""
    state = HISTORY
    return page(
        rx.cond(
            state.missing,
            missing(),
            rx.fragment(
                _heading("post.history_title", state.post_id, state.headline),
                answers(state),
                rx.cond(state.revisions.length() > 0, _revisions(), loading()),
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
            class_name="quiet-text",
        ),
        rx.cond(revision.note != "", rx.el.p(rx.el.q(rx.el.bdi(revision.note)), class_name="quiet-text")),
    )


def diff() -> rx.Component:
    """`/post/ID/diff/A/B`"""
    return page(
        rx.cond(DIFF.missing, missing(), rx.cond(DIFF.ready, _difference(), loading())),
        answers(DIFF),
        name="diff.title",
        wide=True,
        ready=DIFF.missing | DIFF.ready,
    )


def _difference() -> rx.Component:
    found = DIFF.diff
    return rx.fragment(
        rx.el.header(
            rx.el.h1(t("diff.title")),
            rx.el.p(
                link(t("diff.post"), to=f"/post/{found.post_id}"), " · ", link(t("post.history_title"), to=f"/post/{found.post_id}/history")
            ),
            class_name="stack tight",
        ),
        rx.el.div(_end("diff.old", found.old), _end("diff.new", found.new), class_name="sides"),
        ways(
            _changed("write.headline", found.headline),
            rx.cond(found.text.length() > 0, _changed("write.text", found.text)),
        ),
        rx.el.nav(
            _step(found.old.number - 1, found.old.number, "diff.earlier", found.old.number > 1),
            _step(found.new.number, found.new.number + 1, "diff.later", found.new.number < DIFF.latest),
            class_name="row apart",
            aria_label=t("diff.steps"),
        ),
    )


def _changed(key: str, pieces: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(t(key), class_name="overline"), either_way(pieces, t(key)), class_name="card flush")


def _end(key: str, revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.el.div(
        rx.el.h2(t(key, number=revision.number), class_name="overline"),
        rx.el.p(t("history.change_" + revision.change), sep(), member_link(revision.editor), sep(), ago(at=revision.at), class_name="by"),
        class_name="stack tight",
    )


def _step(old: Any, new: Any, key: str, there: Any) -> rx.Component:
    return rx.cond(there, link(t(key), to=f"/post/{DIFF.diff.post_id}/diff/{old}/{new}", class_name="btn"), rx.el.span())
