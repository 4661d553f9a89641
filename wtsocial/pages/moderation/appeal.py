"""The appeal on the page of a decision: the way to it for its author, and how it stands for everybody."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import VerdictView
from wtsocial.pages.moderation.statement_state import StatementState
from wtsocial.text import limits
from wtsocial.ui.dialogs import RandomField, form_dialog, open_dialog
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.written import written
from wtsocial.ui.texts import moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = StatementState


def redress() -> rx.Component:
    """What whom it concerns can do, and what was done."""
    appeal = STATE.statement.appeal
    return rx.el.section(
        rx.el.h2(t("statement.redress")),
        rx.cond(
            appeal.state != "",
            _standing(),
            rx.cond(appeal.may_appeal, _offer(), rx.el.p(t("statement.redress_text"))),
        ),
        class_name="stack tight",
    )


def verdicts() -> rx.Component:
    """What those said who decided, where this is how an appeal ended."""
    appeal = STATE.statement.appeal
    return rx.cond(
        appeal.verdicts.length() > 0,
        rx.el.section(
            rx.el.h2(t("appeal.verdicts")),
            rx.el.ul(rx.foreach(appeal.verdicts, _verdict), class_name="plain list box"),
            class_name="stack tight",
        ),
    )


def _verdict(one: rx.Var[VerdictView], index: Any) -> rx.Component:
    tone = rx.cond(one.verdict == "overturn", "chip good", "chip")
    return rx.el.li(
        rx.el.div(rx.el.span(t("appeal.says_" + one.verdict), class_name=tone), class_name="by"),
        rx.el.p(one.text, **written(one.text)),
        key=index,
    )


def _standing() -> rx.Component:
    appeal = STATE.statement.appeal
    here = STATE.statement.entry.id
    return rx.fragment(
        rx.el.p(t("appeal.filed", at=moment(appeal.filed)), " ", t("appeal.state_" + appeal.state)),
        rx.cond(
            appeal.state == "jury",
            rx.el.p(t("appeal.answered", answered=appeal.answered, seats=appeal.seats), " ", t("appeal.due", at=moment(appeal.due))),
        ),
        rx.el.p(
            rx.cond((appeal.outcome > 0) & (appeal.outcome != here), link(t("appeal.outcome"), to=f"/log/{appeal.outcome}")),
            rx.cond(appeal.outcome == here, link(t("appeal.decision"), to=f"/log/{appeal.decision}")),
            rx.cond(appeal.seats > 0, rx.fragment(" ", link(t("appeal.draw"), to=f"/log/{appeal.decision}/draw"))),
            class_name="row",
        ),
    )


def _offer() -> rx.Component:
    entry = STATE.statement.entry
    reason = rx.el.textarea(name="reason", required=True, max_length=room(limits.REASON), rows=4)
    words = RandomField.create(name="words", max_length=room(limits.DRAW_WORDS))
    sheet = form_dialog(
        "appeal",
        StatementState,
        StatementState.appeal,
        rx.el.p(t("appeal.how"), class_name="quiet-text"),
        field("reason", "appeal.reason", reason, errors=STATE.errors, hint="appeal.reason_hint", form="appeal"),
        field("words", "appeal.words", words, errors=STATE.errors, hint="appeal.words_hint", form="appeal"),
        rx.cond(
            STATE.pool_hash != "",
            rx.el.p(t("appeal.pool"), " ", rx.el.code(STATE.pool_hash, class_name="hash"), class_name="quiet-text"),
        ),
        label="appeal.title",
        send="appeal.send",
        start={"entry_id": entry.id},
        on_open=StatementState.begin_appeal,
    )
    return rx.fragment(
        rx.el.p(t("appeal.until", at=moment(STATE.statement.appeal.until))),
        rx.el.p(t("statement.redress_text"), class_name="quiet-text"),
        rx.el.div(button("appeal.title", on_click=open_dialog("appeal")), class_name="row"),
        sheet,
    )
