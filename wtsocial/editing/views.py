"""Views of recent changes, corrections, disputes and suggestions."""

from dataclasses import dataclass, field

from wtsocial.core.messages import SuggestionFields


@dataclass(frozen=True)
class ChangeView:
    """A line of the recent changes; `id` is the revision's.

    `kind` is `headline`, `text`, `page`, `comment`, or `created` for a first revision; `thing` is `post`, `comment` or `subwiki`.
    """

    id: int
    at: int
    kind: str
    thing: str
    number: int
    editor: str
    standing: str
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    title: str
    """The post's headline as it stands now, or the subwiki's name."""
    before: str
    after: str
    """The headline before and after, of a headline correction alone."""
    language: str
    """That the author of the post said; empty for none."""
    reason: str
    note: str
    source: str
    via: str
    size: int
    """Characters more (or fewer) than the one before."""
    path: str
    """Where it can be read."""
    difference: str
    """Where what it changed can be seen; empty where there is no such page."""
    reviewed_by: str = ""
    thanks: int = 0
    thanked: bool = False
    """Whether the viewer thanked for it."""
    may_review: bool = False
    may_thank: bool = False
    may_revert: bool = False


@dataclass(frozen=True)
class ChangesPage:
    """Some of the recent changes, newest first. `older` is the cursor of what follows, empty at the end."""

    changes: list[ChangeView] = field(default_factory=list[ChangeView])
    older: str = ""


@dataclass(frozen=True)
class CorrectionView:
    """A headline as it was before a correction and after it."""

    id: int
    at: int
    post_id: int
    number: int
    before: str
    after: str
    reason: str
    note: str
    source: str
    source_host: str
    by: str
    own_error: bool
    host: str
    """Of the news whose headline it is."""
    link: str
    language: str
    """The language that its author said; empty for none."""
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str


@dataclass(frozen=True)
class CorrectionsPage:
    """The corrections of one day of UTC (`day` is 2026-11-23), newest first. `next` is empty on the last day."""

    day: str = ""
    at: int = 0
    """When the day begins."""
    previous: str = ""
    next: str = ""
    count: int = 0
    """Of the whole day, whatever of it stands here; at most CORRECTIONS_COUNTED."""
    many: bool = False
    """The day has more than `count`."""
    corrections: list[CorrectionView] = field(default_factory=list[CorrectionView])
    older: str = ""


@dataclass(frozen=True)
class OptionView:
    """One version that can be voted for: `number` is a revision that has it, `by` is who first wrote it."""

    number: int
    text: str
    by: str
    votes: int
    first: bool = False
    """It is the author's first one."""
    fought: bool = False
    """The war is about it; every other one stood undisputed before."""
    stands: bool = False
    """It stands while it is voted."""


@dataclass(frozen=True)
class DisputeView:
    """An edit war that is put to the vote: the versions of a post's headline or text, the oldest first.

    `mine` is the number of the option that this person voted for; 0 for none yet.
    """

    post_id: int = 0
    what: str = ""
    options: list[OptionView] = field(default_factory=list[OptionView])
    ends_at: int = 0
    parties: list[str] = field(default_factory=list[str])
    mine: int = 0
    may_vote: bool = False
    may_decide: bool = False
    """This person moderates there, and may end the vote by their own word."""


@dataclass(frozen=True)
class SuggestionView(SuggestionFields):
    """A suggested headline as one person sees it."""


@dataclass(frozen=True)
class SuggestionsView:
    """The suggestions under a post: all open ones, the oldest first; then a page of those decided, the newest first."""

    post_id: int = 0
    stamp: int = 0
    needed: int = 0
    """How many members have to agree, or to disagree."""
    may_judge: bool = False
    """This person may agree or disagree with others' suggestions."""
    may_answer: bool = False
    """This person answers and declines as the author."""
    may_accept: bool = False
    """This person may accept as the author."""
    may_hide: bool = False
    """This person moderates here."""
    suggestions: list[SuggestionView] = field(default_factory=list[SuggestionView])
    before: int = 0
    """The page is of those decided ones that are older than the one of this id; 0 for the newest."""
    older: int = 0
    """The id of the last decided one, where there are older ones; else 0."""
