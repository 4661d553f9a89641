"""Disputes: the vote that ends an edit war, a moderator's decision before its end, and the outcome, which becomes a revision."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of
from wtsocial.editing import edit_wars, headlines, texts
from wtsocial.editing import policy as editing_policy
from wtsocial.models import Dispute, DisputeOption, DisputeParty, DisputeVote, Membership, Post, Revision, now
from wtsocial.posts import access, announcements
from wtsocial.revisions import record
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.reasons import Reason


async def vote_in_dispute(viewer: Viewer, *, post_id: Id, number: RevisionNumber) -> list[int]:
    """Vote on the running dispute of a post for one of its options, named by its revision; the votes of each, in their order.

    A vote may be changed until the end. Raises NotFound, LoginNeeded, NotAllowed for whoever was no member there when it began,
    is new or drove the war, Invalid("dispute.over") when there is none to vote on any more, Invalid("dispute.no_option").
    """
    async with db.transaction() as change:
        session = change.session
        post = await access.visible_post(session, viewer, post_id, lock=True)
        dispute = await _running(session, post_id)
        if dispute is None or dispute.ends_at <= now():
            raise Invalid("dispute.over")
        # Nobody comes in for the vote alone.
        before = Membership.joined_at <= dispute.at
        mine = (Membership.member_id == viewer.id, Membership.subwiki_id == post.subwiki_id, before)
        joined = (await session.exec(select(Membership).where(*mine))).first() is not None
        party = await _is_party(session, dispute, viewer)
        permissions.ensure(viewer, editing_policy.may_vote_in_dispute(viewer, post, joined=joined, party=party))
        votes = await _cast(session, dispute, viewer, number)
        row = await announcements.patch_post(change, post_id)
        change.announce(bus.post_room(post_id), message=PostPatch(post_id, row.stamp, dispute_votes=votes))
    return votes


async def decide_dispute(viewer: Viewer, *, post_id: Id, number: RevisionNumber, reason: str) -> int:
    """End a running dispute as a moderator, for one of its options; the new revision's number. It is logged with the reason.

    The parties and the other moderators are told. Raises NotFound, LoginNeeded, NotAllowed for whoever drove the war or wrote the post,
    too, Invalid at `reason`, Invalid("dispute.over") when there is none, Invalid("dispute.no_option").
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        post = await access.visible_post(session, viewer, post_id, lock=True)
        dispute = await _running(session, post_id)
        party = dispute is not None and await _is_party(session, dispute, viewer)
        permissions.ensure(viewer, editing_policy.may_decide_dispute(viewer, post, party=party))
        if dispute is None or dispute.ends_at <= now():
            raise Invalid("dispute.over")
        options = await _options(session, dispute)
        if number not in [option.number for option in options]:
            raise Invalid("dispute.no_option", field="number")
        await _settle(change, post, dispute, number)
        detail = _score(options, number)
        session.add(edit_wars.log_entry(viewer, post, "settle", revision=post.revision, detail=detail, reason=reason))
        await edit_wars.notify_parties(change, post, dispute, "settled_by", by=viewer.name, reason=reason)
    return post.revision


async def close_ended(post_id: int = 0) -> int:
    """Decide the disputes whose vote has ended (of one post, or of all); returns how many were decided by this call.

    Safe to call at the same moment: each dispute is decided once. Disputes about hidden posts wait until the post is shown.
    """
    ended = select(Dispute.post_id).join(Post, col(Post.id) == Dispute.post_id)
    ended = ended.where(col(Dispute.decided_at).is_(None), Dispute.ends_at <= now(), col(Post.hidden_at).is_(None))
    if post_id:
        ended = ended.where(Dispute.post_id == post_id)
    async with db.reading() as session:
        waiting = (await session.exec(ended)).all()
    return sum([await _count_out(number, now()) for number in waiting])


@jobs.periodic_task("editing.close_ended_disputes", every=timedelta(minutes=1))
async def close_ended_disputes() -> None:
    """Settle every dispute whose vote has ended."""
    await close_ended()


async def _count_out(post_id: int, at: datetime) -> bool:
    async with db.transaction() as change:
        session = change.session
        post = (await session.exec(select(Post).where(Post.id == post_id).with_for_update(key_share=True))).one()
        dispute = await _running(session, post_id)
        # Under the lock it can be seen whether somebody else was quicker.
        if dispute is None or dispute.ends_at > at or post.hidden_at is not None:
            return False
        options = await _options(session, dispute)
        wins = _winner(options, dispute.stands)
        writer = await _settle(change, post, dispute, wins)
        detail = _score(options, wins)
        session.add(edit_wars.log_entry(writer, post, "settle", revision=post.revision, detail=detail))
        won, lost = (int(votes) for votes in detail.split(":"))
        await edit_wars.notify_parties(change, post, dispute, "settled", won=won, lost=lost)
    return True


