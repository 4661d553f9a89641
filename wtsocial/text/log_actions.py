"""The words of the log for what was done; the catalogue names them."""

from typing import Final

ACTIONS: Final = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
)  # fmt: skip
