"""`/preset/CODE`: choices that somebody shared, with their effect on one's own feed."""

from typing import Any

import reflex as rx

from wtsocial.pages.presets.state import PresetState
from wtsocial.text.languages import SPOKEN
from wtsocial.ui.dialogs import Form, Sent
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.links import link, link_button, member_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.preview import preview
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

# Here its vars are Vars of the page, whatever its annotations say.
PRESET: Any = PresetState


class PartsForm(Form):
    """A form that tells what is ticked while it is ticked."""

    on_keep: Sent


def preset() -> rx.Component:
    """`/preset/CODE`"""
    here = PRESET.preset
    return page(
        rx.cond(
            PRESET.missing, rx.fragment(answers(PRESET), missing()), rx.cond(here.code != "", rx.fragment(_cover(), _parts()), loading())
        ),
        name=rx.cond(PRESET.missing, t("missing.title"), here.name),
        wide=True,
        ready=PRESET.missing | (here.code != ""),
    )


def _cover() -> rx.Component:
    here = PRESET.preset
    return rx.el.header(
        rx.el.p(t("preset.overline"), class_name="overline"),
        rx.el.h1(bdi(here.name)),
        rx.el.p(t("preset.by"), " ", member_link(here.by), " · ", ago(at=here.at), class_name="quiet-text"),
        rx.cond(here.about != "", rx.el.p(here.about, **written(here.about))),
        rx.cond(here.may_withdraw, rx.el.div(button("choices.withdraw", kind="quiet", on_click=PRESET.withdraw), class_name="row")),
        class_name="cover",
    )


def _parts() -> rx.Component:
    held = PRESET.preset.choices
    rows = (
        _part("subwikis", held.subwikis),
        _part("people", held.people),
        _part("tags", held.tags, before="#"),
        _part("words", held.hide.words),
        _part("sources", held.hide.sources),
        _part("hidden_tags", held.hide.tags, before="#"),
        _part("languages", held.languages, names=True),
        _part("sensitive", None, words=t("choices.sensitive_" + held.sensitive)),
    )
    form = PartsForm.create(
        rx.el.h2(t("preset.parts")),
        rx.el.p(t("preset.what"), class_name="quiet-text"),
        rx.el.div(*rows, class_name="box list"),
        rx.cond(PRESET.preset.unknown.length() > 0, _lost()),
        rx.el.div(
            rx.el.div(answers(PRESET), class_name="said"),
            rx.cond(SessionState.known, _take(), rx.cond(SessionState.ready, _register())),
            class_name="press",
        ),
        answered=PRESET.answered,
        done=PRESET.done,
        on_send=PRESET.take,
        on_keep=PRESET.look,
        class_name="choices-form",
    )
    return rx.el.div(form, preview(PRESET.effect), class_name="weigh")


def _part(part: str, values: Any, *, before: str = "", names: bool = False, words: Any = None) -> rx.Component:
    def named(value: Any) -> Any:
        return rx.match(value, *SPOKEN.items(), value) if names else before + value

    shown = words if values is None else rx.foreach(values, lambda value: bdi(named(value), class_name="chip"))
    row = rx.el.label(
        rx.el.input(type="checkbox", name=part),
        rx.el.span(rx.el.b(t("choices.part_" + part)), rx.el.span(shown, class_name="row tight")),
        class_name="tick",
    )
    return rx.cond(PRESET.preset.parts.contains(part), row)


def _lost() -> rx.Component:
    """What is not there any more, and is left out of what is taken over."""
    names = rx.foreach(PRESET.preset.unknown, lambda one: bdi(one.value, class_name="chip"))
    return rx.el.p(t("choices.lost"), " ", names, class_name="quiet-text row tight")


def _take() -> rx.Component:
    return rx.fragment(
        link(t("choices.title"), to="/settings/choices"),
        button("preset.take", type="submit"),
    )


def _register() -> rx.Component:
    back = "/login?next=/preset/" + PRESET.preset.code
    return rx.fragment(
        rx.el.span(t("preset.register_first"), " ", t("welcome.free")),
        rx.el.div(link_button("account.join", "/register"), link_button("account.log_in", back, kind=""), class_name="row"),
    )
