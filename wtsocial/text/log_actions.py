"""The words of the log for what was done; the catalogue names them."""

from typing import Final

ACTIONS: Final = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
    "appeal", "uphold", "overturn",
    "lock", "unlock", "limit", "hold", "lift", "approve",
    "add_rule", "remove_rule", "flag", "hold_post",
    "configure", "announce", "end_announcement", "revoke",
    "move", "add_text", "remove_text",
    "call_vote", "keep_moderator", "remove_moderator", "ask_adoption", "adopt", "end_adoption",
)  # fmt: skip
RULED: Final = ("add_rule", "remove_rule", "flag", "hold_post")
"""What is about a content rule: the detail is a word, a space and what the rule looks for."""
OF_SITE: Final = ("configure", "announce", "end_announcement", "revoke")
"""What admins do to the site itself. Of a setting the detail is its name, a space, and what it was and is (`change_detail`)."""
VOTED: Final = ("keep_moderator", "remove_moderator")
"""How a vote of confidence ends: the detail is how many were for and against."""
OFFICES: Final = ("moderator", "admin", "rule")
"""In which office something was decided: as one of the subwiki's moderators, as an admin, or by a rule of the site."""
JURY: Final = ("uphold", "overturn")
"""How an appeal ends: by a jury, where nobody is named."""
LIMITED: Final = ("suspend", "limit", "hold")
"""What takes something from a member, for a time or for good."""
_TO: Final = " → "


def change_detail(name: str, before: str, after: str) -> str:
    """The detail of a setting that was changed."""
    return f"{name} {before}{_TO}{after}"


def change_of(detail: str) -> tuple[str, str, str]:
    """The setting's name, what it was and what it is."""
    name, _, change = detail.partition(" ")
    before, _, after = change.partition(_TO)
    return name, before, after
