"""`/settings`, one's own account: where everything of one's own is found, and what can be set."""

from typing import Any

import reflex as rx

from wtsocial.pages.settings.parts import display, for_members
from wtsocial.pages.settings.state import SettingsState
from wtsocial.text import limits
from wtsocial.ui.http_forms import post_form, submit
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


def settings() -> rx.Component:
    """`/settings`; on a phone the tab "You"."""
    return page(
        rx.el.h1(t("nav.settings")),
        for_members(
            _whom(),
            _ways(),
            _part("settings.profile", _about()),
            _part("settings.display", display()),
            rx.cond(SessionState.moderates & SettingsState.ready, _part("settings.moderating", _moderating())),
            _part("settings.account", _account()),
        ),
        name="nav.settings",
    )


def _part(title: str, *children: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(t(title)), *children, class_name="stack part")


def _whom() -> rx.Component:
    account: Any = SettingsState.account
    return rx.fragment(
        rx.el.p(t("account.logged_in_as"), " ", rx.el.b(bdi(SessionState.name))),
        rx.cond(SettingsState.ready, _standing(account)),
    )


def _standing(account: Any) -> rx.Component:
    """What they are, and what is missing to what comes next."""
    missing = account.missing
    steps = rx.el.ul(
        rx.cond(missing.confirm, rx.el.li(t("settings.missing_confirm"))),
        rx.cond(missing.days > 0, rx.el.li(t("settings.missing_days", count=missing.days))),
        rx.cond(missing.contributions > 0, rx.el.li(t("settings.missing_contributions", count=missing.contributions))),
    )
    return rx.el.div(
        rx.el.p(t("settings.standing_" + account.standing)),
        rx.cond(account.standing == "new", steps),
        rx.el.p(link(t("settings.standing_rule"), to="/rules#standing")),
        class_name="quiet-text stack tight",
    )


def _ways() -> rx.Component:
    ways = (
        ("person", "settings.my_profile", "/u/" + SessionState.name),
        ("bell", "settings.inbox", "/inbox"),
        ("save", "nav.saved", "/saved"),
        ("gear", "settings.choose", "/settings/choices"),
        ("flag", "flag.mine", "/settings/flags"),
        ("share", "invitation.title", "/settings/invitations"),
        ("text", "nav.all", "/all"),
        ("log", "nav.log", "/log"),
        ("globe", "nav.about", "/about"),
        ("text", "nav.rules", "/rules"),
        ("shield", "nav.privacy", "/privacy"),
    )
    moderation = rx.cond(SessionState.moderates, _way("shield", "nav.moderation", "/moderation"))
    admin = rx.cond(SessionState.admin, _way("chart", "nav.admin", "/admin"))
    return rx.el.nav(rx.el.ul(*(_way(*way) for way in ways), moderation, admin, class_name="plain ways"), aria_label=t("settings.sections"))


def _way(mark: str, label: str, to: Any) -> rx.Component:
    return rx.el.li(link(icon(mark), rx.el.span(t(label)), icon("next"), to=to))


def _about() -> rx.Component:
    errors: Any = SettingsState.errors
    control = rx.el.textarea(name="about", default_value=SettingsState.account.about, max_length=limits.ABOUT, custom_attrs={"dir": "auto"})
    return rx.fragment(
        answers(SettingsState),
        rx.cond(
            SettingsState.ready,
            rx.el.form(
                field("about", "settings.about", control, errors=errors, hint="settings.about_hint", form="settings"),
                rx.el.div(rx.el.button(t("settings.save"), type="submit", class_name="btn main")),
                on_submit=SettingsState.save_about,
                class_name="form",
            ),
            rx.el.div(class_name="shape", style={"minHeight": "140px"}),
        ),
    )


def _moderating() -> rx.Component:
    """How the log names who moderates."""
    named: Any = SettingsState.account.named_in_log
    tick = rx.el.input(type="checkbox", checked=named, on_change=SettingsState.name_in_log(~named))
    return rx.el.label(tick, rx.el.span(t("settings.named_in_log"), rx.el.small(t("settings.named_in_log_hint"))), class_name="tick")


def _account() -> rx.Component:
    email = SettingsState.account.email
    return rx.fragment(
        rx.el.div(
            rx.el.b(t("account.email")),
            rx.el.span(bdi(email), " ", rx.el.small(t("settings.only_you"), class_name="quiet-text")),
            class_name="row apart",
        ),
        rx.el.div(
            link_button("security.title", "/settings/security", kind=""),
            post_form("logout", submit("logout", "account.log_out", kind=""), to="logout"),
            class_name="row",
        ),
    )
