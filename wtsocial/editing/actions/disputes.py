"""Disputes: the vote that ends an edit war, and its outcome, which becomes a revision."""

from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import case, col, func, select, update

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
from wtsocial.models import Dispute, DisputeParty, DisputeVote, Member, Membership, Post, Revision, now
from wtsocial.posts import access, announcements
from wtsocial.revisions import record
from wtsocial.text.limits import Id
from wtsocial.text.reasons import Reason


async def vote_in_dispute(viewer: Viewer, *, post_id: Id, other: bool) -> tuple[int, int]:
    """Vote on the running dispute of a post: for the version that stands (`other`) or the one before; the votes for each.

    A vote may be changed until the end. Raises NotFound, LoginNeeded, NotAllowed for whoever was no member there when it began,
    is new or took part in the war, Invalid("dispute.over") when there is none to vote on any more.
    """
    async with db.transaction() as change:
        session = change.session
        post = await access.visible_post(session, viewer, post_id, lock=True)
        dispute = await _running(change, post_id)
        if dispute is None or dispute.ends_at <= now():
            raise Invalid("dispute.over")
        # Nobody comes in for the vote alone.
        before = Membership.joined_at <= dispute.at
        mine = (Membership.member_id == viewer.id, Membership.subwiki_id == post.subwiki_id, before)
        joined = (await session.exec(select(Membership).where(*mine))).first() is not None
        fought = select(DisputeParty).where(DisputeParty.dispute_id == dispute.id, DisputeParty.member_id == viewer.id)
        party = (await session.exec(fought)).first() is not None
        permissions.ensure(viewer, editing_policy.may_vote_in_dispute(viewer, post, joined=joined, party=party))
        await _cast(change, dispute, viewer, other)
        row = await announcements.patch_post(change, post_id)
        patch = PostPatch(post_id, row.stamp, votes_one=dispute.votes_one, votes_other=dispute.votes_other)
        change.announce(bus.post_room(post_id), message=patch)
    return dispute.votes_one, dispute.votes_other


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
    return sum([await _settle(number, now()) for number in waiting])


@jobs.periodic_task("editing.close_ended_disputes", every=timedelta(minutes=1))
async def close_ended_disputes() -> None:
    """Settle every dispute whose vote has ended."""
    await close_ended()


async def _settle(post_id: int, at: datetime) -> bool:
    async with db.transaction() as change:
        session = change.session
        post = (await session.exec(select(Post).where(Post.id == post_id).with_for_update(key_share=True))).one()
        dispute = await _running(change, post_id)
        # Under the lock it can be seen whether somebody else was quicker.
        if dispute is None or dispute.ends_at > at or post.hidden_at is not None:
            return False
        keeps_other = await _outcome(change, dispute)
        versions = [await _version(change, post_id, number) for number in (dispute.one, dispute.other)]
        wins, loses = versions[::-1] if keeps_other else versions
        # What was erased while it was voted on cannot come back.
        wins = loses if wins.erased_at is not None else wins
        post.disputed_at, dispute.decided_at = None, at
        writer = await _restore(change, post, dispute, wins)
        dispute.revision = post.revision
        votes = (dispute.votes_other, dispute.votes_one) if wins.number == dispute.other else (dispute.votes_one, dispute.votes_other)
        detail = f"{votes[0]}:{votes[1]}"
        session.add(edit_wars.log_entry(writer, post, "settle", revision=post.revision, detail=detail))
        announcements.announce_post(change, post, PostPatch(post_id, post.stamp, disputed=False))
        await edit_wars.notify_parties(change, post, dispute, votes=(votes[0], votes[1]))
    return True


async def _version(change: Transaction, post_id: int, number: int) -> Revision:
    return (await change.session.exec(select(Revision).where(Revision.post_id == post_id, Revision.number == number))).one()


async def _running(change: Transaction, post_id: int) -> Dispute | None:
    """The dispute about a post that is locked; there is one at most."""
    wanted = select(Dispute).where(Dispute.post_id == post_id, col(Dispute.decided_at).is_(None))
    return (await change.session.exec(wanted.order_by(col(Dispute.id).desc()).limit(1))).first()


async def _cast(change: Transaction, dispute: Dispute, viewer: Viewer, other: bool) -> None:
    session = change.session
    dispute_id = id_of(dispute)
    if not await statements.insert_once(session, DisputeVote, dispute_id=dispute_id, member_id=viewer.id, other=other, at=now()):
        mine = (col(DisputeVote.dispute_id) == dispute_id, col(DisputeVote.member_id) == viewer.id)
        await session.exec(update(DisputeVote).where(*mine).values(other=other, at=now()))
    counted = select(DisputeVote.other, func.count()).where(DisputeVote.dispute_id == dispute_id).group_by(col(DisputeVote.other))
    votes = dict((await session.exec(counted)).all())
    dispute.votes_one, dispute.votes_other = votes.get(False, 0), votes.get(True, 0)


async def _outcome(change: Transaction, dispute: Dispute) -> bool:
    """Whether the version that stands wins; in a tie the one wins that had stood longer before the war."""
    if dispute.votes_one != dispute.votes_other:
        return dispute.votes_other > dispute.votes_one
    session, field = change.session, dispute.field
    war = await edit_wars.reverts(session, dispute.post_id, field, until=dispute.other)
    if len(war) < edit_wars.REVERTS:  # one of them was erased meanwhile
        return True
    text = getattr(Revision, field)
    # Which of the two, and not the text itself: thousands of long ones would not fit into memory.
    which = case((text == war[2].value, 2), (text == war[1].value, 1), else_=0)
    shown = select(col(Revision.at), which).where(Revision.post_id == dispute.post_id, col(Revision.number) <= war[0].number)
    before = (await session.exec(shown.order_by(col(Revision.number)))).all()
    stood = [0.0, 0.0, 0.0]
    for (at, version), (after, _) in pairwise(before):
        stood[version] += (after - at).total_seconds()
    return stood[2] >= stood[1]


async def _restore(change: Transaction, post: Post, dispute: Dispute, version: Revision) -> Viewer:
    """Save the winning version as a revision of whoever first wrote it, also when it is current already; returns that member."""
    wrote = await edit_wars.writer_of(change.session, dispute, version.number)
    member = (await change.session.exec(select(Member).where(Member.id == wrote.editor_id))).one()
    writer = Viewer(wrote.editor_id, member.name, member.state)
    origin = record.Origin("vote", version.number)
    reason = Reason(wrote.reason, wrote.source)
    field: record.PostField = "text" if dispute.field == "text" else "headline"
    if version.erased_at is not None or getattr(version, field) == getattr(post, field):
        # It stands, with the marks that it has: the vote itself is what the history gains.
        await record.revise(change.session, writer, post, change=field, reason=reason, origin=origin)
        announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, revision=post.revision))
    elif field == "text":
        await texts.set_text(change, writer, post, text=version.text, origin=origin)
    else:
        await headlines.set_headline(change, writer, post, headline=version.headline, reason=reason, origin=origin, tell_author=False)
    return writer