async def _running(session: AsyncSession, post_id: int) -> Dispute | None:
    """The dispute about a post that is locked; there is one at most."""
    wanted = select(Dispute).where(Dispute.post_id == post_id, col(Dispute.decided_at).is_(None))
    return (await session.exec(wanted.order_by(col(Dispute.id).desc()).limit(1))).first()


async def _is_party(session: AsyncSession, dispute: Dispute, viewer: Viewer) -> bool:
    fought = select(DisputeParty).where(DisputeParty.dispute_id == dispute.id, DisputeParty.member_id == viewer.id)
    return (await session.exec(fought)).first() is not None


async def _options(session: AsyncSession, dispute: Dispute) -> Sequence[DisputeOption]:
    """The options of a dispute, the oldest first, without what was hidden or erased meanwhile: that cannot come back."""
    shown = select(DisputeOption).join(Revision, col(Revision.number) == DisputeOption.number)
    shown = shown.where(DisputeOption.dispute_id == dispute.id, Revision.post_id == dispute.post_id)
    shown = shown.where(col(Revision.hidden_at).is_(None), col(Revision.erased_at).is_(None))
    return (await session.exec(shown.order_by(col(DisputeOption.number)))).all()


async def _cast(session: AsyncSession, dispute: Dispute, viewer: Viewer, number: int) -> list[int]:
    """Store a vote, and count all anew; the votes of every option."""
    if number not in [option.number for option in await _options(session, dispute)]:
        raise Invalid("dispute.no_option")
    dispute_id = id_of(dispute)
    if not await statements.insert_once(session, DisputeVote, dispute_id=dispute_id, member_id=viewer.id, number=number, at=now()):
        mine = (col(DisputeVote.dispute_id) == dispute_id, col(DisputeVote.member_id) == viewer.id)
        await session.exec(update(DisputeVote).where(*mine).values(number=number, at=now()))
    counted = select(DisputeVote.number, func.count()).where(DisputeVote.dispute_id == dispute_id).group_by(col(DisputeVote.number))
    votes = dict((await session.exec(counted)).all())
    every = select(DisputeOption).where(DisputeOption.dispute_id == dispute_id).order_by(col(DisputeOption.number))
    options = (await session.exec(every)).all()
    for option in options:
        option.votes = votes.get(option.number, 0)
    return [option.votes for option in options]


def _winner(options: Sequence[DisputeOption], stands: int) -> int:
    """The option with more votes than any other; without one, what stands stays."""
    most = max((option.votes for option in options), default=0)
    leading = [option.number for option in options if option.votes == most]
    return leading[0] if len(leading) == 1 else stands


def _score(options: Sequence[DisputeOption], wins: int) -> str:
    """The votes for the option that wins, and for all others together."""
    won = sum(option.votes for option in options if option.number == wins)
    return f"{won}:{sum(option.votes for option in options) - won}"


async def _settle(change: Transaction, post: Post, dispute: Dispute, number: int) -> Viewer:
    """End a dispute with one of its options, which becomes a revision; returns who first wrote it."""
    post.disputed_at, dispute.decided_at = None, now()
    writer = await _restore(change, post, dispute, number)
    dispute.revision = post.revision
    await change.session.flush()
    await edit_wars.count_for_nobody(change.session, dispute)
    announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, disputed=False))
    return writer


async def _restore(change: Transaction, post: Post, dispute: Dispute, number: int) -> Viewer:
    """Save an option as a revision of whoever first wrote it, also when it is current already; returns that member."""
    wrote = await edit_wars.writer_of(change.session, dispute, number)
    of_post = select(Revision).where(Revision.post_id == post.id, Revision.number == number)
    version = (await change.session.exec(of_post)).one()
    origin, reason = record.Origin("vote", number), Reason(wrote.reason, wrote.source)
    field: record.PostField = "text" if dispute.field == "text" else "headline"
    # What was erased while it was voted on cannot come back: what is there stays.
    if version.erased_at is not None or wrote.value == getattr(post, field):
        # It stands, with the marks that it has: the vote itself is what the history gains.
        await record.revise(change.session, wrote.writer, post, change=field, reason=reason, origin=origin)
        announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, revision=post.revision))
    elif field == "text":
        await texts.set_text(change, wrote.writer, post, text=wrote.value, origin=origin)
    else:
        await headlines.set_headline(change, wrote.writer, post, headline=wrote.value, reason=reason, origin=origin, tell_author=False)
    return wrote.writer
