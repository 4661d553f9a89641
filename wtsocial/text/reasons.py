"""Reasons: the words that a correction and a flag choose from (named in the catalogue), and what an editor says about a change."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

CorrectionReason = Literal["mismatch", "context", "exaggerated", "outdated", "satire", "false", "retold", "spelling"]
FlagReason = Literal[
    "misleading", "fake", "hate", "harassment", "spam", "impersonation", "machine", "privacy", "illegal", "other",
]  # fmt: skip

CORRECTION_REASONS: Final[tuple[CorrectionReason, ...]] = get_args(CorrectionReason)
FLAG_REASONS: Final[tuple[FlagReason, ...]] = get_args(FlagReason)

OF_HEADLINES: Final[frozenset[FlagReason]] = frozenset({"misleading"})
"""Reasons to flag what has a headline."""
FLAG_REASONS_FOR: Final[dict[str, tuple[FlagReason, ...]]] = {
    "post": FLAG_REASONS,
    "comment": tuple(reason for reason in FLAG_REASONS if reason not in OF_HEADLINES),
    "revision": ("misleading", "fake", "hate", "harassment", "spam", "privacy", "illegal", "other"),
    "subwiki": ("hate", "harassment", "fake", "spam", "impersonation", "privacy", "illegal", "other"),
    "member": ("impersonation", "harassment", "spam", "hate", "fake", "machine", "privacy", "illegal", "other"),
}
"""The reasons that make sense for what is flagged, by its kind."""
FLAGGABLE: Final = tuple(FLAG_REASONS_FOR)
"""Kinds of what members flag."""
NOTED: Final[frozenset[FlagReason]] = frozenset({"other"})
"""Reasons that say nothing without a note."""

BY_RULE: Final = "rule"
"""In place of a reason: a content rule flagged it."""

AT_ONCE: Final[frozenset[str]] = frozenset({"privacy", "illegal"})
"""Reasons for which one flag that weighs anything covers what it is about."""

SOURCELESS: Final[frozenset[CorrectionReason]] = frozenset({"spelling"})
"""Reasons that need no source."""
SLIGHT: Final[frozenset[str]] = frozenset({"spelling"})
"""Reasons that change nothing in what a headline says: no vote or comment was given to another one."""
MEMBERS_OWN: Final[frozenset[str]] = frozenset({"retold"})
"""Reasons that say that the words were the member's and not the source's: they never count against the source."""


@dataclass(frozen=True)
class Reason:
    """What an editor says about a change: why it was made, and what shows it. Empty where nothing was said."""

    reason: str = ""
    """A word of `CORRECTION_REASONS`; only a headline's correction has one."""
    source: str = ""
    """The link that shows it."""
    note: str = ""
    own_error: bool = False
    """The author of a post corrects its headline and says "I was wrong"."""


NO_REASON: Final = Reason()
