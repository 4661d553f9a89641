"""May I: decisions, appeals and erasure."""

from datetime import datetime, timedelta
from typing import Final

from wtsocial.accounts.permissions import may_administer, may_moderate
from wtsocial.accounts.views import Viewer
from wtsocial.models import now

UPHOLDING: Final = ("hide", "cover", "warn")
"""Decisions by which flags are upheld, in the log's words."""
DECISIONS: Final = (*UPHOLDING, "dismiss", "restore")
"""What moderators decide about posts and comments."""
DISMISSING: Final = ("dismiss", "overturn")
"""What says that flags were none."""
STATED: Final = (*DECISIONS, "uncover", "undo", "uphold", "overturn")
"""What has a statement of reasons; covers by members' flags do, too."""
APPEAL_WITHIN: Final = timedelta(days=20)
"""For so long after a decision its author may appeal against it."""


def may_decide(viewer: Viewer, *, subwiki_id: int, author_id: int, author_is_admin: bool) -> bool:
    """Whoever moderates there, but never on their own things, and on an admin's only an admin."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id and (viewer.is_admin or not author_is_admin)


def office(viewer: Viewer, subwiki_id: int) -> str:
    """As whom somebody decides there: as one of its moderators, or as an admin."""
    return "moderator" if subwiki_id in viewer.moderates else "admin"


def may_appeal(viewer: Viewer, *, action: str, author_id: int, at: datetime) -> bool:
    """The author of what a moderator hid, covered or warned about, for some weeks; also while suspended."""
    return viewer.known and viewer.id == author_id and action in UPHOLDING and now() - at < APPEAL_WITHIN


def may_decide_appeal(viewer: Viewer, *, took_part: bool) -> bool:
    """Admins who took no part, where there are too few for a jury."""
    return viewer.active and viewer.is_admin and not took_part


def may_set_rules(viewer: Viewer, place: int) -> bool:
    """For posts in a subwiki whoever moderates there; for the whole site (a place of 0) admins."""
    return may_moderate(viewer, place) if place else may_administer(viewer)


def may_erase(viewer: Viewer, subwiki_id: int) -> bool:
    """Whoever moderates there."""
    return may_moderate(viewer, subwiki_id)
