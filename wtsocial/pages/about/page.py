"""What this is, its rules, what it knows of you, and what is not there."""

from typing import Any

import reflex as rx

from wtsocial.accounts.permissions import RANKS
from wtsocial.moderation.standing_table import standing_table
from wtsocial.subwikis import policy as subwikis
from wtsocial.ui.layout import page
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

NUMBERS: dict[str, dict[str, int]] = {"leadership": subwikis.NUMBERS}
"""What the text of a chapter says in numbers, as the rules have them."""


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
        (
            "people",
            "headlines",
            "spelling",
            "edits",
            "wars",
            "standing",
            "flags",
            "content",
            "spam",
            "names",
            "decisions",
            "leadership",
            "joining",
        ),
        rx.el.p(link(t("rules.log_link"), to="/log")),
        below={"standing": _standing_table()},
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


def _standing_table() -> rx.Component:
    """What each standing may do, as the policies say it."""
    heads = [t("rules.moderator") if rank == "moderator" else t("standing." + rank) for rank in RANKS]
    rows = [
        rx.el.tr(
            rx.el.th(t("rules.act_" + row.act), scope="row"),
            *(rx.el.td(t("rules.yes") if may else t("rules.no"), class_name="" if may else "quiet-text") for may in row.may),
            id="may-" + row.act,
        )
        for row in standing_table()
    ]
    table = rx.el.table(
        rx.el.thead(rx.el.tr(rx.el.th(t("rules.act"), scope="col"), *(rx.el.th(head, scope="col") for head in heads))),
        rx.el.tbody(*rows),
        class_name="figures standings",
    )
    return rx.fragment(
        rx.el.h3(t("rules.table"), id="standing-table"), wide_table(table, label=t("rules.table")), rx.el.p(t("rules.table_more"))
    )


def _text(area: str, parts: tuple[str, ...], *end: Any, below: dict[str, rx.Component] | None = None) -> rx.Component:
    under = below or {}
    chapters = (
        rx.fragment(
            rx.el.h2(t(f"{area}.{part}_title"), id=part),
            rx.el.p(t(f"{area}.{part}_text", **NUMBERS.get(part, {}))),
            under.get(part, rx.fragment()),
        )
        for part in parts
    )
    return page(
        rx.el.article(
            rx.el.h1(t(f"{area}.title")), rx.el.p(t(f"{area}.lead"), class_name="lead"), *chapters, *end, class_name="prose reading"
        ),
        name=f"{area}.title",
    )
