"""Votes of confidence: members of a subwiki vote on whether one of its moderators keeps moderating there."""

from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import ConfidenceBallot, ConfidenceVote, Member, Membership, ModerationAction, Subwiki, now
from wtsocial.notifications.notify import notify
from wtsocial.subwikis import access, policy
from wtsocial.subwikis.leadership import announce_leadership, led_entry
from wtsocial.subwikis.lookups import existing_member, moderators_of
from wtsocial.subwikis.participation import took_part
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id


async def call_vote(viewer: Viewer, *, slug: str, member_name: str, reason: str) -> int:
    """Call a vote of confidence in a moderator of a subwiki; the log entry's id. The moderators there are told.

    Raises NotFound, NotFound("error.no_such_member", `name`) at `member_name`, LoginNeeded, NotAllowed, Invalid at `reason`,
    Invalid("confidence.no_moderator") at `member_name`, Invalid("confidence.running") or Invalid("confidence.lately", `days`).
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session, at = change.session, now()
        wiki = await access.existing_subwiki(session, slug, lock=True)
        took = await took_part(change, viewer.id, id_of(wiki), before=at)
        # Before the look: who may not call one does not learn here which names there are.
        permissions.ensure(viewer, policy.may_call_vote(viewer, id_of(wiki), took_part=took, moderator_id=0))
        moderator = await existing_member(session, member_name)
        permissions.ensure(viewer, policy.may_call_vote(viewer, id_of(wiki), took_part=took, moderator_id=id_of(moderator)))
        await _ensure_can_be_called(session, wiki, moderator)
        entry = led_entry(wiki, id_of(moderator), "call_vote", actor_id=viewer.id, reason=reason)
        entry.until = at + policy.VOTE_LASTS
        session.add(entry)
        await session.flush()
        number, whom = id_of(entry), id_of(moderator)
        session.add(ConfidenceVote(entry_id=number, subwiki_id=id_of(wiki), moderator_id=whom, at=at, ends_at=at + policy.VOTE_LASTS))
        for told in await moderators_of(session, id_of(wiki)):
            kind = "confidence_called" if told == moderator.id else "confidence_called_colleague"
            await notify(change, told, kind, f"/w/{slug}/about", name=wiki.name, by=moderator.name, reason=reason)
        announce_leadership(change, wiki)
        change.answer = entry.id
    return id_of(entry)


async def vote_on_moderator(viewer: Viewer, *, vote_id: Id, keeps: bool) -> None:
    """Vote in a running vote of confidence, or change one's vote. Raises NotFound, LoginNeeded, NotAllowed, Invalid("confidence.over")."""
    async with db.transaction() as change:
        vote, wiki = await _locked(change.session, vote_id)
        took = await took_part(change, viewer.id, vote.subwiki_id, before=vote.at)
        may = policy.may_vote_on_moderator(viewer, vote.subwiki_id, took_part=took, moderator_id=vote.moderator_id)
        permissions.ensure(viewer, may)
        if vote.ended_at is not None or vote.ends_at <= now():
            raise Invalid("confidence.over")
        mine = (ConfidenceBallot.vote_id == vote_id, ConfidenceBallot.member_id == viewer.id)
        before = (await change.session.exec(select(ConfidenceBallot).where(*mine))).first()
        if before is None:
            change.session.add(ConfidenceBallot(vote_id=vote_id, member_id=viewer.id, keeps=keeps))
        elif before.keeps == keeps:
            return
        else:
            before.keeps, before.at = keeps, now()
            _count(vote, keeps=not keeps, step=-1)
        _count(vote, keeps=keeps, step=1)
        announce_leadership(change, wiki)


@jobs.periodic_task("subwikis.end_confidence_votes", every=timedelta(minutes=1))
async def end_confidence_votes() -> int:
    """End the votes whose time is over; how many. Who lost moderates there no more. Safe to run twice at once."""
    over = select(ConfidenceVote.id).where(col(ConfidenceVote.ended_at).is_(None), col(ConfidenceVote.ends_at) <= now())
    async with db.reading() as session:
        due = (await session.exec(over.order_by(col(ConfidenceVote.ends_at)).limit(limits.ENDED_AT_ONCE))).all()
    for vote_id in due:
        async with db.transaction() as change:
            vote, wiki = await _locked(change.session, vote_id or 0)
            if vote.ended_at is None:
                await _end(change, vote, wiki)
    return len(due)


async def _end(change: Transaction, vote: ConfidenceVote, wiki: Subwiki) -> None:
    session = change.session
    vote.ended_at = now()
    membership = await session.get(Membership, (vote.moderator_id, vote.subwiki_id))
    if membership is None or membership.role != "moderator":
        vote.outcome = "void"
        announce_leadership(change, wiki)
        return
    lost = policy.is_lost(vote.keeps, vote.removes)
    vote.outcome, action = ("removed", "remove_moderator") if lost else ("kept", "keep_moderator")
    concerned = {vote.moderator_id, await _caller(session, vote), *await moderators_of(session, vote.subwiki_id)}
    if lost:
        membership.role = "member"
    session.add(led_entry(wiki, vote.moderator_id, action, detail=f"{vote.keeps}:{vote.removes}"))
    name = (await session.exec(select(Member.name).where(Member.id == vote.moderator_id))).one()
    for member_id in sorted(concerned):
        kind = f"confidence_{vote.outcome}" + ("" if member_id == vote.moderator_id else "_colleague")
        await notify(change, member_id, kind, f"/w/{wiki.slug}/about", name=wiki.name, by=name, keeps=vote.keeps, removes=vote.removes)
    announce_leadership(change, wiki)


async def _ensure_can_be_called(session: AsyncSession, wiki: Subwiki, moderator: Member) -> None:
    membership = await session.get(Membership, (moderator.id, wiki.id))
    if membership is None or membership.role != "moderator":
        raise Invalid("confidence.no_moderator", field="member_name", name=moderator.name)
    votes = (ConfidenceVote.subwiki_id == wiki.id,)
    if (await session.exec(select(ConfidenceVote.id).where(*votes, col(ConfidenceVote.ended_at).is_(None)))).first():
        raise Invalid("confidence.running")
    lately = (ConfidenceVote.moderator_id == moderator.id, col(ConfidenceVote.at) > now() - policy.VOTE_AGAIN_AFTER)
    if (await session.exec(select(ConfidenceVote.id).where(*votes, *lately).limit(1))).first():
        raise Invalid("confidence.lately", field="member_name", days=policy.VOTE_AGAIN_AFTER.days)


async def _locked(session: AsyncSession, vote_id: int) -> tuple[ConfidenceVote, Subwiki]:
    """A vote and its subwiki, which is locked: what happens to who leads it happens one after the other."""
    place = (await session.exec(select(ConfidenceVote.subwiki_id).where(ConfidenceVote.id == vote_id))).first()
    if place is None:
        raise NotFound
    wiki = (await session.exec(select(Subwiki).where(Subwiki.id == place).with_for_update(key_share=True))).one()
    return (await session.exec(select(ConfidenceVote).where(ConfidenceVote.id == vote_id))).one(), wiki


async def _caller(session: AsyncSession, vote: ConfidenceVote) -> int:
    return (await session.exec(select(ModerationAction.actor_id).where(ModerationAction.id == vote.entry_id))).one() or 0


def _count(vote: ConfidenceVote, *, keeps: bool, step: int) -> None:
    vote.keeps += step if keeps else 0
    vote.removes += 0 if keeps else step
