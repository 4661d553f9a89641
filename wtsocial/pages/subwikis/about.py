"""`/w/SLUG/about` and `/subwikis/new`: what a subwiki is about, written like a wiki page."""

from typing import Any

import reflex as rx

from wtsocial.pages.subwikis.agreements import agreements
from wtsocial.pages.subwikis.content_rules import own_rules
from wtsocial.pages.subwikis.leadership import beginnings, under_way
from wtsocial.pages.subwikis.moderators import moderators
from wtsocial.pages.subwikis.prepared_texts import own_texts
from wtsocial.pages.subwikis.state import AboutState, FoundState, GuardState
from wtsocial.pages.subwikis.vetting import vetting
from wtsocial.revisions.views import RevisionView
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.ui.dialogs import toast
from wtsocial.ui.draft_forms import draft_status, look, send_button, writing_form
from wtsocial.ui.flagging import FlagState, flag_button, flag_sheet
from wtsocial.ui.layout import page
from wtsocial.ui.parts.conflicts import conflict
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.links import dot, link, member_link, sep
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, quotation, written
from wtsocial.ui.presence import Present
from wtsocial.ui.protection import protect_button, protect_sheet, protection_note
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, number, t

# Here their vars are Vars of the page, whatever their annotations say.
ABOUT: Any = AboutState
FOUND: Any = FoundState
GUARD: Any = GuardState


def about() -> rx.Component:
    """`/w/SLUG/about`"""
    here = ABOUT.subwiki
    return page(
        rx.cond(
            ABOUT.missing,
            missing(),
            rx.cond(
                here.id > 0,
                rx.fragment(
                    _heading(here),
                    answers(ABOUT),
                    rx.cond(
                        ABOUT.editing,
                        _edit(),
                        _shown(here),
                    ),
                ),
                loading(),
            ),
        ),
        name=t("subwiki.about_title", name=here.name),
        ready=ABOUT.missing | (here.id > 0),
    )


def _heading(here: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.header(
        rx.el.p(link(dot(here.colour), bdi(here.name), to="/w/" + here.slug, class_name="wiki"), class_name="by"),
        rx.el.div(
            rx.el.h1(t("subwiki.about_heading")),
            rx.el.div(
                rx.cond(here.may_protect & ~ABOUT.editing, protect_button(quiet=False)),
                rx.cond(here.may_edit & ~ABOUT.editing, button("post.edit", kind="", on_click=ABOUT.edit(True))),
                rx.cond(here.may_flag & ~ABOUT.editing, flag_button("subwiki", here.id, t("flag.subwiki"))),
                class_name="row",
            ),
            class_name="row apart",
        ),
        protection_note(here.protection, here.protected_until),
        Present.create(place="page:" + here.slug, me=SessionState.name),
        rx.cond(here.may_protect, protect_sheet(GUARD, "subwiki", here.id)),
        rx.cond(here.may_flag, rx.fragment(flag_sheet("subwiki"), toast(FlagState))),
        class_name="stack tight",
    )


def _shown(here: rx.Var[SubwikiView]) -> rx.Component:
    own = (own_rules(here), own_texts(here))
    return rx.fragment(_said(here), under_way(), moderators(here), beginnings(), agreements(here), vetting(here), *own, _history())


def _said(here: rx.Var[SubwikiView]) -> rx.Component:
    return rx.fragment(
        _part("write.description", here.description_html, "subwiki.no_description"),
        _part("subwiki.rules", here.rules_html, "subwiki.no_rules"),
    )


def _part(label: str, html: rx.Var[str], empty: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t(label)),
        rx.cond(html != "", rx.html(html, class_name="prose", **written(html)), rx.el.p(t(empty), class_name="quiet-text")),
        class_name="card flush stack",
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("post.history_title")),
        rx.el.ol(rx.foreach(ABOUT.revisions, _revision), class_name="list plain box", reversed=True),
        rx.el.p(link(t("history.whole"), to=f"/w/{ABOUT.subwiki.slug}/history")),
        class_name="stack",
    )


def _revision(revision: rx.Var[RevisionView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b("#", number(revision.number)),
            t("history.change_" + revision.change),
            sep(),
            member_link(revision.editor),
            sep(),
            ago(at=revision.at),
            class_name="by",
        ),
        rx.cond(revision.note != "", rx.el.p(quotation(revision.note), class_name="quiet-text")),
        rx.cond(revision.erased > 0, rx.el.p(t("history.erased"), class_name="quiet-text")),
        key=revision.number,
    )


def _edit() -> rx.Component:
    state = ABOUT
    return writing_form(
        state,
        conflict(state.clash, take=state.take_both),
        *_texts(state),
        field(
            "note",
            "write.note",
            rx.el.input(name="note", max_length=limits.NOTE, dir="auto", auto_complete="off"),
            errors=state.errors,
            hint="write.note_hint",
        ),
        rx.el.input(type="hidden", name="based_on"),
        rx.el.div(
            send_button(state, "write.save"),
            button("write.cancel", kind="quiet", on_click=state.edit(False)),
            draft_status(state),
            class_name="row",
        ),
        send=state.save,
    )


def _texts(state: Any) -> list[rx.Component]:
    """Description and rules, each with what it will look like."""
    parts: list[rx.Component] = []
    for name, longest in (("description", limits.DESCRIPTION), ("rules", limits.RULES)):
        writing = {"on_focus": state.begin} if state is ABOUT else {}
        control = rx.el.textarea(name=name, max_length=room(longest), dir="auto", **writing)
        parts += [field(name, f"write.{name}", control, errors=state.errors, hint="write.markdown"), look(state, name)]
    return parts


def found() -> rx.Component:
    """`/subwikis/new`"""
    return page(
        rx.el.h1(t("subwikis.found")),
        rx.el.p(t("subwikis.found_what"), class_name="quiet-text"),
        rx.cond(SessionState.known, _new(), rx.cond(SessionState.ready, login_prompt("/subwikis/new"))),
        name="subwikis.found",
    )


def _new() -> rx.Component:
    state = FOUND
    name = rx.el.input(name="name", max_length=limits.SUBWIKI_NAME, dir="auto", auto_complete="off")
    slug = rx.el.input(name="slug", max_length=limits.SLUG, dir="ltr", auto_complete="off", auto_capitalize="none", spell_check=False)
    return writing_form(
        state,
        answers(state),
        field("name", "write.name", name, errors=state.errors),
        field("slug", "write.slug", slug, errors=state.errors, hint="write.slug_hint"),
        *_texts(state),
        rx.el.div(send_button(state, "subwikis.create"), draft_status(state), class_name="row"),
        send=state.create,
    )
