"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from wtsocial.views.moderation import DashboardView, DayFigure, LogView, QueueView

__all__ = [
    "DashboardView",
    "DayFigure",
    "LogView",
    "QueueView",
]
