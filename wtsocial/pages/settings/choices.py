"""`/settings/choices`: everything that one chose about what one is shown, how it came about, and taking it along."""

from typing import Any

import reflex as rx

from wtsocial.choices.document import SHARED
from wtsocial.choices.views import ChangedView, PresetView, VersionView
from wtsocial.text import limits
from wtsocial.ui.choices_form import ChoicesState, ShareState
from wtsocial.ui.dialogs import Share, form_dialog, open_dialog, toast
from wtsocial.ui.layout import page
from wtsocial.ui.parts.choices_form import asked, chapter, choices, told_at
from wtsocial.ui.parts.files import Download, OpenFile
from wtsocial.ui.parts.forms import button, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import moment, sentence, t

# Here their vars are Vars of the page, whatever their annotations say.
MINE: Any = ChoicesState
SHARE: Any = ShareState


def own() -> rx.Component:
    """`/settings/choices`"""
    return page(
        rx.el.p(link(icon("reply"), t("nav.settings"), to="/settings", class_name="back")),
        rx.el.h1(t("choices.title")),
        rx.el.p(t("choices.lead", of=MINE.effect.of), class_name="lead"),
        rx.foreach(MINE.mine.asks, lambda ask: asked(MINE, ask)),
        rx.cond(MINE.ready, choices(MINE), loading()),
        rx.cond(SessionState.known & MINE.ready, rx.el.div(_file(), _presets(), _versions(), class_name="stack wide-gaps")),
        name="choices.title",
        wide=True,
        ready=MINE.ready | (MINE.errors.length() > 0),
    )


def _file() -> rx.Component:
    return chapter(
        "choices.file",
        "choices.file_what",
        told_at(MINE, "file"),
        rx.el.div(
            button("choices.export", kind="", on_click=MINE.hand_out),
            OpenFile.create(t("choices.import"), class_name="btn", on_read=MINE.bring),
            class_name="row",
        ),
        Download.create(text=MINE.file, name="choices.json", turn=MINE.files),
    )


def _presets() -> rx.Component:
    return chapter(
        "choices.presets",
        "choices.presets_what",
        rx.cond(MINE.presets.length() > 0, rx.el.ul(rx.foreach(MINE.presets, _preset), class_name="plain box list")),
        rx.el.div(rx.el.button(icon("share"), t("choices.share"), type="button", class_name="btn", on_click=open_dialog("share"))),
        _share_sheet(),
        toast(SHARE),
    )


def _preset(preset: rx.Var[PresetView]) -> rx.Component:
    here = "/preset/" + preset.code
    return rx.el.li(
        link(bdi(preset.name), to=here, class_name="grow"),
        Share.create(icon("share"), t("post.share"), path=here, title=preset.name, copied=t("post.link_copied")),
        button("choices.withdraw", kind="quiet", on_click=SHARE.withdraw(preset.code)),
        key=preset.code,
        class_name="choice",
    )


def _share_sheet() -> rx.Component:
    ticks = [
        rx.el.label(rx.el.input(type="checkbox", name=part, default_checked=True), rx.el.span(t("choices.part_" + part)), class_name="tick")
        for part in SHARED
    ]
    name = rx.el.input(name="name", max_length=limits.PRESET_NAME, dir="auto", auto_complete="off")
    about = rx.el.textarea(name="about", max_length=limits.PRESET_ABOUT, rows=3, dir="auto")
    return form_dialog(
        "share",
        SHARE,
        SHARE.share,
        field("name", "choices.share_name", name, errors=SHARE.errors, form="share"),
        field("about", "choices.share_about", about, errors=SHARE.errors, form="share"),
        rx.el.fieldset(rx.el.legend(t("choices.share_parts")), *ticks, class_name="field"),
        label="choices.share_title",
        send="choices.share",
    )


def _versions() -> rx.Component:
    return chapter(
        "choices.versions",
        "choices.versions_what",
        rx.cond(
            MINE.versions.length() > 0,
            rx.el.ol(rx.foreach(MINE.versions, _version), class_name="plain box list", reversed=True),
            rx.el.p(t("choices.no_versions"), class_name="quiet-text"),
        ),
    )


def _version(version: rx.Var[VersionView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                version.number > 0,
                rx.el.div(rx.el.b(moment(version.at)), rx.el.span(t("via." + version.via), class_name="chip"), class_name="row tight"),
                rx.el.b(t("choices.beginning")),
            ),
            rx.el.ul(rx.foreach(version.changes, _changed), class_name="which plain"),
            class_name="grow",
        ),
        rx.cond(
            version.current,
            rx.el.span(t("choices.current"), class_name="chip good"),
            button(
                rx.fragment(t("choices.go_back"), rx.el.span(" · ", moment(version.at), class_name="hidden-visually")),
                kind="",
                on_click=MINE.undo(version.number),
            ),
        ),
        key=version.number,
        class_name="choice",
    )


def _changed(change: rx.Var[ChangedView]) -> rx.Component:
    return rx.el.li(sentence(change.key, change.params))
