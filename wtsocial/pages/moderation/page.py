"""Where moderators decide, and where everybody sees what they decided."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import LogView, QueueView
from wtsocial.pages.moderation.state import LogState, QueueState
from wtsocial.sources.views import ContestView
from wtsocial.text.log_actions import ACTIONS
from wtsocial.ui.announcer import announce_count
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.layout import page
from wtsocial.ui.live import live_heard
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import link, member_link, sep, wiki_link
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, lang_of, written
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
LOG: Any = LogState


def queue() -> rx.Component:
    """`/moderation`"""
    fresh = live_heard("queue", QueueState.waiting)
    return page(
        rx.el.h1(t("nav.moderation")),
        rx.el.p(t("moderation.what"), " ", link(t("nav.log"), to="/log"), class_name="quiet-text"),
        answers(QueueState),
        rx.el.div(rx.cond(fresh > 0, button("moderation.changed", on_click=QueueState.open)), class_name="fresh"),
        announce_count("moderation.changed", rx.cond(fresh > 0, 1, 0)),
        rx.cond(
            QueueState.ready,
            rx.cond(
                QueueState.waiting.length() > 0,
                rx.el.div(rx.foreach(QueueState.waiting, _waiting), class_name="feed"),
                rx.el.div(rx.el.h2(t("moderation.empty")), rx.el.p(t("moderation.empty_more")), class_name="empty"),
            ),
            rx.cond(QueueState.errors.length() > 0, rx.fragment(), loading()),
        ),
        rx.cond(
            QueueState.contests.length() > 0,
            rx.el.section(
                rx.el.h2(t("source.discussions")),
                rx.el.ul(rx.foreach(QueueState.contests, _contested), class_name="plain list box"),
                class_name="stack",
            ),
        ),
        name="nav.moderation",
        ready=QueueState.ready | (QueueState.errors.length() > 0),
    )


def _contested(one: rx.Var[ContestView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(member_link(one.member), sep(), ago(at=one.at), class_name="by"),
        rx.el.p(link(bdi(one.headline), to="/source/" + one.domain)),
        rx.el.p(one.text, class_name="quiet-text", **written(one.text)),
        key=one.id,
    )


def _waiting(item: rx.Var[QueueView]) -> rx.Component:
    subject = f"{item.subject_kind}:{item.subject_id}"
    return rx.el.article(
        rx.el.div(
            wiki_link(item.subwiki_slug, item.subwiki_name, item.subwiki_colour),
            sep(),
            member_link(item.author),
            sep(),
            ago(at=item.first_at),
            rx.el.span(t("moderation.flags", count=item.flags), class_name="chip doubt why"),
            class_name="by",
        ),
        rx.el.h2(link(bdi(item.headline), to=f"/post/{item.post_id}"), class_name="headline"),
        rx.cond(item.subject_kind == "comment", rx.el.p(t("moderation.a_comment"), class_name="quiet-text")),
        rx.cond(item.excerpt != "", rx.el.blockquote(item.excerpt, class_name="text", **written(item.excerpt))),
        rx.el.div(rx.foreach(item.reasons, lambda reason: rx.el.span(t("flag." + reason), class_name="chip bad")), class_name="row"),
        rx.el.ul(rx.foreach(item.notes, lambda note: rx.el.li(bdi(note))), class_name="quiet-text"),
        rx.cond(
            item.may_decide,
            rx.cond(
                QueueState.deciding == subject,
                _decision(subject),
                rx.el.div(button("moderation.decide", on_click=QueueState.begin(subject)), class_name="row"),
            ),
            rx.el.p(t("moderation.not_yours"), class_name="quiet-text"),
        ),
        class_name="card stack",
        aria_label=item.headline,
        key=subject,
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
            errors=QueueState.errors,
            hint="moderation.reason_hint",
            form="decision",
        ),
        rx.el.div(
            button("moderation.decide", type="submit"),
            button("form.cancel", kind="quiet", on_click=QueueState.begin("")),
            class_name="row",
        ),
        on_submit=QueueState.decide,
        class_name="form",
    )


def _choice(action: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="action", value=action, required=True),
        rx.el.span(t("moderation." + action), rx.el.small(t(f"moderation.{action}_hint"))),
        class_name="tick",
    )


def log() -> rx.Component:
    """`/log`"""
    return page(
        rx.el.h1(t("nav.log")),
        rx.el.p(t("log.what"), class_name="quiet-text"),
        rx.cond(LogState.ready, _filters()),
        answers(LogState),
        rx.cond(
            LogState.ready,
            rx.cond(
                LogState.entries.length() > 0,
                rx.el.ol(rx.foreach(LogState.entries, _entry), class_name="plain list box"),
                rx.el.div(rx.el.h2(t("log.empty")), class_name="empty"),
            ),
            loading(),
        ),
        rx.cond(LogState.older > 0, rx.el.div(button("log.older", kind="", on_click=LogState.more(LogState.older)), class_name="row")),
        name="nav.log",
        ready=LogState.ready,
    )


def _filters() -> rx.Component:
    actions = [rx.el.option(t("log." + action), value=action) for action in ACTIONS]
    wikis = rx.foreach(LOG.wikis, lambda wiki: rx.el.option(wiki.name, value=wiki.slug, lang=lang_of(wiki.name), key=wiki.slug))
    action = rx.el.select(rx.el.option(t("log.action_any"), value=""), *actions, name="action", default_value=LOG.action)
    subwiki = rx.el.select(rx.el.option(t("changes.subwiki_any"), value=""), wikis, name="subwiki", default_value=LOG.subwiki)
    return WritingForm.create(
        rx.el.div(
            field("action", "log.action", action, form="filter"),
            field("subwiki", "changes.subwiki", subwiki, form="filter"),
            button("changes.show", kind="", type="submit"),
            class_name="filters",
        ),
        on_send=LOG.choose,
        # Another address fills the fields anew.
        key=LOG.action + " " + LOG.subwiki,
    )


def _entry(entry: rx.Var[LogView]) -> rx.Component:
    tone = rx.match(
        entry.action,
        ("hide", "chip bad"),
        ("suspend", "chip bad"),
        ("dismiss", "chip"),
        ("brake", "chip doubt"),
        ("protect", "chip doubt"),
        ("erase", "chip bad"),
        "chip good",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(t("log." + entry.action), class_name=tone),
            # A war is held and settled by a rule, not by whoever happened to save or write last; a moderator's word has a reason.
            rx.cond(_by_rule(entry), t("log.by_rule"), member_link(entry.actor)),
            sep(),
            ago(at=entry.at),
            rx.cond(
                entry.subwiki_slug != "",
                rx.fragment(sep(), link(bdi(entry.subwiki_name), to="/w/" + entry.subwiki_slug)),
            ),
            rx.cond(entry.flags > 0, rx.el.span(t("moderation.flags", count=entry.flags), class_name="why")),
            class_name="by",
        ),
        rx.el.p(
            t("log.subject_" + entry.subject_kind),
            " ",
            rx.cond(entry.headline != "", link(bdi(entry.headline), to=f"/post/{entry.post_id}")),
            rx.cond(
                entry.member != "",
                rx.fragment(rx.cond(entry.headline != "", " · ", ""), member_link(entry.member)),
            ),
        ),
        _detail(entry),
        rx.el.p(entry.reason, class_name="quiet-text", **written(entry.reason)),
        key=entry.id,
    )


def _by_rule(entry: rx.Var[LogView]) -> rx.Var[bool]:
    return (entry.action == "brake") | ((entry.action == "settle") & (entry.reason == ""))


def _detail(entry: rx.Var[LogView]) -> rx.Component:
    """What was decided beyond the action, and until when it holds."""
    said = rx.match(
        entry.action,
        ("protect", t("protect.who_" + entry.detail)),
        ("brake", t("log.brake_" + entry.detail)),
        ("answer", t("source.outcome_" + entry.detail)),
        ("settle", t("log.votes", votes=entry.detail)),
        (
            "erase",
            rx.cond(
                entry.detail != "", t("log.erased_range", first=entry.revision, last=entry.detail), t("log.erased", number=entry.revision)
            ),
        ),
        "",
    )
    return rx.cond(said != "", rx.el.p(said, rx.cond(entry.until > 0, rx.fragment(" · ", t("log.until", at=moment(entry.until))))))
