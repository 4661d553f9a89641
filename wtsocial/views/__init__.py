"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from wtsocial.views.changes import ChangesPage, ChangeView, CorrectionsPage, CorrectionView
from wtsocial.views.moderation import DashboardView, DayFigure, LogView, QueueView
from wtsocial.views.suggestions import SuggestionsView, SuggestionView

__all__ = [
    "ChangeView",
    "ChangesPage",
    "CorrectionView",
    "CorrectionsPage",
    "DashboardView",
    "DayFigure",
    "LogView",
    "QueueView",
    "SuggestionView",
    "SuggestionsView",
]
