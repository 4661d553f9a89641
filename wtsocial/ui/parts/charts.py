"""Charts: figures for the eye, with the same figures as a table for screen readers."""

from typing import Any

import reflex as rx


class Spark(rx.Component):
    """One bar for each day, oldest first."""

    library = "$/public/kit/charts.js"
    tag = "Spark"

    days: rx.Var[list[Any]]
    tone: rx.Var[str]
    label: rx.Var[str]


def spark(days: Any, *, tone: str, label: Any) -> rx.Component:
    """A chart of `DayFigure`s in a colour with a meaning: `accent`, `good`, `doubt` or `bad`."""
    return Spark.create(days=days, tone=tone, label=label)
