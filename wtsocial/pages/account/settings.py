"""One's own account: where everything of one's own is found, and what can be set."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from wtsocial.pages.account.state import SettingsState, TypingState
from wtsocial.text import limits
from wtsocial.ui.http_forms import form_errors, password, post_form, query, submit
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import languages, t


def settings() -> rx.Component:
    """`/settings`; on a phone the tab "You"."""
    return page(
        rx.el.h1(t("nav.settings")),
        _for_members(
            _whom(),
            _ways(),
            _part("settings.profile", _about()),
            _part("settings.display", _display()),
            _part("settings.account", _account()),
        ),
        name="nav.settings",
    )


def security() -> rx.Component:
    """`/settings/security`"""
    errors = form_errors("change-password", TypingState.errors)
    new = password(complete="new-password", on_change=TypingState.password.debounce(350))
    return page(
        rx.el.p(link(icon("reply"), t("nav.settings"), to="/settings", class_name="back")),
        rx.el.h1(t("security.title")),
        rx.cond(query("done") == "password", rx.el.p(t("security.done"), class_name="notice", role="status")),
        _for_members(
            rx.el.p(t("security.others")),
            post_form(
                "change-password",
                # For the browser's own store of passwords: whose it is.
                rx.el.input(type="text", value=SessionState.name, auto_complete="username", read_only=True, hidden=True),
                field("current", "security.current", password("current", complete="current-password"), errors=errors, form="security"),
                field("password", "security.new", new, errors=errors, hint="register.password_hint", form="security"),
                submit("change-password", "reset.save"),
                to="change-password",
            ),
            rx.el.p(link(t("login.forgot"), to="/reset"), class_name="quiet-text"),
        ),
        name="security.title",
    )


def _for_members(*children: Any) -> rx.Component:
    reader = rx.el.div(
        rx.el.h2(t("error.login_needed")),
        rx.el.div(
            link_button("account.log_in", "/login?next=/settings"), link_button("account.join", "/register", kind=""), class_name="row"
        ),
        _display(),
        class_name="empty",
    )
    return rx.cond(SessionState.known, rx.el.div(*children, class_name="stack wide-gaps"), rx.cond(SessionState.ready, reader))


def _part(title: str, *children: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(t(title)), *children, class_name="stack part")


def _whom() -> rx.Component:
    account: Any = SettingsState.account
    standing = t("settings.standing_" + account.standing, count=account.contributions)
    return rx.fragment(
        rx.el.p(t("account.logged_in_as"), " ", rx.el.b(rx.el.bdi(SessionState.name))),
        rx.cond(SettingsState.ready, rx.el.p(standing, " ", link(t("settings.standing_rule"), to="/rules"), class_name="quiet-text")),
    )


def _ways() -> rx.Component:
    ways = (
        ("person", "settings.my_profile", "/u/" + SessionState.name),
        ("bell", "settings.inbox", "/inbox"),
        ("save", "nav.saved", "/saved"),
        ("gear", "settings.choose", "/settings/choices"),
        ("share", "invitation.title", "/settings/invitations"),
        ("text", "nav.all", "/all"),
        ("log", "nav.log", "/log"),
        ("globe", "nav.about", "/about"),
        ("text", "nav.rules", "/rules"),
        ("shield", "nav.privacy", "/privacy"),
    )
    moderation = rx.cond(SessionState.moderates, _way("shield", "nav.moderation", "/moderation"))
    admin = rx.cond(SessionState.admin, _way("chart", "nav.admin", "/admin"))
    return rx.el.nav(rx.el.ul(*(_way(*way) for way in ways), moderation, admin, class_name="plain ways"), aria_label=t("settings.ways"))


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


def _display() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.b(t("nav.language")),
            rx.el.div(languages(on_speak=SettingsState.set_language), class_name="segments"),
            class_name="row apart",
        ),
        rx.el.div(rx.el.b(t("settings.theme"), id="theme"), _themes(), class_name="row apart"),
        class_name="stack",
    )


def _themes() -> rx.Component:
    return rx.el.div(
        *(
            rx.el.button(
                t(f"settings.theme_{mode}"),
                type="button",
                on_click=set_color_mode(mode),
                custom_attrs={"aria-pressed": rx.cond(color_mode == mode, "true", "false")},
            )
            for mode in ("light", "dark", "system")
        ),
        class_name="segments",
        role="group",
        aria_labelledby="theme",
    )


def _account() -> rx.Component:
    email = SettingsState.account.email
    return rx.fragment(
        rx.el.div(
            rx.el.b(t("account.email")),
            rx.el.span(rx.el.bdi(email), " ", rx.el.small(t("settings.only_you"), class_name="quiet-text")),
            class_name="row apart",
        ),
        rx.el.div(
            link_button("security.title", "/settings/security", kind=""),
            post_form("logout", submit("logout", "account.log_out", kind=""), to="logout"),
            class_name="row",
        ),
    )
