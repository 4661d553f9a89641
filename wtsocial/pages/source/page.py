"""`/source/DOMAIN`: how many headlines from a source were corrected here, why, which, and who contests it."""

from typing import Any

import reflex as rx

from wtsocial.pages.source.state import ContestState, SourceState
from wtsocial.sources.views import ContestView, EntryView, ReasonFigure
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.headline_change import headline_change
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import away, link, member_link, sep, wiki_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import written
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = SourceState


def source() -> rx.Component:
    """`/source/DOMAIN`"""
    here = STATE.source.domain != ""
    title = t("source.title", domain=STATE.source.domain)
    return page(
        answers(STATE),
        without_erased(STATE.entries, STATE.open),
        rx.cond(STATE.missing, missing(), rx.cond(here, _whole(title), loading())),
        name=rx.cond(STATE.missing, t("missing.title"), rx.cond(here, title, t("source.entries"))),
        aside=rx.el.section(rx.el.p(link(t("corrections.title"), to="/corrections")), class_name="box"),
        ready=here | STATE.missing | (STATE.errors.length() > 0),
    )


def _whole(title: rx.Var[str]) -> rx.Component:
    found = STATE.source
    return rx.fragment(
        rx.el.header(
            rx.el.h1(title),
            rx.el.p(
                rx.cond(
                    found.own > 0,
                    rx.cond(
                        found.corrected > 0,
                        t("source.record", count=found.corrected, posts=found.own),
                        t("source.no_record", count=found.own),
                    ),
                    t("source.none_own", count=found.posts),
                ),
                class_name="text",
            ),
            rx.cond(found.other > 0, rx.el.p(t("source.other", count=found.other), class_name="text")),
            rx.el.p(t("source.posted_as"), class_name="quiet-text"),
            class_name="cover",
        ),
        rx.cond(found.reasons.length() > 0, _reasons()),
        rx.cond(
            STATE.entries.length() > 0,
            rx.fragment(
                rx.el.h2(t("source.entries")),
                rx.el.div(rx.foreach(STATE.entries, _entry), class_name="feed"),
            ),
        ),
        rx.cond(STATE.older != "", rx.el.div(button("list.older", kind="", on_click=STATE.more(STATE.older)), class_name="row")),
        rx.cond(SessionState.known, rx.fragment(_contest_sheet(), _answer_sheet())),
        toast(ContestState),
    )


def _reasons() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("source.reasons")),
        rx.el.dl(rx.foreach(STATE.source.reasons, _reason), class_name="bars"),
        rx.el.p(
            t("source.reasons_hint"),
            rx.cond(STATE.source.reasons_newest > 0, rx.fragment(" ", t("source.reasons_newest", count=STATE.source.reasons_newest))),
            class_name="quiet-text",
        ),
        class_name="box stack tight",
    )


def _reason(one: rx.Var[ReasonFigure]) -> rx.Component:
    share = f"calc({one.count} / {STATE.source.reasons_of} * 100%)"
    return rx.el.div(
        rx.el.dt(t("reason.correction." + one.reason)),
        rx.el.dd(
            rx.el.span(class_name="bar", style={"inlineSize": share}, aria_hidden="true"), rx.el.b(number(one.count), class_name="nums")
        ),
        key=one.reason,
    )


def _entry(entry: rx.Var[EntryView]) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            wiki_link(entry.subwiki_slug, entry.subwiki_name, entry.subwiki_colour),
            sep(),
            member_link(entry.by),
            sep(),
            ago(at=entry.at),
            class_name="by",
        ),
        headline_change(entry, rx.el.h3),
        rx.el.p(
            rx.cond(
                entry.struck,
                rx.el.span(t("source.struck"), class_name="chip doubt"),
                rx.cond(entry.reason != "", rx.el.span(t("reason.correction." + entry.reason), class_name="chip good")),
            ),
            rx.el.span(t("source.worded_" + rx.cond(entry.worded_by != "", entry.worded_by, "unknown"))),
            rx.cond(entry.source != "", away(t("post.source"), href=entry.source)),
            link(t("post.all_versions"), to=f"/post/{entry.post_id}/history"),
            class_name="row quiet-text tight",
        ),
        rx.foreach(entry.contests, _contest),
        rx.cond(
            entry.may_contest,
            rx.el.div(
                rx.el.button(
                    icon("talk"),
                    t("source.contest"),
                    type="button",
                    class_name="act",
                    on_click=open_dialog("contest", post_id=entry.post_id),
                ),
                class_name="acts",
            ),
        ),
        class_name="card stack tight",
        aria_label=entry.after,
        key=entry.post_id,
    )


def _contest(one: rx.Var[ContestView]) -> rx.Component:
    return rx.el.section(
        rx.el.p(
            link(
                rx.cond(one.for_source, t("source.contested_for", name=one.member), t("source.contested_by", name=one.member)),
                to="/u/" + one.member,
            ),
            sep(),
            ago(at=one.at),
            class_name="by",
        ),
        rx.el.p(one.text, class_name="text", **written(one.text)),
        rx.cond(
            one.outcome != "",
            rx.el.div(
                rx.el.p(t("source.answered_" + one.outcome, name=one.answered_by), sep(), ago(at=one.decided_at), class_name="by"),
                rx.el.p(one.answer, class_name="text", **written(one.answer)),
                class_name="preview",
            ),
            rx.el.div(
                rx.el.span(t("source.waiting"), class_name="chip doubt"),
                rx.cond(
                    one.may_answer,
                    rx.el.button(
                        icon("shield"),
                        t("source.answer"),
                        type="button",
                        class_name="act",
                        on_click=open_dialog("answer", contest_id=one.id),
                    ),
                ),
                class_name="row",
            ),
        ),
        class_name="contest",
        key=one.id,
    )


def _contest_sheet() -> rx.Component:
    text = rx.el.textarea(name="text", max_length=room(limits.REASON), rows=4, dir="auto")
    return form_dialog(
        "contest",
        ContestState,
        ContestState.contest,
        rx.el.p(t("source.contest_what"), class_name="quiet-text"),
        field("text", "source.contest_text", text, errors=ContestState.errors, form="contest"),
        rx.el.label(rx.el.input(type="checkbox", name="for_source", value="1"), rx.el.span(t("source.contest_for")), class_name="tick"),
        label="source.contest",
        send="source.contest",
        on_open=ContestState.begin,
    )


def _answer_sheet() -> rx.Component:
    outcomes = [rx.el.option(t("source.outcome_" + outcome), value=outcome) for outcome in ("kept", "struck")]
    choice = rx.el.select(rx.el.option(t("form.choose"), value=""), *outcomes, name="outcome")
    text = rx.el.textarea(name="answer", max_length=room(limits.REASON), rows=4, dir="auto")
    return form_dialog(
        "answer",
        ContestState,
        ContestState.answer,
        rx.el.p(t("source.answer_what"), class_name="quiet-text"),
        field("outcome", "source.outcome", choice, errors=ContestState.errors, form="answer"),
        field("answer", "source.answer_text", text, errors=ContestState.errors, form="answer"),
        label="source.answer",
        send="source.answer",
        on_open=ContestState.begin,
    )
