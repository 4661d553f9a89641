"""Views of the moderation queue, the public log, and erasures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QueueView:
    """What waits for a moderator: one thing, with every open flag on it."""

    subject_kind: str
    subject_id: int
    post_id: int
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    author: str
    headline: str
    excerpt: str
    flags: int
    reasons: list[str]
    notes: list[str]
    first_at: int
    hidden: bool = False
    may_decide: bool = False


@dataclass(frozen=True)
class OwnFlagView:
    """A flag of the viewer's own, and what became of it. Of what the viewer may not see any more there is no headline."""

    id: int
    subject_kind: str
    subject_id: int
    path: str
    headline: str
    language: str
    reason: str
    law: str
    note: str
    at: int
    state: str
    """`open`, `withdrawn` or `decided`."""
    action: str = ""
    """What was decided, in the log's word."""
    answer: str = ""
    """The reason of the decision."""
    decided_at: int = 0
    decision_id: int = 0


@dataclass(frozen=True)
class LogView:
    """A line of the log."""

    id: int
    at: int
    actor: str
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


@dataclass(frozen=True)
class ErasedView:
    """What was erased, and in which other revisions of the thing the same headline or the same text still stands."""

    revisions: int
    same_headline: list[int]
    same_text: list[int]
