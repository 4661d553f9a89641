"""`/jury`: a case for somebody who was drawn, with what the moderator saw and no names."""

from typing import Any

import reflex as rx

from wtsocial.moderation.duty_views import EarlierText
from wtsocial.moderation.views import FlagView
from wtsocial.pages.moderation.jury_state import JuryState
from wtsocial.text import limits
from wtsocial.text.rules import SITE_RULES
from wtsocial.ui.dialogs import Form, toast
from wtsocial.ui.layout import page
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import answers, button, field, room, wrong
from wtsocial.ui.parts.links import link, sep
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import message, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = JuryState


def jury() -> rx.Component:
    """`/jury`"""
    stranger = SessionState.ready & ~SessionState.known
    return page(
        rx.el.h1(t("jury.title")),
        answers(STATE),
        rx.cond(
            STATE.ready,
            rx.cond(
                STATE.duty.decision > 0,
                _case(STATE.duty),
                rx.el.div(rx.el.h2(t("jury.none")), rx.el.p(t("jury.none_more")), class_name="empty"),
            ),
            rx.cond(stranger, login_prompt("/jury")),
        ),
        toast(STATE),
        name="jury.title",
        ready=STATE.ready | stranger | (STATE.errors.length() > 0),
    )


def _case(found: Any) -> rx.Component:
    due = rx.cond(found.alone, t("jury.alone"), t("jury.due", at=moment(found.due)))
    return rx.fragment(
        rx.el.p(t("jury.what"), " ", due),
        rx.cond(STATE.waiting > 0, rx.el.p(t("jury.more", count=STATE.waiting), class_name="quiet-text")),
        rx.el.article(_thing(found), _decided(found), class_name="card stack case", aria_label=t("jury.case")),
        _answer(found),
        rx.cond(found.alone, rx.fragment(), _own_ticket(found)),
    )


def _thing(found: Any) -> rx.Component:
    of_member = found.subject_kind == "member"
    gone = (found.headline == "") & (found.text == "") & ~of_member
    changed = rx.cond(found.subject_kind == "revision", "moderation.it_changed", "moderation.changed_since")
    return rx.fragment(
        rx.el.p(rx.cond(of_member, t("jury.about_member"), t("log.subject_" + found.subject_kind)), class_name="quiet-text"),
        rx.cond(found.headline != "", rx.el.h2(bdi(found.headline, found.language), class_name="headline")),
        rx.cond(found.text != "", rx.el.blockquote(found.text, class_name="text whole", **written(found.text, found.language))),
        rx.cond(gone, rx.el.p(t("jury.erased"), class_name="removed")),
        rx.cond(
            found.pieces.length() > 0,
            rx.el.section(
                rx.el.h3(t(changed)),
                difference(found.pieces),
                class_name="stack tight",
            ),
        ),
    )


def _decided(found: Any) -> rx.Component:
    record = found.record
    site = rx.match(found.rule, *[("site:" + rule, t(f"rules.{rule}_title")) for rule in SITE_RULES], "")
    rule = rx.cond(
        found.rule_text != "", bdi(found.rule_text), rx.cond(site != "", rx.fragment(site), rx.fragment(t("statement.rule_gone")))
    )
    of_member = found.subject_kind == "member"
    limits_member = of_member & (found.action != "warn")
    how_long = rx.fragment(rx.cond(found.until > 0, t("log.until", at=moment(found.until)), t("log.no_end")))
    source = t("source.record", count=found.source_corrected, posts=found.source_posts)
    return rx.fragment(
        rx.cond(
            found.flags.length() > 0,
            rx.el.section(rx.el.h3(t("jury.flags")), rx.el.ul(rx.foreach(found.flags, _flag), class_name="plain list")),
        ),
        rx.cond(
            found.earlier.length() > 0,
            rx.el.section(rx.el.h3(t("jury.earlier")), rx.el.ul(rx.foreach(found.earlier, _earlier), class_name="plain list")),
        ),
        rx.el.dl(
            _said("statement.what", rx.el.span(t("log." + found.action), class_name="chip doubt")),
            rx.cond(limits_member, _said("statement.until", how_long)),
            _said("statement.when", moment(found.at)),
            _said("statement.ground", rx.cond(found.rule != "", link(rule, to=found.rule_path), t("statement.no_rule"))),
            rx.cond(found.law != "", _said("flag.law_named", bdi(found.law))),
            _said("jury.moderator", rx.el.span(found.reason, **written(found.reason))),
            _said(rx.cond(of_member, "jury.member_says", "jury.author"), rx.el.span(found.appeal, **written(found.appeal))),
            _said(
                rx.cond(of_member, "jury.member_record", "jury.record"),
                t("moderation.record", contributions=record.contributions, upheld=record.upheld, dismissed=record.dismissed),
            ),
            rx.cond(found.source_corrected > 0, _said("jury.source", source)),
            class_name="facts",
        ),
    )


def _said(label: Any, what: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(t(label)), rx.el.dd(what))


def _earlier(one: rx.Var[EarlierText], index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.span(t("log." + one.action), class_name="chip"), sep(), moment(one.at), class_name="by"),
        rx.cond(one.text != "", rx.el.blockquote(one.text, class_name="text clamped", **written(one.text))),
        rx.el.p(one.reason, class_name="quiet-text", **written(one.reason)),
        key=index,
    )


def _flag(one: rx.Var[FlagView], index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(t("flag." + one.reason)),
        rx.cond(one.law != "", rx.el.p(t("flag.law_named"), " ", bdi(one.law), class_name="quiet-text")),
        rx.cond(one.note != "", rx.el.p(one.note, **written(one.note))),
        key=index,
    )


def _answer(found: Any) -> rx.Component:
    text = rx.el.textarea(name="text", required=True, max_length=room(limits.VERDICT), rows=3)
    missing = wrong(STATE.errors, "verdict")
    choices = [_choice(verdict) for verdict in ("uphold", "overturn")]
    return Form.create(
        rx.el.fieldset(
            rx.el.legend(t("jury.verdict")),
            *choices,
            rx.cond(missing, rx.el.span(message(missing), class_name="wrong", role="alert")),
            class_name="field",
        ),
        field("text", "jury.text", text, errors=STATE.errors, hint="jury.text_hint", form="verdict"),
        rx.el.div(
            button("jury.send", type="submit"),
            rx.cond(found.alone, rx.fragment(), button("jury.decline", kind="quiet", on_click=STATE.decline(found.decision))),
            class_name="row",
        ),
        about={"entry_id": found.decision},
        answered=STATE.answered,
        done=STATE.done,
        on_send=STATE.judge,
        class_name="form",
        key=found.decision,
    )


def _choice(verdict: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="verdict", value=verdict, required=True),
        rx.el.span(t("jury." + verdict), rx.el.small(t(f"jury.{verdict}_hint"))),
        class_name="tick",
    )


def _own_ticket(found: Any) -> rx.Component:
    """By which a juror can see that they were drawn and nobody else in their name."""
    return rx.el.details(
        rx.el.summary(t("jury.ticket")),
        rx.el.p(t("jury.ticket_what"), " ", link(t("appeal.draw"), to=f"/log/{found.decision}/draw"), class_name="quiet-text"),
        rx.el.dl(
            _said("draw.ticket", rx.el.code(found.ticket, class_name="hash")),
            _said("jury.member", rx.el.code(found.member.to_string())),
            _said("jury.nonce", rx.el.code(found.nonce, class_name="hash")),
            class_name="facts",
        ),
    )
