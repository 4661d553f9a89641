"""Participation: who took part in a subwiki, and since when, so that nobody comes in for a vote alone."""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, bindparam, or_, select

from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import Comment, Membership, Post
from wtsocial.subwikis.policy import JOINED_FOR

_POST, _COMMENT, _IN = table(Post), table(Comment), table(Membership)
_POSTED: Final = (
    select(_POST.c.id)
    .where(_POST.c.author_id == bindparam("member"), _POST.c.subwiki_id == bindparam("place"), _POST.c.hidden_at.is_(None))
    .where(_POST.c.published_at <= bindparam("before"))
)
_COMMENTED: Final = (
    select(_COMMENT.c.id)
    .join(_POST, _POST.c.id == _COMMENT.c.post_id)
    .where(_COMMENT.c.author_id == bindparam("member"), _COMMENT.c.hidden_at.is_(None), _POST.c.subwiki_id == bindparam("place"))
    .where(_COMMENT.c.created_at <= bindparam("before"))
)
TOOK_PART: Final[Select[int]] = select(_IN.c.member_id).where(
    _IN.c.member_id == bindparam("member"),
    _IN.c.subwiki_id == bindparam("place"),
    _IN.c.joined_at <= bindparam("joined"),
    or_(_POSTED.exists(), _COMMENTED.exists()),
)


async def took_part(change: Transaction, member_id: int, subwiki_id: int, *, before: datetime) -> bool:
    """Whether somebody is in a subwiki since JOINED_FOR before a moment, and posted or commented there by then what is shown."""
    return bool(await change.run(TOOK_PART, participating(member_id, subwiki_id, before=before)))


def participating(member_id: int, subwiki_id: int, *, before: datetime) -> dict[str, object]:
    """The parameters of TOOK_PART."""
    return {"member": member_id, "place": subwiki_id, "before": before, "joined": before - JOINED_FOR}
