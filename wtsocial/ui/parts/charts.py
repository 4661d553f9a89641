"""Charts: figures for the eye, with the same figures as a table for screen readers."""

from typing import Any

import reflex as rx


class Spark(rx.Component):
    """One bar for each day, oldest first."""

    library = "$/public/kit/charts.js"
    tag = "Sparkline"

    days: rx.Var[list[Any]]
    tone: rx.Var[str]
    label: rx.Var[str]


def spark(days: Any, *, tone: str, label: Any) -> rx.Component:
    """A chart of `DayFigure`s in a colour with a meaning: `accent`, `good`, `doubt` or `bad`."""
    return Spark.create(days=days, tone=tone, label=label)


class Months(rx.Component):
    """What came in and what was spent, month by month, the oldest first."""

    library = "$/public/kit/ledger_chart.js"
    tag = "LedgerChart"

    months: rx.Var[list[Any]]
    currency: rx.Var[str]


class ModerationMonths(rx.Component):
    """What was flagged, decided and overturned, month by month, the oldest first."""

    library = "$/public/kit/moderation_chart.js"
    tag = "ModerationChart"

    months: rx.Var[list[Any]]


def moderation_months(of: Any) -> rx.Component:
    """A chart of `MonthFigures` for the eye; put a table of the same figures beside it."""
    return ModerationMonths.create(months=of)


def months(of: Any, currency: Any) -> rx.Component:
    """A chart of `BookMonth`s for the eye; put a table of the same figures beside it."""
    return Months.create(months=of, currency=currency)
