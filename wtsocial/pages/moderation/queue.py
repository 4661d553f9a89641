"""`/moderation`: what members flagged, case by case, and the decision on each."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.moderation.queue import AGES
from wtsocial.moderation.views import QueueView, ReasonCount
from wtsocial.pages.moderation.case import CHOICES, open_case
from wtsocial.pages.moderation.queue_keys import QueueKeys, keys_help
from wtsocial.pages.moderation.review import reviews
from wtsocial.pages.moderation.state import QueueState
from wtsocial.sources.views import ContestView
from wtsocial.text.reasons import BY_RULE, FLAG_REASONS
from wtsocial.ui.announcer import announce_count
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.layout import page
from wtsocial.ui.live import live_heard
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import link, member_link, sep, wiki_link
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, lang_of, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = QueueState
LIBRARY = "$/public/kit/live/queue.js"
SHORTCUTS = (
    ("J", "moderation.key_next"),
    ("K", "moderation.key_previous"),
    ("O", "moderation.decide"),
    *zip("DWCLMR", ("moderation." + action for action, _ in CHOICES["post"]), strict=True),
    ("Ctrl Enter", "moderation.key_send"),
    ("Esc", "moderation.put_back"),
)
"""The keys that work within the list (`queue_shortcuts.js`), and what they do."""


@dataclass(frozen=True)
class LiveCase(QueueView):
    """A case as the browser has it: whether it was `closed` meanwhile, and by whose decision."""

    closed: bool = False
    decided_by: str = ""


def queue() -> rx.Component:
    """`/moderation`"""
    fresh = live_heard("queue", STATE.waiting)
    cases = _live(STATE.waiting)
    return page(
        rx.el.h1(t("nav.moderation")),
        rx.el.p(t("moderation.what"), " ", link(t("nav.log"), to="/log"), class_name="quiet-text"),
        rx.cond(STATE.ready, _filters()),
        answers(STATE),
        rx.el.div(rx.cond(fresh > 0, button("moderation.changed", on_click=STATE.open)), class_name="fresh"),
        announce_count("moderation.changed", rx.cond(fresh > 0, 1, 0)),
        rx.cond(
            STATE.ready,
            rx.cond(
                STATE.waiting.length() > 0,
                rx.fragment(
                    keys_help(SHORTCUTS), QueueKeys.create(rx.foreach(cases, _waiting), read=STATE.waiting, opened=STATE.case.case.id)
                ),
                rx.el.div(rx.el.h2(t("moderation.empty")), rx.el.p(t("moderation.empty_more")), class_name="empty"),
            ),
            rx.cond(STATE.errors.length() > 0, rx.fragment(), loading()),
        ),
        rx.el.div(
            rx.cond(STATE.after > 0, button("moderation.more", kind="", on_click=STATE.more(STATE.after))),
            rx.cond(STATE.further, button("moderation.first", kind="quiet", on_click=STATE.more(0))),
            class_name="row",
        ),
        reviews(),
        rx.cond(
            STATE.contests.length() > 0,
            rx.el.section(
                rx.el.h2(t("source.discussions")),
                rx.el.ul(rx.foreach(STATE.contests, _contested), class_name="plain list box"),
                class_name="stack",
            ),
        ),
        name="nav.moderation",
        ready=STATE.ready | (STATE.errors.length() > 0),
    )


def _live(cases: rx.Var[Any]) -> rx.Var[list[LiveCase]]:
    """Cases that follow the bus: who has which open, and which were closed meanwhile."""
    hook = VarData(imports={LIBRARY: [ImportVar(tag="useCases")]}, hooks={f"const liveCases = useCases({cases!s});": None})
    data = VarData.merge(cases._get_all_var_data(), hook)
    return rx.Var("liveCases", _var_type=list[LiveCase], _var_data=data).to(list[LiveCase])


def _filters() -> rx.Component:
    wanted = STATE.wanted
    wikis = rx.foreach(STATE.wikis, lambda wiki: rx.el.option(wiki.name, value=wiki.slug, lang=lang_of(wiki.name), key=wiki.slug))
    subwiki = rx.el.select(rx.el.option(t("changes.subwiki_any"), value=""), wikis, name="subwiki", default_value=wanted.subwiki)
    reasons = [rx.el.option(t("flag." + reason), value=reason) for reason in (*FLAG_REASONS, BY_RULE)]
    reason = rx.el.select(rx.el.option(t("moderation.reason_any"), value=""), *reasons, name="reason", default_value=wanted.reason)
    ages = [rx.el.option(t("moderation.age_" + age), value=age) for age in AGES]
    age = rx.el.select(rx.el.option(t("moderation.age_any"), value=""), *ages, name="age", default_value=wanted.age)
    mine = rx.el.input(type="checkbox", name="mine", value="1", default_checked=wanted.mine)
    return WritingForm.create(
        rx.el.div(
            field("subwiki", "changes.subwiki", subwiki, form="filter"),
            field("reason", "field.reason", reason, form="filter"),
            field("age", "moderation.age", age, form="filter"),
            rx.el.label(mine, rx.el.span(t("moderation.mine")), class_name="tick"),
            button("changes.show", kind="", type="submit"),
            class_name="filters",
        ),
        on_send=STATE.choose,
        # Another address fills the fields anew.
        key=f"{wanted.subwiki} {wanted.reason} {wanted.age} {wanted.mine}",
    )


def _contested(one: rx.Var[ContestView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(member_link(one.member), sep(), ago(at=one.at), class_name="by"),
        rx.el.p(link(bdi(one.headline), to="/source/" + one.domain)),
        rx.el.p(one.text, class_name="quiet-text", **written(one.text)),
        key=one.id,
    )


def _waiting(item: rx.Var[LiveCase]) -> rx.Component:
    is_open, subject = STATE.case.case.id == item.id, f"{item.subject_kind}:{item.subject_id}"
    opening = (STATE.deciding == subject) & ~is_open & (STATE.errors.length() == 0)
    others = (item.holder != "") & (item.holder != SessionState.name)
    return rx.el.article(
        rx.el.div(
            rx.cond(item.subwiki_slug != "", rx.fragment(wiki_link(item.subwiki_slug, item.subwiki_name, item.subwiki_colour), sep())),
            rx.cond(item.author != "", rx.fragment(member_link(item.author), sep())),
            ago(at=item.first_at),
            rx.el.span(t("moderation.flags", count=item.flags), class_name="chip doubt why"),
            class_name="by",
        ),
        rx.match(item.subject_kind, *[(kind, rx.el.p(words, class_name="quiet-text")) for kind, words in _whats(item)], rx.fragment()),
        rx.el.h2(link(bdi(item.headline, item.language), to=item.path), class_name="headline"),
        rx.cond(item.excerpt != "", rx.el.blockquote(item.excerpt, class_name="text", **written(item.excerpt))),
        rx.el.div(
            rx.foreach(item.reasons, _reason),
            rx.cond(
                (item.subject_kind == "member") | (item.subject_kind == "subwiki"),
                rx.el.span(t("moderation.for_admins"), class_name="chip"),
            ),
            rx.cond(item.cover != "", rx.el.span(t("log.cover"), class_name="chip doubt")),
            rx.cond(item.hidden, rx.el.span(t("log.hide"), class_name="chip bad")),
            class_name="row",
        ),
        rx.cond(
            item.closed,
            rx.el.p(
                rx.cond(item.decided_by != "", t("moderation.decided_by", name=item.decided_by), t("moderation.closed")),
                class_name="notice",
                role="status",
            ),
            rx.cond(
                item.may_decide,
                rx.cond(
                    is_open,
                    open_case(),
                    rx.el.div(
                        rx.cond(others, rx.el.p(t("moderation.held", name=item.holder), class_name="quiet-text", role="status")),
                        button(
                            "moderation.decide",
                            on_click=[STATE.begin(subject), STATE.take(item.id)],
                            disabled=others,
                            aria_busy=opening,
                            custom_attrs={"data-press": "take"},
                        ),
                        class_name="row",
                    ),
                ),
                rx.el.p(t("moderation.not_yours"), class_name="quiet-text"),
            ),
        ),
        class_name="card stack",
        tab_index=-1,
        custom_attrs={"data-case": item.id},
        aria_label=rx.match(
            item.subject_kind,
            ("comment", t("moderation.comment_by", name=item.author, headline=item.headline)),
            ("revision", t("moderation.revision_by", number=item.revision, name=item.author, headline=item.headline)),
            item.headline,
        ),
        key=item.id,
    )


def _whats(item: rx.Var[LiveCase]) -> list[tuple[str, rx.Var[str]]]:
    """What a case is about, where that is no post, by its kind."""
    of_revision = t("moderation.a_revision", number=item.revision)
    named = [(kind, rx.cond(item.excerpt != "", t("moderation.a_" + kind), t("log.subject_" + kind))) for kind in ("subwiki", "member")]
    return [*named, ("comment", t("moderation.a_comment")), ("revision", of_revision)]


def _reason(one: rx.Var[ReasonCount]) -> rx.Component:
    return rx.el.span(t("flag." + one.reason), rx.cond(one.count > 1, f" × {one.count}", ""), class_name="chip bad", key=one.reason)
