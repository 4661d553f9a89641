"""`/post/ID/history`, `/comment/ID/history` and `/w/SLUG/history`."""

from typing import Any

import reflex as rx

from wtsocial.pages.edit.erase import erase_button, erased_words, erasing
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.parts import heading
from wtsocial.pages.edit.revert import back_buttons, going_back
from wtsocial.revisions.views import RevisionView
from wtsocial.ui.deciding import DecideState, decide_sheets, open_decision
from wtsocial.ui.dialogs import toast
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.flagging import FlagState, flag_button, flag_sheet
from wtsocial.ui.layout import page
from wtsocial.ui.parts.covers import cover
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.links import away, further, link, member_link, plain_link, sep
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, quotation, written
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
HISTORY: Any = HistoryState
HERE: Any = HISTORY.read_at == rx.State.router.url.path
"""Whether what was read is what the address names: after a jump to another history, the old one is not to be acted on."""


def history() -> rx.Component:
    """The history of the thing that the address names."""
    state = HISTORY
    return page(
        rx.cond(
            state.missing,
            missing(),
            rx.fragment(
                heading("post.history_title", state.path, state.headline),
                answers(state),
                rx.cond(HERE & state.may_erase, erasing(state.kind, state.subject_id)),
                rx.cond(HERE & (state.revisions.length() > 0), rx.fragment(_proof(), cover(HISTORY.cover, _list()), _pages()), loading()),
                rx.cond(HERE & state.may_flag, rx.fragment(flag_sheet("revision"), toast(FlagState))),
                rx.cond(HERE & state.may_hide, rx.fragment(decide_sheets(), toast(DecideState))),
                going_back(HERE & state.may_go_back, state.subject_id, state.newest),
                without_erased(state.revisions, state.again),
            ),
        ),
        name="post.history_title",
        ready=HISTORY.missing | (HERE & (HISTORY.revisions.length() > 0)),
    )


def _proof() -> rx.Component:
    """Whether all of it is as it was sealed, and where anybody finds what it takes to check that alone."""
    proof = HISTORY.proof
    return rx.el.div(
        rx.cond(
            proof.broken > 0,
            rx.el.p(t("history.broken", number=proof.broken), class_name="alert"),
            rx.el.p(t("history.proved", count=proof.revisions), class_name="quiet-text"),
        ),
        rx.cond(HISTORY.some_erased, rx.el.p(t("history.proved_but"), class_name="quiet-text")),
        rx.el.p(plain_link(t("history.check"), href=HISTORY.api), class_name="quiet-text"),
    )


def _pages() -> rx.Component:
    history = HISTORY.place + "/history"
    older = rx.cond(HISTORY.older > 0, history + "?before=" + HISTORY.older.to_string(), "")
    return further(older, rx.cond(HISTORY.before > 0, history, ""))


def _list() -> rx.Component:
    """The revisions; of a post, two can be chosen to compare."""
    revisions = rx.el.ol(rx.foreach(HISTORY.revisions, _revision), class_name="list plain box", reversed=True)
    return rx.cond(
        HISTORY.comparable,
        WritingForm.create(
            rx.el.p(t("history.how"), class_name="quiet-text"),
            revisions,
            rx.el.div(button("history.compare", kind="main", type="submit"), class_name="row"),
            on_send=HISTORY.compare,
            class_name="stack",
        ),
        revisions,
    )


def _is_older(revision: rx.Var[RevisionView]) -> rx.Var[bool]:
    return revision.number < HISTORY.newest


def _revision(revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            HISTORY.comparable,
            rx.el.div(
                _pick("old", revision, revision.number == HISTORY.based),
                _pick("new", revision, revision.number == HISTORY.latest),
                class_name="picks",
            ),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.b("#", number(revision.number)),
                t("history.change_" + revision.change),
                sep(),
                member_link(revision.editor),
                sep(),
                ago(at=revision.at),
                rx.cond(revision.via != "", rx.el.span(t("changes.via_" + revision.via), class_name="chip doubt")),
                _size(revision),
                class_name="by",
            ),
            rx.cond(
                revision.erased > 0,
                erased_words(revision),
                rx.cond(revision.hidden, rx.el.p(t("history.hidden"), class_name="removed"), _words(revision)),
            ),
            rx.el.div(
                rx.cond(revision.before > 0, _difference(revision)),
                rx.cond(HISTORY.may_go_back, back_buttons(revision, HISTORY.newest)),
                rx.cond(revision.editor != SessionState.name, _judging(revision)),
                rx.cond(HISTORY.may_erase & (revision.erased == 0) & (HISTORY.newest_too | _is_older(revision)), erase_button(revision)),
                class_name="row",
            ),
            class_name="grow",
        ),
        key=revision.number,
        class_name="revision",
    )


def _judging(revision: rx.Var[RevisionView]) -> rx.Component:
    """What others than its author may do about a revision of a post: flag it, and, who moderates there, hide or restore it."""
    hide = open_decision("revision", revision.id, "hide", t("decide.hide_revision", number=revision.number))
    restore = open_decision("revision", revision.id, "restore", t("decide.restore_revision", number=revision.number))
    flag = flag_button("revision", revision.id, t("flag.revision", number=revision.number), named=True)
    act: Any = {"type": "button", "class_name": "act"}
    return rx.cond(
        revision.erased > 0,
        rx.fragment(),
        rx.cond(
            revision.hidden,
            rx.cond(
                HISTORY.may_hide,
                rx.el.button(t("decide.restore"), aria_label=t("decide.restore_revision", number=revision.number), on_click=restore, **act),
            ),
            rx.fragment(
                rx.cond(HISTORY.may_flag, flag),
                rx.cond(
                    HISTORY.may_hide & _is_older(revision),
                    rx.el.button(t("decide.hide"), aria_label=t("decide.hide_revision", number=revision.number), on_click=hide, **act),
                ),
            ),
        ),
    )


def _difference(revision: rx.Var[RevisionView]) -> rx.Component:
    return link(
        t("history.difference"),
        to=HISTORY.place + f"/diff/{revision.before}/{revision.number}",
        aria_label=t("history.difference_of", number=revision.number),
    )


def _pick(name: str, revision: rx.Var[RevisionView], chosen: Any) -> rx.Component:
    gone = revision.hidden | (revision.erased > 0)
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=revision.number.to_string(), default_checked=chosen, disabled=gone),
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
    headline = (revision.change != "text") & (revision.headline != "")
    return rx.fragment(
        rx.cond(headline, rx.el.p(bdi(revision.headline), class_name="headline small")),
        rx.el.p(
            rx.cond(revision.reason != "", rx.fragment(t("reason.correction." + revision.reason))),
            rx.cond(revision.source != "", rx.fragment(" · ", away(t("post.source"), href=revision.source))),
            rx.cond(revision.own_error, rx.fragment(" · ", t("post.own_error"))),
            class_name="quiet-text",
        ),
        rx.cond(revision.note != "", rx.el.p(quotation(revision.note), class_name="quiet-text")),
        rx.cond(revision.html != "", rx.html(revision.html, class_name="prose text", **written(revision.html))),
        rx.cond(revision.left_out, rx.el.p(t("history.left_out"), class_name="quiet-text")),
    )
