"""`/changes`: what was edited anywhere, live, to be reviewed, thanked for or taken back."""

from typing import Any

import reflex as rx

from wtsocial.editing.views import ChangeView
from wtsocial.pages.changes.state import ChangesState, TakingBackState
from wtsocial.text import limits
from wtsocial.ui.announcer import announce_count
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.draft_forms import WritingForm
from wtsocial.ui.layout import page
from wtsocial.ui.live import live_changes
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import away, further, link, link_button, member_link, plain_link, sep, wiki_link
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, lang_of, quotation
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = ChangesState

KINDS = ("headline", "text", "page", "comment", "created")
STANDINGS = ("new", "member", "trusted")


def changes() -> rx.Component:
    """`/changes`"""
    fresh = live_changes(STATE.changes, STATE.wanted)
    return page(
        rx.el.h1(t("changes.list")),
        rx.el.p(t("changes.what"), " ", link(t("corrections.title"), to="/corrections"), class_name="quiet-text"),
        rx.cond(STATE.ready, _filters()),
        answers(STATE),
        without_erased(STATE.changes, STATE.open),
        rx.el.div(
            rx.cond(
                STATE.newest != "",
                link_button("list.newest", STATE.newest, kind=""),
                rx.cond(fresh > 0, button(t("changes.fresh", count=fresh), on_click=STATE.open)),
            ),
            class_name="fresh",
        ),
        announce_count("changes.fresh", fresh),
        rx.cond(STATE.ready, _list(), rx.cond(STATE.errors.length() > 0, rx.fragment(), loading())),
        further(STATE.older, STATE.newest),
        rx.cond(SessionState.known, _revert_sheet()),
        toast(TakingBackState),
        name="changes.list",
        aside=_beside(),
        ready=STATE.ready | (STATE.errors.length() > 0),
    )


def _beside() -> rx.Component:
    return rx.el.section(rx.el.p(t("corrections.machines"), " ", plain_link("Atom", href="/changes.atom")), class_name="box")


def _filters() -> rx.Component:
    wanted = STATE.wanted
    wikis = rx.foreach(STATE.wikis, lambda wiki: rx.el.option(wiki.name, value=wiki.slug, lang=lang_of(wiki.name), key=wiki.slug))
    return WritingForm.create(
        rx.el.div(
            field("kind", "changes.kind", _select("kind", wanted.kind, KINDS), form="filter"),
            field("standing", "changes.standing", _select("standing", wanted.standing, STANDINGS), form="filter"),
            field(
                "subwiki",
                "changes.subwiki",
                rx.el.select(rx.el.option(t("changes.subwiki_any"), value=""), wikis, name="subwiki", default_value=wanted.subwiki),
                form="filter",
            ),
            rx.el.label(
                rx.el.input(type="checkbox", name="unreviewed", value="1", default_checked=wanted.unreviewed),
                rx.el.span(t("changes.unreviewed")),
                class_name="tick",
            ),
            button("changes.show", kind="", type="submit"),
            class_name="filters",
        ),
        on_send=STATE.choose,
        # Another address fills the fields anew.
        key=f"{wanted.kind} {wanted.standing} {wanted.subwiki} {wanted.unreviewed}",
    )


def _select(name: str, chosen: Any, words: tuple[str, ...]) -> rx.Component:
    options = [rx.el.option(t(f"changes.{name}_{word}"), value=word) for word in words]
    return rx.el.select(rx.el.option(t(f"changes.{name}_any"), value=""), *options, name=name, default_value=chosen)


def _list() -> rx.Component:
    return rx.cond(
        STATE.changes.length() > 0,
        rx.el.ol(rx.foreach(STATE.changes, _change), class_name="plain list box changes", aria_label=t("changes.list")),
        rx.el.div(
            rx.cond(
                STATE.older != "",
                rx.el.p(t("changes.little")),
                rx.fragment(rx.el.h2(t("changes.empty")), rx.el.p(t("changes.empty_more"))),
            ),
            class_name="empty",
        ),
    )


