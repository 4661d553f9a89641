"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from wtsocial.views.history import DiffPiece, DiffView, RevisionView
from wtsocial.views.moderation import DashboardView, DayFigure, LogView, NoticeView, QueueView
from wtsocial.views.people import AccountView, MemberView, Viewer
from wtsocial.views.posts import CommentView, FeedPage, LinkPreviewView, PostView
from wtsocial.views.subwikis import ChoicesView, ChoiceView, SubwikiView

__all__ = [
    "AccountView",
    "ChoiceView",
    "ChoicesView",
    "CommentView",
    "DashboardView",
    "DayFigure",
    "DiffPiece",
    "DiffView",
    "FeedPage",
    "LinkPreviewView",
    "LogView",
    "MemberView",
    "NoticeView",
    "PostView",
    "QueueView",
    "RevisionView",
    "SubwikiView",
    "Viewer",
]
