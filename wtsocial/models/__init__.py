"""Tables: columns, constraints, indexes; no rules, no queries."""

from wtsocial.models.columns import now
from wtsocial.models.comments import Comment
from wtsocial.models.members import LoginSession, MailedToken, Member
from wtsocial.models.moderation import Flag, LogEntry
from wtsocial.models.notices import Notice
from wtsocial.models.posts import Draft, Post, SavedPost, Vote
from wtsocial.models.revisions import Revision
from wtsocial.models.subwikis import Membership, Subwiki

__all__ = [
    "Comment", "Draft", "Flag", "LogEntry", "LoginSession", "MailedToken", "Member", "Membership",
    "Notice", "Post", "Revision", "SavedPost", "Subwiki", "Vote", "now",
]  # fmt: skip
