"""`/post/ID/edit`, and the differences between two revisions."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.parts import heading
from wtsocial.pages.edit.state import DiffState, EditState
from wtsocial.revisions.views import RevisionView
from wtsocial.text import limits
from wtsocial.ui.draft_forms import draft_status, look, send_button, writing_form
from wtsocial.ui.layout import page
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.covers import cover
from wtsocial.ui.parts.differences import either_way, ways
from wtsocial.ui.parts.forms import answers, field, room
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.presence import Present
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

# Here their vars are Vars of the page, whatever their annotations say.
EDIT: Any = EditState
DIFF: Any = DiffState


def edit() -> rx.Component:
    """`/post/ID/edit`"""
    return page(
        rx.cond(
            EDIT.missing,
            missing(),
            rx.fragment(heading("edit.title", f"/post/{EDIT.post_id}", EDIT.headline), answers(EDIT), _form()),
        ),
        name="edit.title",
        ready=EDIT.missing | (EDIT.fill.place != "") | (EDIT.errors.length() > 0),
    )


def _form() -> rx.Component:
    text = rx.el.textarea(name="text", max_length=room(limits.POST_TEXT), dir="auto", on_focus=EDIT.begin)
    note = rx.el.input(name="note", max_length=limits.NOTE, dir="auto", auto_complete="off")
    return rx.cond(
        EDIT.fill.place != "",
        writing_form(
            EDIT,
            Present.create(place=f"post:{EDIT.post_id}", me=SessionState.name),
            conflict(EDIT.clash, take=EDIT.take_both),
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


def diff() -> rx.Component:
    """`/post/ID/diff/A/B`, `/comment/ID/diff/A/B` and `/w/SLUG/diff/A/B`"""
    return page(
        rx.cond(DIFF.missing, missing(), rx.cond(DIFF.ready, _difference(), loading())),
        answers(DIFF),
        without_erased(DIFF.diff, DIFF.open),
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
                link(rx.cond(found.post_id > 0, t("diff.post"), t("subwiki.about")), to=found.home),
                " · ",
                link(t("post.history_title"), to=found.path + "/history"),
            ),
            class_name="stack tight",
        ),
        rx.el.div(_end("diff.old", found.old), _end("diff.new", found.new), class_name="sides"),
        rx.cond(found.same, rx.el.p(t("diff.same"), class_name="notice")),
        cover(
            found.cover,
            ways(
                rx.cond((found.headline.length() > 0) & (found.post_id > 0), _changed("write.headline", found.headline)),
                rx.cond(found.text.length() > 0, _changed(rx.cond(found.post_id > 0, t("write.text"), t("write.description")), found.text)),
                rx.cond(found.rules.length() > 0, _changed("write.rules", found.rules)),
            ),
        ),
        rx.el.nav(
            _step(found.earlier, found.old.number, "diff.earlier", found.earlier > 0),
            _step(found.new.number, found.later, "diff.later", found.later > 0),
            class_name="row apart",
            aria_label=t("diff.steps"),
        ),
    )


def _changed(name: Any, pieces: Any) -> rx.Component:
    label = t(name) if isinstance(name, str) else name
    return rx.el.section(rx.el.h2(label, class_name="overline"), either_way(pieces, label), class_name="card flush")


def _end(key: str, revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.el.div(
        rx.el.h2(t(key, number=revision.number), class_name="overline"),
        rx.el.p(t("history.change_" + revision.change), sep(), member_link(revision.editor), sep(), ago(at=revision.at), class_name="by"),
        class_name="stack tight",
    )


def _step(old: Any, new: Any, key: str, there: Any) -> rx.Component:
    return rx.cond(there, link(t(key), to=f"{DIFF.diff.path}/diff/{old}/{new}", class_name="btn"), rx.el.span())
