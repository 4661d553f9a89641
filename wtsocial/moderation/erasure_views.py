"""Views of erasures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ErasedView:
    """What was erased, and in which other revisions of the thing the same headline or the same text still stands."""

    revisions: int
    same_headline: list[int]
    same_text: list[int]
