"""Tables: columns, constraints, indexes; no rules, no queries."""

from wtsocial.models.columns import now
from wtsocial.models.comments import Comment
from wtsocial.models.joining import Admission, Invitation, InvitationUse, Joining, Place, PlaceBlock
from wtsocial.models.members import LoginSession, MailedToken, Member
from wtsocial.models.moderation import Flag, LogEntry
from wtsocial.models.notices import Notice
from wtsocial.models.posts import Draft, Post, SavedPost, Vote
from wtsocial.models.revisions import Review, Revision, Thanks
from wtsocial.models.sources import Contest, Source
from wtsocial.models.subwikis import Membership, Subwiki
from wtsocial.models.suggestions import Dispute, DisputeParty, DisputeVote, Suggestion, SuggestionVote

__all__ = [
    "Admission", "Comment", "Contest", "Dispute", "DisputeParty", "DisputeVote", "Draft", "Flag", "Invitation", "InvitationUse",
    "Joining", "LogEntry", "LoginSession", "MailedToken", "Member", "Membership", "Notice", "Place", "PlaceBlock", "Post", "Review",
    "Revision", "SavedPost", "Source", "Subwiki", "Suggestion", "SuggestionVote", "Thanks", "Vote", "now",
]  # fmt: skip
