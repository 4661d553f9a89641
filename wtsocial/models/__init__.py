"""Tables: columns, constraints, indexes; no rules, no queries."""

from wtsocial.models.appeals import Appeal, DrawNumber, JurorTicket
from wtsocial.models.books import Expense, LedgerEntry, LedgerLine, LedgerSum
from wtsocial.models.cases import CaseNote, CaseReason, ModerationCase
from wtsocial.models.choices import ChoiceVersion, Follow, NotificationPreference, PostTag, Preset, TagFollow
from wtsocial.models.columns import now
from wtsocial.models.comments import Comment
from wtsocial.models.content_rules import ContentRule, RuleCatch
from wtsocial.models.donations import Donation, DonationMail, Payment, PendingFee, StripeEvent, StripeLink, StripeObject
from wtsocial.models.figures import BooksFigures, DashboardFigures, ModerationFigure
from wtsocial.models.jobs import Job
from wtsocial.models.joining import Admission, Invitation, InvitationUse, JoiningSettings, WaitingListBlock, WaitingListEntry
from wtsocial.models.leadership import Adoption, ConfidenceBallot, ConfidenceVote
from wtsocial.models.members import EmailToken, LoginSession, Member
from wtsocial.models.moderation import Flag, ModerationAction
from wtsocial.models.notices import Notice
from wtsocial.models.posts import Draft, Post, SavedPost, Vote
from wtsocial.models.prepared_texts import PreparedText
from wtsocial.models.requests import IdempotencyKey
from wtsocial.models.restrictions import MemberRestriction
from wtsocial.models.revisions import Review, Revision, Thanks
from wtsocial.models.site import Announcement, SiteSetting
from wtsocial.models.sources import PublisherHeadline, Source, SourceDispute, SourceReading
from wtsocial.models.subwikis import Membership, Subwiki, SubwikiNgram
from wtsocial.models.suggestions import Dispute, DisputeOption, DisputeParty, DisputeVote, Suggestion, SuggestionVote

__all__ = [
    "Admission", "Adoption", "Announcement", "Appeal", "BooksFigures", "CaseNote", "CaseReason",
    "ChoiceVersion", "Comment", "ConfidenceBallot", "ConfidenceVote",
    "ContentRule", "DashboardFigures", "Dispute", "DisputeOption", "DisputeParty", "DisputeVote",
    "Donation", "DonationMail", "Draft", "DrawNumber",
    "EmailToken", "Expense", "Flag", "Follow", "IdempotencyKey", "Invitation", "InvitationUse", "Job",
    "JoiningSettings", "JurorTicket", "LedgerEntry", "LedgerLine", "LedgerSum", "LoginSession", "Member", "MemberRestriction", "Membership",
    "ModerationAction",
    "ModerationCase", "ModerationFigure", "Notice",
    "NotificationPreference", "Payment", "PendingFee", "Post", "PostTag", "PreparedText", "Preset", "PublisherHeadline",
    "Review", "Revision", "RuleCatch", "SavedPost", "SiteSetting",
    "Source", "SourceDispute", "SourceReading", "StripeEvent", "StripeLink", "StripeObject", "Subwiki", "SubwikiNgram", "Suggestion",
    "SuggestionVote", "TagFollow", "Thanks", "Vote", "WaitingListBlock", "WaitingListEntry", "now",
]  # fmt: skip
