"""The case that a moderator has open: who flagged and why, the records of all concerned, and the decision."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import CaseNoteView, EarlierDecision, FlagView
from wtsocial.pages.moderation.state import QueueState
from wtsocial.text import limits
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = QueueState


def open_case() -> rx.Component:
    """All that a moderator decides by, and the decision."""
    found = STATE.case
    changed = rx.el.section(
        rx.el.h3(t("moderation.changed_since")),
        difference(found.pieces),
        link(t("history.difference"), to=found.difference),
        class_name="stack tight",
    )
    earlier = rx.el.section(rx.el.h3(t("moderation.earlier")), rx.el.ul(rx.foreach(found.earlier, _earlier), class_name="plain"))
    return rx.el.div(
        rx.el.p(t("moderation.yours_until", at=moment(found.case.held_until)), class_name="quiet-text"),
        rx.el.section(
            rx.el.h3(t("moderation.flagged_by")),
            rx.el.ul(rx.foreach(found.flags, _flag), class_name="plain list"),
        ),
        rx.cond(found.difference != "", changed),
        _records(found),
        rx.cond(found.earlier.length() > 0, earlier),
        _notes(found),
        _decision(found.case.subject_kind + ":" + found.case.subject_id.to_string()),
        class_name="stack case",
    )


def _flag(one: rx.Var[FlagView], index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            member_link(one.flagger),
            sep(),
            t("flag." + one.reason),
            sep(),
            ago(at=one.at),
            rx.cond(one.decided > 0, rx.el.span(t("moderation.was_right", upheld=one.upheld, count=one.decided), class_name="why")),
            class_name="by",
        ),
        rx.cond(one.law != "", rx.el.p(t("flag.law_named"), " ", bdi(one.law), class_name="quiet-text")),
        rx.cond(one.note != "", rx.el.p(one.note, **written(one.note))),
        key=index,
    )


def _records(found: Any) -> rx.Component:
    record = found.record
    source = t("source.record", count=found.source_corrected, posts=found.source_posts)
    return rx.el.section(
        rx.el.h3(t("moderation.records")),
        rx.el.p(
            member_link(found.case.author),
            " · ",
            t("standing." + record.standing),
            " · ",
            t("moderation.record", contributions=record.contributions, upheld=record.upheld, dismissed=record.dismissed),
        ),
        rx.cond(
            found.source_corrected > 0,
            rx.el.p(link(bdi(found.domain), to="/source/" + found.domain), " · ", source),
        ),
        class_name="stack tight",
    )


def _earlier(one: rx.Var[EarlierDecision]) -> rx.Component:
    return rx.el.li(
        link(t("log." + one.action), to=f"/log?entry={one.id}"),
        " ",
        ago(at=one.at),
        rx.cond(one.reason != "", rx.fragment(" · ", bdi(one.reason))),
        key=one.id,
    )


def _notes(found: Any) -> rx.Component:
    """Notes among moderators, and the next one."""
    note = rx.el.textarea(name="text", max_length=room(limits.NOTE), rows=2)
    return rx.el.section(
        rx.el.h3(t("moderation.notes")),
        rx.el.ul(rx.foreach(found.notes, _note), class_name="plain list"),
        WritingForm.create(
            field("text", "moderation.note", note, errors=STATE.errors, hint="moderation.note_hint", form="note"),
            rx.el.div(button("moderation.add_note", kind="", type="submit"), class_name="row"),
            on_send=STATE.note,
            class_name="form",
            key=found.notes.length().to_string(),
        ),
        class_name="stack tight",
    )


def _note(one: rx.Var[CaseNoteView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(member_link(one.author), sep(), ago(at=one.at), class_name="by"), rx.el.p(one.text, **written(one.text)), key=one.id
    )


def _decision(subject: Any) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="subject", value=subject),
        rx.el.fieldset(
            rx.el.legend(t("moderation.decision")),
            _choice("hide"),
            _choice("dismiss"),
            class_name="field",
        ),
        field(
            "reason",
            "moderation.reason",
            rx.el.textarea(name="reason", required=True, max_length=1000),
            errors=STATE.errors,
            hint="moderation.reason_hint",
            form="decision",
        ),
        rx.el.div(
            button("moderation.decide", type="submit"),
            button("moderation.put_back", kind="quiet", on_click=STATE.put_back),
            class_name="row",
        ),
        on_submit=STATE.decide,
        class_name="form",
    )


def _choice(action: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="action", value=action, required=True),
        rx.el.span(t("moderation." + action), rx.el.small(t(f"moderation.{action}_hint"))),
        class_name="tick",
    )
