"""Views of the dashboard."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DayFigure:
    """How many on one day (`day` is 2026-11-23)."""

    day: str
    count: int


@dataclass(frozen=True)
class DashboardView:
    """The dashboard's figures: totals, and the last 14 days (oldest first) of what has days."""

    members: int = 0
    active: int = 0
    unconfirmed: int = 0
    suspended: int = 0
    posts: int = 0
    comments: int = 0
    corrections: int = 0
    flags_open: int = 0
    subwikis: int = 0
    payments_failed: int = 0
    """What Stripe told and could not be worked on so far."""
    members_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    posts_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    corrections_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    flags_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
