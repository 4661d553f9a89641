"""The case that a moderator has open: who flagged and why, the records of all concerned, and the decision."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import CaseNoteView, EarlierDecision, FlagView, QueueView
from wtsocial.pages.moderation.state import QueueState
from wtsocial.text import limits
from wtsocial.ui.deciding import move_field, rule_fields
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.ends import ends_field
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.prepared_texts import text_choice
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = QueueState
CHOICES = {
    "post": (("dismiss", ""), ("warn", ""), ("cover", ""), ("lock", ""), ("move", ""), ("hide", "")),
    "comment": (("dismiss", ""), ("warn", ""), ("cover", ""), ("hide", "")),
    "revision": (("dismiss", ""), ("warn", ""), ("hide", "_revision")),
    "subwiki": (("dismiss", ""), ("warn", "_subwiki")),
    "member": (("dismiss", ""), ("warn", "_member"), ("suspend", "")),
}
"""What is chosen from, the lightest first, by the kind of what it is about; and the end of the key of its words, where they are its own."""


def open_case() -> rx.Component:
    """All that a moderator decides by, and the decision."""
    found = STATE.case
    changed = rx.el.section(
        rx.el.h3(t(rx.cond(found.case.subject_kind == "revision", "moderation.it_changed", "moderation.changed_since"))),
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
        rx.cond(found.case.author != "", _records(found)),
        rx.cond(found.earlier.length() > 0, earlier),
        _notes(found),
        _decision(found),
        class_name="stack case",
    )


def _flag(one: rx.Var[FlagView], index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                one.label != "",
                t("moderation.by_rule", label=one.label),
                rx.fragment(member_link(one.flagger), sep(), t("flag." + one.reason)),
            ),
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
        link(t("log." + one.action), to=f"/log/{one.id}"),
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


def _decision(found: Any) -> rx.Component:
    """What is decided, by which rule, and why; and others of the same author's that are decided alike."""
    kind = found.case.subject_kind
    choices = rx.match(kind, *[(one, rx.fragment(*map(_choice, some))) for one, some in CHOICES.items()], rx.fragment())
    correct = rx.el.p(t("moderation.correct"), " ", link(t("post.correct"), to=f"/post/{found.case.post_id}?correct=1"))
    return WritingForm.create(
        rx.cond(kind == "post", correct),
        rx.el.fieldset(rx.el.legend(t("moderation.decision")), choices, class_name="field"),
        rx.cond(kind == "post", rx.el.div(move_field(STATE.errors, STATE.wikis_to, form="decision"), class_name="only-move")),
        rx.cond(kind == "member", rx.el.div(ends_field(STATE.errors, form="decision"), class_name="only-suspend")),
        *rule_fields(STATE.errors, found.rules, form="decision"),
        text_choice(found.texts, form="decision"),
        field(
            "reason",
            "moderation.reason",
            rx.el.textarea(name="reason", required=True, max_length=room(limits.REASON)),
            errors=STATE.errors,
            hint="moderation.reason_hint",
            form="decision",
        ),
        rx.cond(
            STATE.alike.length() > 0,
            rx.el.fieldset(rx.el.legend(t("moderation.alike")), rx.foreach(STATE.alike, _alike), class_name="field"),
        ),
        rx.el.div(
            button("moderation.decide", type="submit"),
            button("moderation.put_back", kind="quiet", on_click=STATE.put_back, custom_attrs={"data-press": "put-back"}),
            class_name="row",
        ),
        on_send=STATE.decide,
        class_name="form",
    )


def _alike(item: rx.Var[QueueView]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name="also:" + item.id.to_string(), value="1"),
        rx.el.span(bdi(item.headline, item.language), rx.cond(item.excerpt != "", rx.el.small(item.excerpt, class_name="clamped"))),
        class_name="tick",
        key=item.id,
    )


def _choice(choice: tuple[str, str]) -> rx.Component:
    action, words = choice[0], "moderation." + "".join(choice)
    return rx.el.label(
        rx.el.input(type="radio", name="action", value=action, required=True),
        rx.el.span(t(words), rx.el.small(t(words + "_hint"))),
        class_name="tick",
    )
