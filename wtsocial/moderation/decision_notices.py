"""Notices of decisions: to whom it concerns, and to those whose flags it answered. Each leads to the statement of reasons."""

from typing import Final, Literal

from sqlalchemy import select as select_core
from sqlmodel import col

from wtsocial.db import Transaction
from wtsocial.models import Membership, ModerationAction
from wtsocial.moderation import effects
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications import notify

_OF_TEXT: Final = {
    "hide": "hidden",
    "cover": "covered_by_moderator",
    "warn": "warned",
    "lock": "locked",
    "move": "moved",
    "restore": "restored",
    "undo": "decision_undone",
}
KINDS: Final[dict[str, dict[str, str]]] = {
    "post": _OF_TEXT,
    "comment": _OF_TEXT,
    "revision": {"hide": "revision_hidden", "warn": "revision_warned", "restore": "revision_restored", "undo": "decision_undone"},
    "member": {"warn": "member_warned", "undo": "member_decision_undone"},
    "subwiki": {"warn": "subwiki_warned", "undo": "subwiki_decision_undone"},
}
"""What whom it concerns is told, by what was decided on and the decision; a dismissed flag is told to its flagger alone."""


async def tell_concerned(change: Transaction, subject: Subject, entry: ModerationAction, *, moved_to: str = "") -> None:
    """Tell its author, or the member themselves; of a subwiki its moderators. `moved_to` is the name of where it was moved."""
    where = {"name": moved_to} if moved_to else {}
    kind, path = KINDS[subject.kind].get(entry.action), f"/log/{entry.id}"
    if kind and subject.author_id:
        await notify.notify(change, subject.author_id, kind, path, post_id=subject.post_id, reason=entry.reason, **where)
    elif kind:
        moderating = (col(Membership.subwiki_id) == subject.id, col(Membership.role) == "moderator")
        moderators = select_core(col(Membership.member_id)).where(*moderating)
        await notify.put_notices(change, moderators, kind, path, name=subject.name, reason=entry.reason)


async def tell_of_appeal(
    change: Transaction, subject: Subject, member_id: int, kind: Literal["appeal_filed", "appeal_upheld", "appeal_overturned"], path: str
) -> None:
    """Tell somebody how an appeal stands: whom the decision concerned, or who decided."""
    if subject.post_id:
        await notify.notify(change, member_id, kind, path, post_id=subject.post_id)
    elif member_id == subject.author_id:
        await notify.notify(change, member_id, f"{kind}_own", path)
    else:
        await notify.notify(change, member_id, f"{kind}_named", path, name=subject.name)


async def tell_flaggers(
    change: Transaction, subject: Subject, entry: ModerationAction, kind: Literal["flag_upheld", "flag_dismissed", "flag_overturned"]
) -> None:
    """Tell those whose flags it answered what came of them."""
    flaggers, path = effects.flaggers(entry), f"/log/{entry.id}"
    if subject.post_id:
        await notify.put_notices(change, flaggers, kind, path, post_id=subject.post_id, reason=entry.reason)
    else:
        await notify.put_notices(change, flaggers, f"{kind}_named", path, name=subject.name, reason=entry.reason)
