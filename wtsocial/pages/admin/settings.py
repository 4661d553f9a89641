"""`/admin/settings`: what an admin may change while the site runs, and what all other settings are."""

from typing import Any, Final

import reflex as rx

from wtsocial.admin.views import FixedSetting
from wtsocial.moderation.views import LogView
from wtsocial.pages.admin.frame import admin_page
from wtsocial.pages.admin.settings_state import SiteSettingsState
from wtsocial.site.switches import OFF, ON, SWITCHES
from wtsocial.text import limits
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.parts.forms import button, field, room, wrong
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.setting_values import setting_change, setting_value
from wtsocial.ui.parts.written import written
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.texts import ago, message, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = SiteSettingsState
NUMBER: Final = {name: number for number, name in enumerate(SWITCHES)}


def settings() -> rx.Component:
    """`/admin/settings`"""
    return admin_page(
        STATE,
        ReloadOn.create(kind="settings", loaded=STATE.settings, on_heard=STATE.again),
        rx.el.p(t("setting.what"), " ", link(t("setting.joining"), to="/admin"), class_name="quiet-text"),
        _form(),
        _changes(),
        _fixed(),
        name="setting.title",
        path="/admin/settings",
    )


def _form() -> rx.Component:
    reason = rx.el.input(name="reason", required=True, max_length=room(limits.REASON), dir="auto", auto_complete="off")
    return rx.el.form(
        *(_switch(name) for name in SWITCHES),
        field("reason", "field.reason", reason, errors=STATE.errors, hint="setting.reason_hint", form="settings"),
        rx.el.div(button("setting.save", type="submit"), class_name="row"),
        IdempotencyKey.create(turn=STATE.filled),
        on_submit=STATE.change,
        # Filled anew when it was saved.
        key=STATE.filled.to_string(),
        class_name="box stack wide-gaps",
    )


def _switch(name: str) -> rx.Component:
    view, figure = STATE.settings.switches[NUMBER[name]], SWITCHES[name]
    hint = rx.fragment(
        t(f"setting.{name}_what"),
        " ",
        t("setting.environment", variable=f"WTSOCIAL_{name.upper()}", value=setting_value(view.environment)),
    )
    if figure is None:
        return _on_or_off(name, view, hint)
    typed = rx.el.input(
        name=name,
        type="text",
        input_mode="numeric" if figure.whole else "decimal",
        default_value=view.value,
        required=True,
        auto_complete="off",
        dir="ltr",
        class_name="short",
    )
    return field(name, f"setting.{name}", typed, errors=STATE.errors, hint=hint, form="settings")


def _on_or_off(name: str, view: Any, hint: rx.Component) -> rx.Component:
    error = wrong(STATE.errors, name)
    return rx.el.fieldset(
        rx.el.legend(t(f"setting.{name}")),
        rx.el.span(hint, class_name="hint", id=f"settings-{name}-hint"),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(type="radio", name=name, value=value, default_checked=view.value == value),
                    rx.el.span(t(f"setting.value_{value}")),
                    class_name="tick",
                )
                for value in (ON, OFF)
            ),
            class_name="row",
        ),
        rx.cond(error, rx.el.span(message(error), class_name="wrong", role="alert")),
        class_name="field",
        custom_attrs={"aria-describedby": f"settings-{name}-hint"},
    )


def _changes() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("setting.changes")),
        rx.cond(
            STATE.settings.changes.length() > 0,
            rx.el.ol(rx.foreach(STATE.settings.changes, _change), class_name="plain list box"),
            rx.el.p(t("setting.no_changes"), class_name="quiet-text"),
        ),
        rx.el.p(link(t("setting.in_the_log"), to="/log?action=configure")),
        class_name="stack",
    )


def _change(entry: rx.Var[LogView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(member_link(entry.actor), sep(), ago(at=entry.at), class_name="by"),
        rx.el.p(setting_change(entry)),
        rx.cond(entry.reason != "", rx.el.p(entry.reason, class_name="quiet-text", **written(entry.reason))),
        key=entry.id,
    )


def _fixed() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("setting.fixed")),
        rx.el.p(t("setting.fixed_what"), class_name="quiet-text"),
        rx.el.ul(rx.foreach(STATE.settings.fixed, _fixed_one), class_name="plain list box"),
        class_name="stack",
    )


def _fixed_one(one: rx.Var[FixedSetting]) -> rx.Component:
    plain = rx.cond(one.value != "", rx.el.code(one.value, dir="ltr"), rx.el.span(t("setting.not_given"), class_name="quiet-text"))
    secret = rx.el.span(rx.cond(one.given, t("setting.secret"), t("setting.not_given")), class_name="quiet-text")
    return rx.el.li(
        rx.el.div(rx.el.code(one.variable, dir="ltr"), rx.cond(one.secret, secret, plain), class_name="row apart"),
        rx.el.p(one.about, lang="en", dir="ltr", class_name="quiet-text"),
        key=one.variable,
    )
