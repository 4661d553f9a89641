"""`/settings/security`: another password."""

import reflex as rx

from wtsocial.pages.settings.parts import for_members
from wtsocial.ui.field_checks import TypingState
from wtsocial.ui.http_forms import form_errors, password, post_form, query, submit
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


def security() -> rx.Component:
    """`/settings/security`"""
    errors = form_errors("change-password", TypingState.errors)
    new = password(complete="new-password", on_change=TypingState.password.debounce(350))
    return page(
        rx.el.p(link(icon("reply"), t("nav.settings"), to="/settings", class_name="back")),
        rx.el.h1(t("security.title")),
        rx.cond(query("done") == "password", rx.el.p(t("security.done"), class_name="notice", role="status")),
        for_members(
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
