"""Kinds of notices: which are chosen together, and which always go to the inbox."""

from typing import Final

NOTICES: Final[dict[str, tuple[str, ...]]] = {
    "comment": ("comment",),
    "reply": ("reply",),
    "correction": ("corrected", "receipt"),
    "suggestion": (
        "suggested", "suggestion_accepted", "suggestion_agreed", "suggestion_answered", "suggestion_declined", "suggestion_fallen",
        "suggestion_live", "suggestion_outdated", "suggestion_to_answer", "suggestion_withdrawn",
    ),
    "vote": ("brake", "settled", "settled_by"),
    "thanks": ("thanked", "thanked_page"),
    "friend": ("friend_came", "friend_moved"),
    "decision": (),
}  # fmt: skip
"""Kinds of notices that are chosen together. What stands under none is a decision about oneself: it always comes to the inbox."""


ALWAYS: Final = "decision"
MAILED: Final = ("adoption_asked",)
"""Notices that are mailed whatever one chose: who is away reads no inbox."""


def kind_of(notice: str) -> str:
    """The kind under which a notice (`models.notices`) is chosen."""
    return next((kind for kind, notices in NOTICES.items() if notice in notices), ALWAYS)


def has_own_letter(notice: str) -> bool:
    """Whether a notice comes with a letter anyhow: nobody gets two."""
    return notice == "let_in" or notice.startswith("donation_")
