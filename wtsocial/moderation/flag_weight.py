"""What a flag weighs: the rule that is published at /rules, which covers what members' flags weigh together. Pure."""

from typing import Final

from wtsocial.text.reasons import AT_ONCE

WEIGHTS: Final = {"new": 0, "member": 100, "trusted": 200, "moderator": 200, "admin": 200}
"""By the flagger's standing, before any flag of theirs was decided on. New is who lacks a confirmed address, days or contributions."""
ENOUGH: Final = 300
"""What flags have to weigh together to cover something: three members', say."""
JUDGED: Final = 5
"""From so many flags on that were decided on, those of a flagger who is hardly ever right weigh nothing."""


def flag_weight(standing: str, *, upheld: int, dismissed: int) -> int:
    """What a flag weighs whose flagger has this standing, and so many flags that were upheld and dismissed.

    It grows and shrinks with how often they were right, up to twice and down to a third of what their standing gives.
    """
    decided = upheld + dismissed
    if decided >= JUDGED and upheld * 4 < decided:
        return 0
    return WEIGHTS[standing] * 2 * (upheld + 1) // (decided + 2)


def covers_at_once(reason: str, weight: int) -> bool:
    """Whether one flag is enough: private data, or what is against the law, said by somebody whose flags weigh anything."""
    return reason in AT_ONCE and weight > 0
