"""Views of the moderation queue and the public log."""

from dataclasses import dataclass, field, replace

from wtsocial.revisions.views import DiffPiece


@dataclass(frozen=True)
class ReasonCount:
    """How many open flags name a reason."""

    reason: str
    count: int


@dataclass(frozen=True)
class QueueView:
    """A case: a thing with open flags, as it stands in the queue."""

    id: int
    subject_kind: str
    subject_id: int
    post_id: int
    path: str
    """Where it stands; a comment in its thread."""
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    author: str
    headline: str
    language: str
    excerpt: str
    flags: int
    reasons: list[ReasonCount]
    first_at: int
    revision: int = 0
    """The number of a revision that is flagged by itself."""
    hidden: bool = False
    cover: str = ""
    holder: str = ""
    """Who has it open now, until `held_until`; empty for nobody."""
    held_until: int = 0
    may_decide: bool = False


@dataclass(frozen=True)
class QueuePage:
    """Some cases, the longest waiting first; `after` is where the next ones begin, 0 at the end."""

    cases: list[QueueView] = field(default_factory=list[QueueView])
    after: int = 0


@dataclass(frozen=True)
class FlagView:
    """A flag, for those who moderate there: of its flagger's `decided` flags so many were `upheld`."""

    reason: str
    law: str
    note: str
    at: int
    flagger: str
    upheld: int
    decided: int
    label: str = ""
    """What the content rule looks for that flagged it; empty where a member did."""


@dataclass(frozen=True)
class AuthorRecord:
    """What is known of an author: flags on theirs that were upheld and dismissed before, and what they contributed."""

    standing: str = ""
    joined: int = 0
    contributions: int = 0
    upheld: int = 0
    dismissed: int = 0


@dataclass(frozen=True)
class EarlierDecision:
    """An entry of the log about the same thing; without `actor` a rule's."""

    id: int
    action: str
    reason: str
    at: int
    actor: str


@dataclass(frozen=True)
class CaseNoteView:
    """What a moderator noted about a thing."""

    id: int
    text: str
    at: int
    author: str


@dataclass(frozen=True)
class RuleView:
    """A rule that a decision may name (`text.rules`), and how it begins."""

    word: str
    text: str


@dataclass(frozen=True)
class PreparedTextView:
    """A text that moderators keep for the reasons of their decisions."""

    id: int
    title: str
    text: str


@dataclass(frozen=True)
class CaseView:
    """A case with all that a moderator decides by."""

    case: QueueView
    flags: list[FlagView]
    record: AuthorRecord
    domain: str = ""
    """The source of a post: of so many headlines in its own words, so many were corrected."""
    source_posts: int = 0
    source_corrected: int = 0
    earlier: list[EarlierDecision] = field(default_factory=list[EarlierDecision])
    notes: list[CaseNoteView] = field(default_factory=list[CaseNoteView])
    rules: list[RuleView] = field(default_factory=list[RuleView])
    """Those of the subwiki."""
    texts: list[PreparedTextView] = field(default_factory=list[PreparedTextView])
    """Those of the subwiki and of the site, one of which may begin the reason."""
    difference: str = ""
    """Where the difference stands between what was flagged first and what stands now, or by a flagged revision; empty for none."""
    pieces: list[DiffPiece] = field(default_factory=list[DiffPiece])

    def changed_since(self, difference: str, pieces: list[DiffPiece]) -> "CaseView":
        """The same, of what was changed since it was flagged, or by what was flagged."""
        return replace(self, difference=difference, pieces=pieces)


@dataclass(frozen=True)
class LogView:
    """A line of the log."""

    id: int
    at: int
    actor: str
    """Empty where a rule did it by itself, and for who chose not to be named (`office`)."""
    action: str
    subject_kind: str
    headline: str
    post_id: int
    member: str
    subwiki_slug: str
    subwiki_name: str
    flags: int
    reason: str
    detail: str = ""
    """What was decided beyond the action: the standing of a protection, the votes that settled a war."""
    until: int = 0
    revision: int = 0
    """Which revision it is about; of several, the first, and `detail` is the last."""
    stated: bool = False
    """Whether there is a statement of reasons."""
    label: str = ""
    """What a content rule looks for, where it is about one; the name of where a post was moved, whose slug is the `detail`."""
    before: str = ""
    after: str = ""
    """What a setting was and is, where it is about one; `detail` is its name."""
    undone_by: int = 0
    """The entry that took it back; 0 for none."""
    office: str = ""
    """In which office somebody decided, named or not (`text.log_actions.OFFICES`)."""


@dataclass(frozen=True)
class VerdictView:
    """What one who decided on an appeal said."""

    verdict: str
    text: str


@dataclass(frozen=True)
class AppealView:
    """How an appeal stands, for everybody; of an outcome, what it was about."""

    decision: int = 0
    """The entry that it is against; 0 where there is no appeal."""
    state: str = ""
    filed: int = 0
    due: int = 0
    """Until when those who sit answer."""
    seats: int = 0
    answered: int = 0
    outcome: int = 0
    """The entry that says how it ended."""
    verdicts: list[VerdictView] = field(default_factory=list[VerdictView])
    """Once it has ended."""
    may_appeal: bool = False
    until: int = 0
    """For so long its author may appeal, where they may."""


@dataclass(frozen=True)
class DrawnView:
    """A ticket that was drawn, as the how-manieth, and what became of its owner."""

    place: int
    ticket: str
    state: str


@dataclass(frozen=True)
class DrawView:
    """All that it takes to work out again who was drawn for a jury. What is not told yet is empty."""

    decision: int
    commitment: str
    committed: int
    state: str
    begun: int
    pool_hash: str
    pool: list[str]
    seats: int
    filed: int
    site_number: str
    appellant_number: str
    seed: str
    drawn: list[DrawnView]


@dataclass(frozen=True)
class StatementView:
    """The statement of reasons of an entry of the log, for everybody."""

    entry: LogView
    rule: str = ""
    rule_text: str = ""
    """A subwiki's rule as it was."""
    rule_path: str = ""
    law: str = ""
    automated: bool = False
    noticed_by_rule: bool = False
    """Whether a content rule flagged it first."""
    undone_by: int = 0
    """The entry that took it back; 0 for none."""
    may_undo: bool = False
    visibility: str = ""
    """What it did to what was decided on, in the words of the EU's transparency database."""
    published: int = 0
    appeal: AppealView = AppealView()
