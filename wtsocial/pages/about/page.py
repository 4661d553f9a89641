"""What this is, its rules, what it knows of you, and what is not there."""

from typing import Any

import reflex as rx

from wtsocial.ui.layout import page
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


def about() -> rx.Component:
    """`/about`"""
    return _text(
        "about",
        ("feed", "corrections", "subwikis", "moderation", "choices", "money", "not_yet"),
        rx.cond(
            SessionState.known,
            link_button("greeting.choose", "/welcome"),
            rx.el.div(link_button("account.join", "/register"), link_button("about.rules_link", "/rules", kind=""), class_name="row"),
        ),
    )


def rules() -> rx.Component:
    """`/rules`"""
    return _text(
        "rules",
        ("people", "headlines", "spelling", "edits", "wars", "standing", "flags", "spam", "names", "decisions", "joining"),
        rx.el.p(link(t("rules.log_link"), to="/log")),
    )


def privacy() -> rx.Component:
    """`/privacy`"""
    return _text(
        "privacy",
        ("public", "yours", "cookies", "machine", "others", "money", "leave"),
        rx.el.p(link(t("privacy.rules_link"), to="/rules")),
    )


def not_found() -> rx.Component:
    """Any address that is not one."""
    return page(missing(), name="missing.title")


def _text(area: str, parts: tuple[str, ...], *end: Any) -> rx.Component:
    chapters = (rx.fragment(rx.el.h2(t(f"{area}.{part}_title"), id=part), rx.el.p(t(f"{area}.{part}_text"))) for part in parts)
    return page(
        rx.el.article(
            rx.el.h1(t(f"{area}.title")), rx.el.p(t(f"{area}.lead"), class_name="lead"), *chapters, *end, class_name="prose reading"
        ),
        name=f"{area}.title",
    )
