"""Views of histories: revisions, and what changed between two."""

from dataclasses import dataclass


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
    hidden: bool = False
    erased: int = 0
    """When its text was erased for good; 0 for never."""
    erased_by: str = ""
    erased_reason: str = ""
    erased_entry: int = 0
    """The entry of the log that tells of it."""


@dataclass(frozen=True)
class DiffPiece:
    """A stretch of a difference: `same`, `del` or `ins`."""

    kind: str
    text: str


@dataclass(frozen=True)
class DiffView:
    """Two revisions of one post, side by side."""

    post_id: int
    old: RevisionView
    new: RevisionView
    headline: list[DiffPiece]
    text: list[DiffPiece]


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
class ErasedView:
    """What was erased, and in which other revisions of the thing the same headline or the same text still stands."""

    revisions: int
    same_headline: list[int]
    same_text: list[int]
