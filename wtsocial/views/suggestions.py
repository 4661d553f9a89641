"""Views of suggestions: other headlines for a post, and what members and its author say to them."""

from dataclasses import dataclass, field

from wtsocial.revisions.views import DiffPiece


@dataclass(frozen=True)
class SuggestionView:
    """A suggested headline. A withdrawn one, and one whose revision is hidden or erased, comes without what was typed.

    `stamp` is the post's when it was read: a browser patches it with what was said later.
    """

    id: int
    post_id: int
    stamp: int
    suggester: str
    at: int
    headline: str
    pieces: list[DiffPiece]
    """What leads from the headline that it replaces to it, word by word."""
    reason: str
    source: str
    note: str
    state: str
    agrees: int
    disagrees: int
    answer: str
    revision: int
    mine: str = ""
    """What this person said to it: `agree`, `disagree`, or nothing."""


@dataclass(frozen=True)
class SuggestionsView:
    """The suggestions under a post: open ones first, the oldest first; then those decided, the newest first."""

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
