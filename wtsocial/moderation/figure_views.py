"""Views of the figures of moderation."""

from dataclasses import dataclass

from wtsocial.moderation.views import ReasonCount


@dataclass(frozen=True)
class MonthFigures:
    """What was done in a month (`2026-11`), or in all of them together. Times are in seconds, 0 where nothing waited."""

    month: str
    at: int
    flagged: int
    flags: list[ReasonCount]
    by_hand: int
    automatic: int
    median: int
    """Half of what waited was decided within so long, from its first flag."""
    ninetieth: int
    """And nine of ten within so long."""
    undone: int
    appeals: int
    upheld: int
    overturned: int
    suspended: int


@dataclass(frozen=True)
class FiguresView:
    """The figures of moderation, month by month, the oldest first; of a subwiki or an office, where one is named."""

    months: list[MonthFigures]
    every: MonthFigures
    subwiki: str = ""
    office: str = ""
