"""The view of a flag of one's own."""

from dataclasses import dataclass


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
    upheld: bool = False
