"""How long something took, in the unit that fits."""

from typing import Any, Final

import reflex as rx

from wtsocial.ui.texts import t

HOUR: Final = 3600
DAY: Final = 86400


def duration(seconds: Any) -> rx.Component:
    """Minutes, hours or days, rounded up; a dash for nothing."""
    by_unit = rx.cond(seconds < 2 * DAY, t("figures.hours", count=_rounded(seconds, HOUR)), t("figures.days", count=_rounded(seconds, DAY)))
    found = rx.cond(seconds < 2 * HOUR, t("figures.minutes", count=_rounded(seconds, 60)), by_unit)
    return rx.fragment(rx.cond(seconds > 0, found, "–"))


def _rounded(seconds: Any, unit: int) -> rx.Var[int]:
    return rx.Var(f"Math.ceil({seconds!s} / {unit})", _var_type=int, _var_data=seconds._get_all_var_data())
