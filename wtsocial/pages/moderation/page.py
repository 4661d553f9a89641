"""The public log: where everybody sees what moderators decided."""

from typing import Any

import reflex as rx

from wtsocial.moderation.views import LogView
from wtsocial.pages.moderation.state import LogState
from wtsocial.text.log_actions import ACTIONS, VOTED
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import further, link, member_link, sep
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.setting_values import setting_change
from wtsocial.ui.parts.written import bdi, lang_of, written
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
LOG: Any = LogState


def log() -> rx.Component:
    """`/log`"""
    return page(
        rx.el.h1(t("nav.log")),
        rx.el.p(t("log.what"), " ", link(t("log.figures"), to="/log/figures"), class_name="quiet-text"),
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
        further(LOG.older, LOG.newest),
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
    return rx.el.li(
        rx.el.div(
            rx.el.span(t("log." + entry.action), class_name=action_tone(entry)),
            # A war is held and settled by a rule, not by whoever happened to save or write last; a moderator's word has a reason.
            rx.cond(
                unnamed(entry),
                rx.cond(by_jury(entry), t("log.by_jury"), rx.cond(_voted(entry), t("log.by_members"), t("log.automatic"))),
                rx.cond(_by_rule(entry), t("log.by_rule"), who_decided(entry)),
            ),
            sep(),
            ago(at=entry.at),
            rx.cond(
                entry.subwiki_slug != "",
                rx.fragment(sep(), link(bdi(entry.subwiki_name), to="/w/" + entry.subwiki_slug)),
            ),
            rx.cond(entry.flags > 0, rx.el.span(t("moderation.flags", count=entry.flags), class_name="why")),
            class_name="by",
        ),
        subject_of(entry),
        rx.cond(entry.action == "move", rx.el.p(t("log.moved_to"), " ", moved_to(entry))),
        rx.cond((entry.action == "add_text") | (entry.action == "remove_text"), rx.el.p(bdi(entry.detail))),
        _detail(entry),
        rx.cond(limited(entry), rx.el.p(how_long(entry))),
        rx.el.p(entry.reason, class_name="quiet-text", **written(entry.reason)),
        rx.cond(entry.stated, rx.el.p(link(t("statement.title"), to=f"/log/{entry.id}"), undone(entry), class_name="quiet-text")),
        key=entry.id,
    )


def action_tone(entry: rx.Var[LogView]) -> Any:
    """The chip of what was done: red where something was taken away, amber where it is in doubt."""
    bad = ("hide", "suspend", "erase", "remove_moderator")
    doubt = ("brake", "cover", "hold", "limit", "lock", "mark", "move", "protect", "warn", "flag", "hold_post", "call_vote", "ask_adoption")
    tones = [(word, tone) for words, tone in ((bad, "chip bad"), (doubt, "chip doubt")) for word in words]
    return rx.match(entry.action, *tones, ("dismiss", "chip"), ("undo", "chip"), ("appeal", "chip"), ("uphold", "chip"), "chip good")


def subject_of(entry: rx.Var[LogView]) -> rx.Component:
    """What it was done to, and whom it concerns."""
    return rx.el.p(
        t("log.subject_" + entry.subject_kind),
        " ",
        rx.cond(
            entry.headline != "",
            link(
                bdi(entry.headline),
                to=rx.cond(
                    entry.subject_kind == "revision", f"/post/{entry.post_id}/history?before={entry.revision + 1}", f"/post/{entry.post_id}"
                ),
            ),
        ),
        rx.cond(entry.subject_kind == "subwiki", link(bdi(entry.subwiki_name), to="/w/" + entry.subwiki_slug)),
        rx.cond(
            entry.member != "",
            rx.fragment(rx.cond((entry.headline != "") | (entry.subject_kind == "subwiki"), " · ", ""), member_link(entry.member)),
        ),
    )


def undone(entry: rx.Var[LogView]) -> rx.Component:
    """That it was taken back, and by what."""
    return rx.cond(entry.undone_by > 0, rx.fragment(" · ", link(t("log.undone"), to=f"/log/{entry.undone_by}")))


def by_verdict(entry: rx.Var[LogView]) -> rx.Var[bool]:
    """Whether it is how an appeal ended."""
    return (entry.action == "uphold") | (entry.action == "overturn")


def by_jury(entry: rx.Var[LogView]) -> rx.Var[bool]:
    """Whether a jury decided it, of whom nobody is named; else an admin did in its place."""
    return by_verdict(entry) & unnamed(entry)


def unnamed(entry: rx.Var[LogView]) -> rx.Var[bool]:
    """Whether no person did it: a rule, or a jury."""
    return (entry.actor == "") & (entry.office == "")


def who_decided(entry: rx.Var[LogView]) -> rx.Component:
    """Who decided, if they chose to be named, and in which office."""
    office = rx.match(entry.office, *[(one, t("log.office_" + one)) for one in ("moderator", "admin")], "")
    return rx.fragment(
        rx.cond(entry.actor != "", member_link(entry.actor)),
        rx.cond((entry.actor != "") & (office != ""), sep()),
        rx.cond(office != "", rx.el.span(office)),
    )


def moved_to(entry: rx.Var[LogView]) -> rx.Component:
    """Where it was moved."""
    return link(bdi(entry.label), to="/w/" + entry.detail)


def limited(entry: rx.Var[LogView]) -> rx.Var[bool]:
    """Whether it took something from a member, for a time or for good."""
    return (entry.action == "suspend") | (entry.action == "limit") | (entry.action == "hold")


def how_long(entry: rx.Var[LogView]) -> rx.Component:
    """Until when that holds."""
    return rx.fragment(rx.cond(entry.until > 0, t("log.until", at=moment(entry.until)), t("log.no_end")))


def _voted(entry: rx.Var[LogView]) -> rx.Var[bool]:
    """Whether members voted on a moderator."""
    return (entry.action == "keep_moderator") | (entry.action == "remove_moderator")


def _by_rule(entry: rx.Var[LogView]) -> rx.Var[bool]:
    return (entry.action == "brake") | ((entry.action == "settle") & (entry.reason == ""))


def _detail(entry: rx.Var[LogView]) -> rx.Component:
    """What was decided beyond the action, and until when it holds."""
    by_rule = unnamed(entry) & ~by_verdict(entry)
    said = rx.match(
        entry.action,
        ("protect", t("protect.who_" + entry.detail)),
        ("brake", t("log.brake_" + entry.detail)),
        ("cover", rx.cond(by_rule, t("log.cover_" + entry.detail), "")),
        ("uncover", rx.cond(by_rule, t("log.uncover_" + entry.detail), "")),
        ("answer", t("source.outcome_" + entry.detail)),
        ("settle", *VOTED, t("log.votes", votes=entry.detail)),
        ("adopt", "end_adoption", t("log.adoption_" + entry.detail)),
        ("add_rule", "remove_rule", t("content_rule.on_" + entry.detail, label=entry.label)),
        ("configure", setting_change(entry)),
        ("announce", t("announcement." + entry.detail)),
        ("flag", t("log.flag_rule", label=entry.label)),
        ("hold_post", t("log.hold_post_rule", label=entry.label)),
        ("uphold", "overturn", rx.cond(entry.detail != "", t("log.votes", votes=entry.detail), "")),
        (
            "erase",
            rx.cond(
                entry.detail != "", t("log.erased_range", first=entry.revision, last=entry.detail), t("log.erased", number=entry.revision)
            ),
        ),
        "",
    )
    leadership = (*VOTED, "adopt", "end_adoption")
    anchor = rx.match(entry.action, ("flag", "hold_post", "content"), (*leadership, "leadership"), "flags").to(str)
    rule = rx.cond(by_rule, rx.fragment(" ", link(t("log.rule"), to="/rules#" + anchor)))
    return rx.cond(said != "", rx.el.p(said, rule, rx.cond(entry.until > 0, rx.fragment(" · ", t("log.until", at=moment(entry.until))))))
