"""Views of histories: revisions, and what changed between two."""

from dataclasses import dataclass, field

from wtsocial.core.messages import DiffPiece


@dataclass(frozen=True)
class RevisionView:
    """A line of a history. A hidden or erased one shows who and when, and nothing of its text."""

    number: int
    editor: str
    at: int
    change: str
    headline: str
    reason: str
    note: str
    source: str
    size: int
    """Characters more (or fewer) than the one before."""
    before: int = 0
    """The number of the newest one before it whose text may be shown; 0 for none, and beside one that may not be."""
    own_error: bool = False
    """The author corrected their own headline and says "I was wrong"."""
    via: str = ""
    """How it came about other than by typing: `revert`, `undo`, `merge`, `suggestion` or `vote`."""
    id: int = 0
    """Its number among all revisions, by which it is flagged."""
    hidden: bool = False
    erased: int = 0
    """When its text was erased for good; 0 for never."""
    erased_by: str = ""
    erased_reason: str = ""
    erased_entry: int = 0
    """The entry of the log that tells of it."""
    html: str = ""
    """What a comment said, in the comment's own history alone."""
    left_out: bool = False
    """That is too much for the list: it stands in the difference to the one before."""


@dataclass(frozen=True)
class HistoryPage:
    """A page of a history, newest first: those before number `before`, 0 for the newest."""

    revisions: list[RevisionView]
    newest: int
    """The number of the newest revision there is."""
    before: int = 0
    older: int = 0
    """The number of the last one of the page, where more follow; else 0."""
    cover: str = ""
    """By whose word the thing, or its post, is folded away; empty for nobody's."""


@dataclass(frozen=True)
class DiffView:
    """Two revisions of one thing, side by side. `path` is the address under which its history stands, `home` where it stands itself.

    `post_id` is its post, or that of the comment; 0 for a subwiki's page, which alone has `rules`.
    """

    post_id: int
    old: RevisionView
    new: RevisionView
    headline: list[DiffPiece]
    text: list[DiffPiece]
    rules: list[DiffPiece] = field(default_factory=list[DiffPiece])
    path: str = ""
    home: str = ""
    same: bool = False
    """Both say the same: what was changed between them was changed back."""
    earlier: int = 0
    """The last revision before the old one that may be shown; 0 for none."""
    later: int = 0
    """The first one after the new one that may be shown; 0 for none."""
    cover: str = ""


@dataclass(frozen=True)
class Saved:
    """What became of a save: the number of the revision that it is, and whose change it was merged with, if it was."""

    revision: int
    merged_with: str = ""


@dataclass(frozen=True)
class ProofView:
    """Whether a history is what was sealed: how many revisions were gone through, and the first broken link (0: none) with its word."""

    revisions: int
    broken: int = 0
    why: str = ""


@dataclass(frozen=True)
class LinkView:
    """One revision as docs/HISTORY.md hands it out: content and salt are None where they are withheld."""

    facts: dict[str, str | int | bool]
    editor_name: str
    salt: str | None
    content: dict[str, str] | None
    digest: str
    seal: str
    erased_at: str | None
    hidden: bool


@dataclass(frozen=True)
class ChainView:
    """A stretch of a thing's chain as docs/HISTORY.md hands it out; `next` is the number after which it goes on, 0 at the end."""

    thing: str
    version: int
    head: str
    revision: int
    shown: dict[str, str] | None
    revisions: list[LinkView]
    next: int
    changed: int
    """When this stretch was changed last."""
