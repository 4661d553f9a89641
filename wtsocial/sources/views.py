"""Views of sources: their corrected headlines, and the contests about them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ContestView:
    """Somebody contests an entry of the source memory; `outcome` is empty while nobody has answered."""

    id: int
    post_id: int
    headline: str
    domain: str
    member: str
    for_source: bool
    text: str
    at: int
    outcome: str
    answer: str
    answered_by: str
    decided_at: int
    may_answer: bool = False


@dataclass(frozen=True)
class EntryView:
    """A headline from a source that stands corrected. One that was struck after a contest is counted no longer."""

    post_id: int
    number: int
    at: int
    before: str
    after: str
    reason: str
    source: str
    by: str
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    language: str = ""
    """The language that the post's author said; empty for none."""
    worded_by: str = ""
    """In whose words the first headline was: the `source`'s, a `member`'s, or empty for unknown."""
    counts: bool = False
    """It counts against the source."""
    struck: bool = False
    contests: list[ContestView] = field(default_factory=list[ContestView])
    may_contest: bool = False


@dataclass(frozen=True)
class ReasonFigure:
    """How many headlines were corrected for one reason."""

    reason: str
    count: int


@dataclass(frozen=True)
class SourceView:
    """What is remembered of a source: of so many headlines in its `own` words, so many were `corrected`, and why.

    `other` were corrected that were a member's words, or nobody knows whose; `posts` are all together.
    """

    domain: str = ""
    posts: int = 0
    own: int = 0
    corrected: int = 0
    other: int = 0
    reasons: list[ReasonFigure] = field(default_factory=list[ReasonFigure])
    reasons_of: int = 0
    """How many corrections the reasons are of."""
    reasons_newest: int = 0
    """Of so many of the newest corrected headlines the reasons were counted; 0 for of all."""
    entries: list[EntryView] = field(default_factory=list[EntryView])
    older: str = ""
