"""May I: decisions, appeals and erasure."""

from datetime import datetime, timedelta
from typing import Final

from wtsocial.accounts.permissions import JudgedMember, may_administer, may_moderate
from wtsocial.accounts.views import Viewer
from wtsocial.models import now

UPHOLDING: Final = ("hide", "cover", "warn", "lock", "move")
"""Decisions by which flags are upheld: what is locked may have gone wrong under what was flagged, what is moved was in the wrong place."""
DECISIONS: Final = (*UPHOLDING, "dismiss", "restore")
"""What moderators decide about what was flagged."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "post": DECISIONS,
    "comment": tuple(one for one in DECISIONS if one not in ("lock", "move")),
    "revision": ("hide", "warn", "dismiss", "restore"),
    "subwiki": ("warn", "dismiss"),
    "member": ("warn", "dismiss"),
}
"""Which of them there are, by the kind of what is decided on. A member can be suspended, too (`moderation.members`)."""
UPHELD_BY: Final = (*UPHOLDING, "suspend")
"""Entries of the log by which flags are upheld."""
AGAINST: Final = ("hide", "cover", "warn", "suspend")
"""Those that count against whom they concern."""
DISMISSING: Final = ("dismiss", "overturn")
"""What says that flags were none."""
RESTRICTING: Final = ("limit", "hold")
"""What moderators take from a member in a subwiki for a time."""
STATED: Final = (*DECISIONS, "suspend", "reinstate", "uncover", "undo", "unlock", "uphold", "overturn", *RESTRICTING, "lift")
"""What has a statement of reasons; covers by members' flags do, too."""
APPEALABLE: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("post", "comment", "revision"), UPHOLDING),
    "member": ("warn", "suspend", *RESTRICTING),
}
"""Decisions about which a jury hears appeals, by the kind of what was decided on: what was written in a subwiki, or a member."""
APPEAL_WITHIN: Final = timedelta(days=20)
"""For so long after a decision its author may appeal against it."""


def may_decide(viewer: Viewer, *, kind: str, place_id: int | None, subject_id: int, author_id: int | None, author_is_admin: bool) -> bool:
    """Whoever moderates there, and for subwikis and members admins; but nobody on what concerns them, and on an admin's only an admin.

    A subwiki concerns its own moderators. `place_id` is the subwiki in which something stands.
    """
    if author_id == viewer.id or (kind == "subwiki" and subject_id in viewer.moderates):
        return False
    return (viewer.is_admin or not author_is_admin) and (may_administer(viewer) if place_id is None else may_moderate(viewer, place_id))


def may_unlock(viewer: Viewer, *, subwiki_id: int, author_id: int) -> bool:
    """Whoever moderates there, but not under their own post."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id


def may_restrict(viewer: Viewer, member: JudgedMember, *, subwiki_id: int, moderates_there: bool) -> bool:
    """Whoever moderates there, but neither themselves nor an admin; another moderator only as an admin."""
    others = member.id != viewer.id and not member.is_admin
    return may_moderate(viewer, subwiki_id) and others and (viewer.is_admin or not moderates_there)


def may_lift(viewer: Viewer, *, subwiki_id: int, member_id: int) -> bool:
    """Whoever moderates there, but nobody their own."""
    return may_moderate(viewer, subwiki_id) and member_id != viewer.id


def may_review(viewer: Viewer, *, subwiki_id: int, author_id: int) -> bool:
    """Whoever moderates there, but nobody their own posts."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id


def office(viewer: Viewer, place_id: int | None) -> str:
    """As whom somebody decides there: as one of its moderators, or as an admin."""
    return "moderator" if place_id in viewer.moderates else "admin"


def is_appealable(kind: str, action: str) -> bool:
    """Whether a jury hears an appeal about such a decision."""
    return action in APPEALABLE.get(kind, ())


def may_appeal(viewer: Viewer, *, kind: str, action: str, author_id: int, at: datetime) -> bool:
    """The author of what a moderator decided against, or whom they restricted, for some weeks; also while suspended."""
    return is_appealable(kind, action) and now() - at < APPEAL_WITHIN and viewer.known and viewer.id == author_id


def may_decide_appeal(viewer: Viewer, *, took_part: bool) -> bool:
    """Admins who took no part, where there are too few for a jury."""
    return viewer.active and viewer.is_admin and not took_part


def may_set_rules(viewer: Viewer, place: int) -> bool:
    """For posts in a subwiki whoever moderates there; for the whole site (a place of 0) admins."""
    return may_moderate(viewer, place) if place else may_administer(viewer)


def may_erase(viewer: Viewer, subwiki_id: int) -> bool:
    """Whoever moderates there."""
    return may_moderate(viewer, subwiki_id)
