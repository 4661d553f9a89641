"""Views of duties: a case for one who sits in a jury."""

from dataclasses import dataclass, field

from wtsocial.moderation.views import AuthorRecord, FlagView
from wtsocial.revisions.views import DiffPiece


@dataclass(frozen=True)
class EarlierText:
    """What was decided against a member before, and what it was about; without names."""

    action: str
    reason: str
    at: int
    text: str


@dataclass(frozen=True)
class DutyView:
    """A case for one who sits in a jury, or for an admin where there are too few: what the moderator saw, without names."""

    decision: int
    alone: bool
    """Whether an admin decides alone."""
    due: int
    subject_kind: str
    action: str
    at: int
    headline: str
    text: str
    """Both as they were when it was decided."""
    language: str
    pieces: list[DiffPiece]
    """What was changed between what was flagged and what was decided on; empty where nothing was."""
    flags: list[FlagView]
    """Without their flaggers."""
    record: AuthorRecord
    domain: str
    source_posts: int
    source_corrected: int
    rule: str
    rule_text: str
    rule_path: str
    law: str
    reason: str
    """The moderator's."""
    appeal: str
    """What the author says."""
    until: int = 0
    """When what was taken from a member ends; 0 for no end."""
    earlier: list[EarlierText] = field(default_factory=list[EarlierText])
    """What else was decided against a member, where it is about one."""
    ticket: str = ""
    nonce: str = ""
    member: int = 0
    """By ticket, nonce and number somebody can see that they were drawn."""
