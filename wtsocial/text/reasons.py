"""Reasons: the words that a correction and a flag choose from (their names stand in the catalogue)."""

from typing import Final, Literal, get_args

CorrectionReason = Literal["mismatch", "context", "exaggerated", "outdated", "satire", "false", "spelling"]
FlagReason = Literal["spam", "hate", "harassment", "misinformation", "illegal", "privacy", "other"]

CORRECTION_REASONS: Final[tuple[CorrectionReason, ...]] = get_args(CorrectionReason)
FLAG_REASONS: Final[tuple[FlagReason, ...]] = get_args(FlagReason)

SOURCELESS: Final[frozenset[CorrectionReason]] = frozenset({"spelling"})
"""Reasons that need no source."""
SLIGHT: Final[frozenset[str]] = frozenset({"spelling"})
"""Reasons that change nothing in what a headline says: no vote or comment was given to another one."""
