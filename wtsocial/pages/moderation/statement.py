"""`/log/ID`: the statement of reasons of a decision, for everybody."""

from typing import Any

import reflex as rx

from wtsocial.pages.moderation.appeal import redress, verdicts
from wtsocial.pages.moderation.page import action_tone, by_jury, by_verdict, how_long, limited, moved_to, subject_of, who_decided
from wtsocial.pages.moderation.statement_state import StatementState
from wtsocial.text import limits
from wtsocial.text.rules import SITE_RULES
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.links import link, plain_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = StatementState


def statement() -> rx.Component:
    """`/log/ID`"""
    there = STATE.statement.entry.id > 0
    return page(
        answers(STATE),
        rx.cond(STATE.missing, missing(), rx.cond(there, _whole(), loading())),
        toast(STATE),
        name="statement.title",
        ready=there | STATE.missing | (STATE.errors.length() > 0),
    )


def _whole() -> rx.Component:
    found = STATE.statement
    entry = found.entry
    decided = rx.cond(by_jury(entry), t("log.by_jury"), who_decided(entry))
    return rx.fragment(
        rx.el.p(link(t("nav.log"), to="/log"), class_name="by"),
        rx.el.h1(t("statement.title")),
        rx.cond(
            found.undone_by > 0,
            rx.el.p(t("statement.undone"), " ", link(t("statement.undone_by"), to=f"/log/{found.undone_by}"), class_name="notice"),
        ),
        rx.el.dl(
            _said("statement.what", rx.el.span(t("log." + entry.action), class_name=action_tone(entry))),
            _said("statement.on", subject_of(entry)),
            rx.cond(entry.action == "move", _said("log.moved_to", moved_to(entry))),
            rx.cond(limited(entry), _said("statement.until", how_long(entry))),
            _said("statement.when", rx.fragment(moment(entry.at), " · ", ago(at=entry.at))),
            _said("statement.by", rx.cond(found.automated, t("log.automatic"), decided)),
            rx.cond(
                by_verdict(entry),
                rx.cond(entry.detail != "", _said("appeal.votes", entry.detail)),
                _said("statement.ground", _ground(found)),
            ),
            # What a jury says is the list of what those say who sat.
            rx.cond((entry.reason != "") & ~by_jury(entry), _said("statement.facts", rx.el.span(entry.reason, **written(entry.reason)))),
            rx.cond(by_verdict(entry), rx.fragment(), _said("statement.noticed", _noticed(found))),
            _said("statement.automated", rx.cond(found.automated, t("statement.automated_yes"), t("statement.automated_no"))),
            class_name="box facts",
        ),
        verdicts(),
        redress(),
        rx.cond(found.may_undo, _undo(entry)),
        rx.el.p(t("statement.not_sent"), " ", plain_link("JSON", href="/log/" + entry.id.to_string() + ".json"), class_name="quiet-text"),
    )


def _said(label: str, what: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(t(label)), rx.el.dd(what))


def _noticed(found: Any) -> rx.Component:
    flags = found.entry.flags
    by_moderator = rx.cond(flags > 0, t("moderation.flags", count=flags), t("statement.own_look"))
    by_moderator = rx.cond(found.noticed_by_rule, t("statement.noticed_rule"), by_moderator)
    return rx.fragment(rx.cond(found.automated, t("statement.flagged"), by_moderator))


def _ground(found: Any) -> rx.Component:
    """By which rule, and against which law; what has neither rests on its reason alone."""
    site = rx.match(found.rule, *[("site:" + rule, t(f"rules.{rule}_title")) for rule in SITE_RULES], "")
    words = rx.cond(found.rule_text != "", bdi(found.rule_text), rx.fragment(rx.cond(site != "", site, t("statement.rule_gone"))))
    named = rx.fragment(
        rx.cond(found.rule != "", link(words, to=found.rule_path)),
        rx.cond(found.law != "", rx.fragment(rx.cond(found.rule != "", " · ", ""), t("flag.law_named"), " ", bdi(found.law))),
        rx.cond((found.rule == "") & (found.law == ""), rx.fragment(t("statement.no_rule"))),
    )
    # What covers by itself goes by the rule for flags alone.
    detail = found.entry.detail
    by_flags = rx.cond(found.entry.action == "cover", t("log.cover_" + detail), t("log.uncover_" + detail))
    return rx.cond(found.automated, link(by_flags, to="/rules#flags"), named)


def _undo(found: Any) -> rx.Component:
    press = rx.el.div(button("statement.undo", kind="", on_click=open_dialog("undo")), class_name="row")
    reason = rx.el.textarea(name="reason", max_length=room(limits.REASON), rows=3)
    sheet = form_dialog(
        "undo",
        StatementState,
        StatementState.undo,
        rx.cond(found.subject_kind == "member", rx.fragment(), rx.el.p(t("statement.undo_what"), class_name="quiet-text")),
        field("reason", "field.reason", reason, errors=STATE.errors, hint="decide.reason_hint", form="undo"),
        label="statement.undo",
        send="statement.undo",
        start={"entry_id": found.id},
        on_open=StatementState.begin,
    )
    return rx.fragment(press, sheet)
