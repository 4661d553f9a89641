"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from wtsocial.views.changes import (
    ChangesPage,
    ChangeView,
    ContestView,
    CorrectionsPage,
    CorrectionView,
    EntryView,
    ReasonFigure,
    SourceView,
)
from wtsocial.views.moderation import DashboardView, DayFigure, LogView, QueueView
from wtsocial.views.suggestions import SuggestionsView, SuggestionView

__all__ = [
    "ChangeView",
    "ChangesPage",
    "ContestView",
    "CorrectionView",
    "CorrectionsPage",
    "DashboardView",
    "DayFigure",
    "EntryView",
    "LogView",
    "QueueView",
    "ReasonFigure",
    "SourceView",
    "SuggestionView",
    "SuggestionsView",
]
