"""What a setting of the site is, and what became of one that was changed, in words."""

from typing import Any, Final

import reflex as rx

from wtsocial.moderation.views import LogView
from wtsocial.ui.texts import t

WORDS: Final = ("on", "off", "open", "waiting", "invited")
"""Values that are words; all others are numbers."""


def setting_value(value: Any) -> rx.Var[str]:
    """A value as it is read."""
    return rx.match(value, *((word, t("setting.value_" + word)) for word in WORDS), value)  # pyright: ignore[reportReturnType] # of Vars


def setting_change(entry: rx.Var[LogView]) -> rx.Var[str]:
    """Which setting it was, what it was before and what it is."""
    return t("setting.change", name=t("setting." + entry.detail), before=setting_value(entry.before), after=setting_value(entry.after))
