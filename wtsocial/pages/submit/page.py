"""`/submit`: one form for news and discussions; the page shows what the link says while the person writes."""

from typing import Any

import reflex as rx

from wtsocial.pages.submit.state import SubmitState
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text import limits
from wtsocial.text.languages import SPOKEN
from wtsocial.ui.draft_forms import draft_status, look, send_button, writing_form
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.parts.posts import PICTURE
from wtsocial.ui.parts.written import bdi, lang_of, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import message, t

# Here their vars are Vars of the page, whatever their annotations say.
FORM: Any = SubmitState


def submit() -> rx.Component:
    """`/submit`"""
    return page(
        rx.el.h1(t("submit.title")),
        rx.cond(SessionState.known, _form(), rx.cond(SessionState.ready, login_prompt("/submit"))),
        name="submit.title",
        aside=rx.el.section(rx.el.h2(t("submit.hint_title")), rx.el.p(t("submit.hint")), class_name="box"),
    )


def _form() -> rx.Component:
    return writing_form(
        FORM,
        rx.cond(SessionState.standing == "waiting", rx.el.p(t("submit.waiting"), class_name="notice")),
        answers(FORM),
        _kinds(),
        rx.el.div(_link(), _preview(), class_name="stack for-news"),
        _line("headline", "write.headline", limits.HEADLINE),
        _text(),
        look(FORM, "text"),
        _subwiki(),
        _mode(),
        _labels(),
        rx.el.div(
            send_button(FORM, "submit.publish"),
            draft_status(FORM),
            rx.cond(FORM.draft, button("draft.forget", kind="quiet", on_click=FORM.start_afresh)),
            class_name="row",
        ),
        send=FORM.publish,
        on_leave=FORM.look_up,
    )


def _line(name: str, label: str, longest: int) -> rx.Component:
    return field(name, label, rx.el.input(name=name, max_length=room(longest), dir="auto", auto_complete="off"), errors=FORM.errors)


def _kinds() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("submit.kind")),
        rx.el.div(_segment("news"), _segment("discussion"), class_name="segments"),
        class_name="field",
    )


def _segment(kind: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="kind", value=kind, default_checked=kind == "news", class_name="hidden-visually"),
        t("submit.kind_" + kind),
    )


def _link() -> rx.Component:
    control = rx.el.input(
        name="link", type="url", input_mode="url", auto_complete="off", max_length=limits.LINK, dir="ltr", custom_attrs={"data-eager": ""}
    )
    wrong = FORM.errors["link"]
    there = "/post/" + wrong["params"].to(dict[str, int])["post"].to_string()
    return rx.fragment(
        field("link", "write.link", control, errors=FORM.errors, hint="submit.link_hint"),
        rx.cond(
            wrong["key"] == "post.same_link",
            rx.el.p(link(t("submit.same_link_where"), to=there), class_name="notice doubt"),
        ),
    )


def _preview() -> rx.Component:
    """What the page behind the link says, or that it is being read, or why there is nothing."""
    found = FORM.preview
    return rx.el.div(
        rx.cond(
            FORM.looking,
            rx.el.div(
                rx.el.span(t("submit.looking"), class_name="quiet-text"),
                rx.el.div(class_name="shape"),
                rx.el.div(class_name="shape short"),
                class_name="box",
            ),
        ),
        rx.cond(
            FORM.trouble,
            rx.el.div(
                message(FORM.trouble),
                rx.cond(FORM.trouble["key"] == "preview.refused_address", rx.fragment(" ", t("submit.no_preview"))),
                class_name="notice doubt",
            ),
        ),
        rx.cond(
            (found.picture != "") | (found.description != ""),
            rx.el.div(
                rx.el.div(
                    rx.el.div(bdi(found.site), class_name="host"),
                    rx.el.p(found.description, class_name="text clamp", **written(found.description)),
                ),
                rx.cond(found.picture != "", rx.el.img(src="/pictures/" + found.picture, alt="", custom_attrs=PICTURE, class_name="pic")),
                class_name="box src",
            ),
        ),
        rx.cond(
            found.source_corrected > 0,
            rx.el.div(
                link(
                    t("source.record", count=found.source_corrected, posts=found.source_posts),
                    to="/source/" + found.domain,
                    class_name="record",
                ),
                " ",
                rx.el.span(t("source.posted_as"), class_name="quiet-text"),
                class_name="box",
            ),
        ),
        rx.cond(
            found.posted > 0,
            rx.el.div(t("submit.posted"), " ", link(t("submit.posted_where"), to=f"/post/{found.posted}"), class_name="notice doubt"),
        ),
        role="status",
        class_name="stack",
    )


def _text() -> rx.Component:
    control = rx.el.textarea(name="text", max_length=room(limits.POST_TEXT), dir="auto")
    return field("text", "write.text", control, errors=FORM.errors, hint="write.markdown")


def _subwiki() -> rx.Component:
    choice = rx.el.select(
        rx.el.option(t("submit.choose"), value=""),
        rx.foreach(SessionState.subwikis, _option),
        name="subwiki",
    )
    return rx.cond(
        SessionState.subwikis.length() > 0,
        field("subwiki", "write.subwiki", choice, errors=FORM.errors),
        rx.el.div(t("submit.no_subwiki"), " ", link(t("submit.find_subwikis"), to="/subwikis"), class_name="notice doubt"),
    )


def _option(subwiki: rx.Var[SubwikiView]) -> rx.Component:
    return rx.el.option(subwiki.name, value=subwiki.slug, lang=lang_of(subwiki.name), key=subwiki.slug)


def _labels() -> rx.Component:
    languages = [rx.el.option(name, value=code, lang=code) for code, name in SPOKEN.items()]
    choice = rx.el.select(rx.el.option(t("submit.language_unsaid"), value=""), *languages, name="language")
    sensitive = rx.el.input(type="checkbox", name="sensitive", id="sensitive", custom_attrs={"aria-describedby": "sensitive-more"})
    return rx.fragment(
        field("language", "submit.language", choice, errors=FORM.errors, hint="submit.language_hint"),
        rx.el.div(
            sensitive,
            rx.el.div(
                rx.el.label(t("submit.sensitive"), html_for="sensitive"), rx.el.small(t("submit.sensitive_more"), id="sensitive-more")
            ),
            class_name="tick",
        ),
    )


def _mode() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("submit.mode")),
        _choice("collaborative"),
        _choice("individual"),
        class_name="field",
    )


def _choice(mode: str) -> rx.Component:
    explained = f"mode-{mode}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            name="mode",
            value=mode,
            default_checked=mode == "collaborative",
            id=f"{explained}-choice",
            custom_attrs={"aria-describedby": explained},
        ),
        rx.el.div(rx.el.label(t("submit." + mode), html_for=f"{explained}-choice"), rx.el.small(t(f"submit.{mode}_more"), id=explained)),
        class_name="tick",
    )