def _change(change: rx.Var[ChangeView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(t("changes.of_" + change.kind), class_name=rx.cond(change.kind == "headline", "chip good", "chip")),
            wiki_link(change.subwiki_slug, change.subwiki_name, change.subwiki_colour),
            sep(),
            member_link(change.editor),
            rx.el.span(t("standing." + change.standing), class_name=rx.cond(change.standing == "new", "chip doubt", "chip")),
            sep(),
            ago(at=change.at),
            _size(change),
            class_name="by",
        ),
        rx.el.p(link(bdi(change.title, change.language), to=change.path), class_name="headline small"),
        rx.cond(
            change.before != "",
            rx.el.p(
                rx.el.span(t("changes.before"), " ", class_name="hidden-visually"),
                rx.el.del_(bdi(change.before, change.language)),
                class_name="was",
            ),
        ),
        rx.cond(
            (change.after != "") & (change.after != change.title),
            rx.el.p(
                rx.el.span(t("changes.after"), " ", class_name="hidden-visually"), bdi(change.after, change.language), class_name="became"
            ),
        ),
        rx.el.p(
            rx.cond(change.via != "", rx.el.span(t("changes.via_" + change.via), class_name="chip doubt")),
            rx.cond(change.reason != "", rx.el.span(t("reason.correction." + change.reason))),
            rx.cond(change.source != "", away(t("post.source"), href=change.source)),
            rx.cond(change.note != "", quotation(change.note)),
            class_name="row quiet-text tight",
        ),
        _marks(change),
        _acts(change),
        key=change.id,
    )


def _size(change: rx.Var[ChangeView]) -> rx.Component:
    return rx.cond(
        change.size != 0,
        rx.el.span(
            rx.cond(change.size > 0, t("history.more", count=change.size), t("history.fewer", count=-change.size)),
            class_name="nums quiet-text why",
        ),
    )


def _acts(change: rx.Var[ChangeView]) -> rx.Component:
    about = {"aria_label": t("history.difference_of", number=change.number)}
    return rx.el.div(
        rx.cond(change.difference != "", link(t("history.difference"), to=change.difference, class_name="act", **about)),
        rx.cond(
            change.may_review,
            rx.cond(
                change.reviewed_by != "",
                _act("changes.unreview", STATE.mark(change.id, False)),
                _act("changes.review", STATE.mark(change.id, True)),
            ),
        ),
        rx.cond(change.may_thank, _act("changes.thank", STATE.thank(change.id))),
        rx.cond(change.may_revert, _act("changes.revert", open_dialog("revert", revision_id=change.id))),
        class_name="acts",
    )


def _marks(change: rx.Var[ChangeView]) -> rx.Component:
    return rx.cond(
        (change.reviewed_by != "") | (change.thanks > 0) | change.thanked,
        rx.el.div(
            rx.cond(
                change.reviewed_by != "",
                rx.el.span(t("changes.reviewed_by", name=change.reviewed_by), class_name="chip good"),
            ),
            rx.cond(change.thanks > 0, rx.el.span(t("changes.thanks", count=change.thanks))),
            rx.cond(change.thanked, rx.el.span(t("changes.thanked"), class_name="chip")),
            class_name="row quiet-text tight",
        ),
    )


def _act(key: str, press: Any) -> rx.Component:
    return rx.el.button(t(key), type="button", class_name="act", on_click=press)


def _revert_sheet() -> rx.Component:
    reason = rx.el.input(name="reason", max_length=limits.NOTE, dir="auto", auto_complete="off")
    return form_dialog(
        "revert",
        TakingBackState,
        TakingBackState.revert,
        rx.el.p(t("changes.revert_what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=TakingBackState.errors, form="revert"),
        label="changes.revert_title",
        send="changes.revert",
        on_open=TakingBackState.begin,
    )
