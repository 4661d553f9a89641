"""Views of histories: revisions, and what changed between two."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RevisionView:
    """A line of a history. A hidden one shows who and when, and nothing of its text."""

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
