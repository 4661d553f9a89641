"""Tables: columns, constraints, indexes; no rules, no queries."""

from wtsocial.models.books import Expense, LedgerEntry, LedgerLine, LedgerSum
from wtsocial.models.choices import ChoiceVersion, Follow, NoticeWay, PostTag, Preset, TagFollow
from wtsocial.models.columns import now
from wtsocial.models.comments import Comment
from wtsocial.models.donations import Donation, DonationMail, Payment, Settling, StripeEvent, StripeLink, StripeObject
from wtsocial.models.jobs import Job
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
    "Admission", "ChoiceVersion", "Comment", "Contest", "Dispute", "DisputeParty", "DisputeVote", "Donation", "DonationMail", "Draft",
    "Expense", "Flag", "Follow", "Invitation", "InvitationUse", "Job", "Joining", "LedgerEntry", "LedgerLine", "LedgerSum", "LogEntry",
    "LoginSession", "MailedToken", "Member", "Membership", "Notice", "NoticeWay", "Payment", "Place", "PlaceBlock", "Post", "PostTag",
    "Preset", "Review", "Revision", "SavedPost", "Settling", "Source", "StripeEvent", "StripeLink", "StripeObject", "Subwiki",
    "Suggestion", "SuggestionVote", "TagFollow", "Thanks", "Vote", "now",
]  # fmt: skip
