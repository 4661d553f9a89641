"""What the pages of settings show to members alone, and to a reader in its place; language and colours are anybody's."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from wtsocial.pages.settings.state import SettingsState
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import languages, t


def for_members(*children: Any) -> rx.Component:
    """What members see; a reader sees the way to log in, and what they can set without."""
    reader = rx.el.div(
        rx.el.h2(t("error.login_needed")),
        rx.el.div(
            link_button("account.log_in", "/login?next=/settings"), link_button("account.join", "/register", kind=""), class_name="row"
        ),
        display(),
        class_name="empty",
    )
    return rx.cond(SessionState.known, rx.el.div(*children, class_name="stack wide-gaps"), rx.cond(SessionState.ready, reader))


def display() -> rx.Component:
    """Language and colours."""
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
