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
    WikiName,
)
from wtsocial.views.history import ChainView, DiffPiece, DiffView, DisputeView, ErasedView, LinkView, ProofView, RevisionView, Saved
from wtsocial.views.moderation import DashboardView, DayFigure, LogView, NoticeView, QueueView
from wtsocial.views.people import AccountView, MemberView, Viewer
from wtsocial.views.posts import CommentView, FeedPage, LinkPreviewView, PostView
from wtsocial.views.subwikis import ChoicesView, ChoiceView, SubwikiView
from wtsocial.views.suggestions import SuggestionsView, SuggestionView

__all__ = [
    "AccountView",
    "ChainView",
    "ChangeView",
    "ChangesPage",
    "ChoiceView",
    "ChoicesView",
    "CommentView",
    "ContestView",
    "CorrectionView",
    "CorrectionsPage",
    "DashboardView",
    "DayFigure",
    "DiffPiece",
    "DiffView",
    "DisputeView",
    "EntryView",
    "ErasedView",
    "FeedPage",
    "LinkPreviewView",
    "LinkView",
    "LogView",
    "MemberView",
    "NoticeView",
    "PostView",
    "ProofView",
    "QueueView",
    "ReasonFigure",
    "RevisionView",
    "Saved",
    "SourceView",
    "SubwikiView",
    "SuggestionView",
    "SuggestionsView",
    "Viewer",
    "WikiName",
]
