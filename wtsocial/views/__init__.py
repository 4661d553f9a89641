"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from wtsocial.views.books import BookCategory, BookMonth, BooksView, DonationLine, ExpenseView, LedgerLineView, LedgerPage
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
from wtsocial.views.donations import DonationView, PaymentView, SetUpView
from wtsocial.views.moderation import DashboardView, DayFigure, LogView, QueueView
from wtsocial.views.suggestions import SuggestionsView, SuggestionView

__all__ = [
    "BookCategory",
    "BookMonth",
    "BooksView",
    "ChangeView",
    "ChangesPage",
    "ContestView",
    "CorrectionView",
    "CorrectionsPage",
    "DashboardView",
    "DayFigure",
    "DonationLine",
    "DonationView",
    "EntryView",
    "ExpenseView",
    "LedgerLineView",
    "LedgerPage",
    "LogView",
    "PaymentView",
    "QueueView",
    "ReasonFigure",
    "SetUpView",
    "SourceView",
    "SuggestionView",
    "SuggestionsView",
]
