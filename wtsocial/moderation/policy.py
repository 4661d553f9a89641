"""May I: decisions and erasure."""

from typing import Final

from wtsocial.accounts.permissions import may_moderate
from wtsocial.accounts.views import Viewer

UPHOLDING: Final = ("hide", "cover", "warn")
"""Decisions by which flags are upheld, in the log's words."""
DECISIONS: Final = (*UPHOLDING, "dismiss", "restore")
"""What moderators decide about posts and comments."""
STATED: Final = (*DECISIONS, "uncover", "undo")
"""What has a statement of reasons; covers by members' flags do, too."""


def may_decide(viewer: Viewer, *, subwiki_id: int, author_id: int, author_is_admin: bool) -> bool:
    """Whoever moderates there, but never on their own things, and on an admin's only an admin."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id and (viewer.is_admin or not author_is_admin)


def may_erase(viewer: Viewer, subwiki_id: int) -> bool:
    """Whoever moderates there."""
    return may_moderate(viewer, subwiki_id)
