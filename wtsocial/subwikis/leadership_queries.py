"""Reads of who leads a subwiki: a running vote of confidence, somebody who asks to adopt it, and what the viewer may do about them."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Adoption, ConfidenceBallot, ConfidenceVote, Member, Membership, ModerationAction, Subwiki, now
from wtsocial.subwikis import policy
from wtsocial.subwikis.participation import TOOK_PART, participating
from wtsocial.subwikis.views import AdoptionView, ConfidenceVoteView, LeadershipView

_WIKI, _VOTE, _BALLOT, _ADOPTION = (table(one) for one in (Subwiki, ConfidenceVote, ConfidenceBallot, Adoption))
_MEMBER, _IN = table(Member), table(Membership)
_MODERATORS: Final = (
    select(_MEMBER.c.id, _MEMBER.c.name, _MEMBER.c.state, _MEMBER.c.seen_at)
    .join(_IN, _IN.c.member_id == _MEMBER.c.id)
    .where(_IN.c.subwiki_id == bindparam("place"), _IN.c.role == "moderator")
    .order_by(_MEMBER.c.name)
)
_MINE: Final = select(_BALLOT.c.keeps).where(_BALLOT.c.vote_id == bindparam("vote"), _BALLOT.c.member_id == bindparam("member"))


async def leadership(viewer: Viewer, slug: str) -> LeadershipView:
    """What happens to who moderates a subwiki, for its own page. Raises NotFound."""
    rows = await db.fetch(_running(), {"slug": slug})
    if not rows:
        raise NotFound
    row, at = rows[0], now()
    moderators = await db.fetch(_MODERATORS, {"place": row.id})
    took = await _took_part(viewer, row.id, at)
    away = not any(one.state == "active" and one.seen_at and one.seen_at > at - policy.AWAY_FOR for one in moderators)
    candidates = [
        one.name
        for one in moderators
        if one.state == "active" and policy.may_call_vote(viewer, row.id, took_part=took, moderator_id=one.id)
    ]
    return LeadershipView(
        slug=slug,
        vote=await _vote(viewer, row) if row.vote_id else ConfidenceVoteView(),
        adoption=_adoption(viewer, row) if row.adoption_id else AdoptionView(),
        candidates=[] if row.vote_id else candidates,
        may_adopt=away and not row.adoption_id and policy.may_adopt(viewer, row.id, took_part=took),
    )


async def _took_part(viewer: Viewer, place: int, before: Any) -> bool:
    return viewer.active and bool(await db.fetch(TOOK_PART, participating(viewer.id, place, before=before)))


async def _vote(viewer: Viewer, row: Any) -> ConfidenceVoteView:
    took = await _took_part(viewer, row.id, row.vote_at)
    view = ConfidenceVoteView(
        id=row.vote_id,
        moderator=row.moderator,
        by=row.vote_by or "",
        reason=row.vote_reason,
        ends=to_millis(row.vote_ends),
        votes=row.keeps + row.removes,
        needed=max(0, policy.QUORUM - row.keeps - row.removes),
        may_vote=policy.may_vote_on_moderator(viewer, row.id, took_part=took, moderator_id=row.moderator_id),
    )
    mine = await db.fetch(_MINE, {"vote": row.vote_id, "member": viewer.id})
    return replace(view, mine=("keeps" if mine[0].keeps else "removes") if mine else "")


def _adoption(viewer: Viewer, row: Any) -> AdoptionView:
    return AdoptionView(
        id=row.adoption_id,
        by=row.asker,
        reason=row.adoption_reason,
        ends=to_millis(row.adoption_ends),
        may_decide=policy.may_decide_adoption(viewer, row.asker_id),
        may_withdraw=viewer.active and viewer.id == row.asker_id,
    )


@lru_cache(maxsize=1)
def _running() -> Select[*tuple[Any, ...]]:
    """The subwiki of the parameter `slug`, with its running vote and its open adoption, as far as there are any."""
    called, asked = (table(ModerationAction).alias(name) for name in ("called", "asked"))
    moderator, caller, asker = (_MEMBER.alias(name) for name in ("moderator", "caller", "asker"))
    joined = _WIKI.outerjoin(_VOTE, and_(_VOTE.c.subwiki_id == _WIKI.c.id, _VOTE.c.ended_at.is_(None)))
    joined = joined.outerjoin(called, called.c.id == _VOTE.c.entry_id).outerjoin(moderator, moderator.c.id == _VOTE.c.moderator_id)
    joined = joined.outerjoin(caller, caller.c.id == called.c.actor_id)
    joined = joined.outerjoin(_ADOPTION, and_(_ADOPTION.c.subwiki_id == _WIKI.c.id, _ADOPTION.c.ended_at.is_(None)))
    joined = joined.outerjoin(asked, asked.c.id == _ADOPTION.c.entry_id).outerjoin(asker, asker.c.id == _ADOPTION.c.member_id)
    return (
        select(
            _WIKI.c.id,
            _VOTE.c.id.label("vote_id"),
            _VOTE.c.moderator_id,
            _VOTE.c.at.label("vote_at"),
            _VOTE.c.ends_at.label("vote_ends"),
            _VOTE.c.keeps,
            _VOTE.c.removes,
            called.c.reason.label("vote_reason"),
            moderator.c.name.label("moderator"),
            caller.c.name.label("vote_by"),
            _ADOPTION.c.id.label("adoption_id"),
            _ADOPTION.c.ends_at.label("adoption_ends"),
            asked.c.reason.label("adoption_reason"),
            asker.c.id.label("asker_id"),
            asker.c.name.label("asker"),
        )
        .select_from(joined)
        .where(_WIKI.c.slug == bindparam("slug"))
    )
