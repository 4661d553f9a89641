"""Switches: the settings that an admin may change while the site runs, each with what it may be."""

import re
from dataclasses import dataclass
from typing import Final

from wtsocial.core.errors import Invalid

ON, OFF = "on", "off"
_NUMBER: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,3})?")

Value = bool | float


@dataclass(frozen=True)
class Figure:
    """A number from `least` to `most`, perhaps with a fraction."""

    least: int
    most: int
    whole: bool = True


SWITCHES: Final[dict[str, Figure | None]] = {
    "hold_new_sources": None,
    "brake_hours": Figure(1, 168, whole=False),
    "logins_per_minute": Figure(1, 1_000),
    # Fewer, and somebody who only reads is refused; admins, too, before they have logged in.
    "pages_per_minute": Figure(30, 100_000),
}
"""By the names of `core.settings`, whose values hold until somebody changes them. None: it is on or off."""


def parse(name: str, typed: str) -> Value:
    """What was typed. Raises Invalid at `name`: joining.figure with `least` and `most`, or error.not_understood."""
    figure = SWITCHES[name]
    if figure is None:
        if typed not in (ON, OFF):
            raise Invalid("error.not_understood", field=name)
        return typed == ON
    typed = typed.strip()
    number = float(typed.replace(",", ".")) if _NUMBER.fullmatch(typed) else -1.0
    if not figure.least <= number <= figure.most or (figure.whole and number != int(number)):
        raise Invalid("joining.figure", field=name, least=figure.least, most=figure.most)
    return int(number) if figure.whole else number


def written(value: Value) -> str:
    """The value as it is typed."""
    if isinstance(value, bool):
        return ON if value else OFF
    return f"{value:g}"
