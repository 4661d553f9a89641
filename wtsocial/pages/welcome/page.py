"""The greeting: the choice of what you are served is yours, and here is the first one."""

import reflex as rx

from wtsocial.pages.welcome.state import WelcomeState
from wtsocial.ui.choices import Ticked, narrow
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import dot, link, link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import named, t
from wtsocial.views import ChoiceView


def welcome() -> rx.Component:
    """`/welcome`"""
    return page(
        rx.el.section(
            rx.el.h1(t("greeting.title")),
            rx.el.p(rx.cond(SessionState.known, t("greeting.hello", name=SessionState.name), t("welcome.what"))),
            rx.el.p(t("greeting.text")),
            class_name="cover",
        ),
        rx.el.h2(t("greeting.choose")),
        rx.el.p(t("greeting.how", of=WelcomeState.offer.of)),
        rx.cond(
            WelcomeState.ready,
            rx.cond(WelcomeState.offer.choices.length() > 0, _choices(), _nothing()),
            rx.fragment(answers(WelcomeState), _loading()),
        ),
        name="greeting.choose",
        aside=rx.el.section(rx.el.h2(t("greeting.later_title")), rx.el.p(t("greeting.later")), class_name="box"),
    )


def _choices() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("greeting.search"), html_for="find-subwiki"),
            narrow("choices", id="find-subwiki", nothing=t("greeting.not_found")),
            class_name="field",
        ),
        rx.el.ul(rx.foreach(WelcomeState.offer.choices, _choice), id="choices", class_name="plain box list"),
        rx.cond(SessionState.known, _press(), _register()),
        on_submit=WelcomeState.join,
        class_name="form choosing",
    )


def _choice(choice: rx.Var[ChoiceView]) -> rx.Component:
    tick = rx.el.input(type="checkbox", name=choice.slug, custom_attrs={"data-adds": choice.adds})
    name = rx.el.span(rx.el.b(dot(choice.colour), " ", rx.el.bdi(choice.name)), _about(choice))
    effect = rx.el.span(t("greeting.adds", adds=choice.adds, of=WelcomeState.offer.of), class_name="effect nums")
    mine = rx.el.div(name, rx.el.span(t("greeting.joined"), class_name="chip good"), class_name="tick")
    return rx.el.li(rx.cond(choice.joined, mine, rx.el.label(tick, name, effect, class_name="tick")), key=choice.slug)


def _about(choice: rx.Var[ChoiceView]) -> rx.Component:
    return rx.fragment(
        rx.cond(choice.description != "", rx.el.small(choice.description, dir="auto", class_name="clamped")),
        rx.el.small(t("subwiki.members", count=choice.members)),
    )


def _press() -> rx.Component:
    return rx.el.div(
        rx.el.div(answers(WelcomeState), class_name="said"),
        Ticked.create(none=named("greeting.none_ticked"), some=named("greeting.ticked"), out_of=WelcomeState.offer.of),
        rx.el.div(
            rx.el.button(t("greeting.join"), type="submit", class_name="btn main"),
            link_button("greeting.skip", "/", kind=""),
            class_name="row",
        ),
        class_name="press",
    )


def _register() -> rx.Component:
    return rx.el.div(
        rx.el.span(t("greeting.register_first"), " ", t("welcome.free")),
        rx.el.div(
            link_button("account.join", "/register"), link_button("account.log_in", "/login?next=/welcome", kind=""), class_name="row"
        ),
        class_name="press",
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("greeting.no_subwikis")), link(t("greeting.found_one"), to="/subwikis/new", class_name="btn main"), class_name="empty"
    )


def _loading() -> rx.Component:
    line = rx.el.div(rx.el.div(class_name="shape", style={"width": "40%"}), rx.el.div(class_name="shape", style={"width": "75%"}))
    return rx.el.div(
        rx.el.span(t("greeting.loading"), class_name="hidden-visually", role="status"), line, line, line, class_name="box list"
    )
