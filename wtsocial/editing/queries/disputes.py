"""Reads of disputes: the running vote about a post, as the viewer sees it."""

from datetime import datetime
from typing import NamedTuple, Protocol, cast

from sqlalchemy import and_, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.permissions import PostAccess
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.views import DisputeView, OptionView
from wtsocial.models import Dispute, DisputeOption, DisputeParty, DisputeVote, Member, Membership, Post, Revision


class DisputeRow(Protocol):
    """A row with the columns of a Dispute."""

    id: int
    post_id: int
    field: str
    stands: int
    at: datetime
    ends_at: datetime


class OptionRow(NamedTuple):
    """An option, what it says, and the revision that said it first."""

    number: int
    fought: bool
    votes: int
    text: str
    hidden_at: datetime | None
    erased_at: datetime | None
    is_first: bool
    name: str


async def running(viewer: Viewer, post_id: int) -> DisputeView:
    """What can be voted for and how the vote stands; an empty view when none runs. Raises NotFound, also for a hidden post."""
    post, dispute = table(Post), table(Dispute)
    async with db.reading() as session:
        connection = await session.connection()
        about = cast("PostAccess | None", (await connection.execute(select(post).where(post.c.id == post_id))).first())
        if about is None or not permissions.may_see_post(viewer, about):
            raise NotFound
        newest = select(dispute).where(dispute.c.post_id == post_id, dispute.c.decided_at.is_(None)).order_by(dispute.c.id.desc())
        row = cast("DisputeRow | None", (await connection.execute(newest.limit(1))).first())
        return await _view(connection, viewer, about, row) if row else DisputeView()


async def _view(connection: AsyncConnection, viewer: Viewer, about: PostAccess, row: DisputeRow) -> DisputeView:
    party, vote, membership, member = table(DisputeParty), table(DisputeVote), table(Membership), table(Member)
    fought = select(member.c.id, member.c.name).join(party, party.c.member_id == member.c.id).where(party.c.dispute_id == row.id)
    parties = {found.id: found.name for found in (await connection.execute(fought.order_by(member.c.name))).all()}
    voted = select(vote.c.number).where(vote.c.dispute_id == row.id, vote.c.member_id == viewer.id)
    mine = (await connection.execute(voted)).scalar()
    there = select(membership.c.member_id).where(membership.c.member_id == viewer.id, membership.c.subwiki_id == about.subwiki_id)
    there = there.where(membership.c.joined_at <= row.at)
    joined = (await connection.execute(there)).first() is not None
    party = viewer.id in parties
    return DisputeView(
        post_id=row.post_id,
        what=row.field,
        options=await _options(connection, row),
        ends_at=to_millis(row.ends_at),
        parties=list(parties.values()),
        mine=mine or 0,
        may_vote=editing_policy.may_vote_in_dispute(viewer, about, joined=joined, party=party),
        may_decide=editing_policy.may_decide_dispute(viewer, about, party=party),
    )


async def _options(connection: AsyncConnection, row: DisputeRow) -> list[OptionView]:
    """The options, the oldest first, each with who first wrote it; nothing of its text when it was hidden or erased."""
    option, revision = table(DisputeOption), table(Revision)
    writing, member = table(Revision).alias("writing"), table(Member)
    text = revision.c[row.field]
    # Of the same post as a revision, and not of this one: or PostgreSQL would think of all that it has, and read them all for the first.
    wrote = select(writing.c.number).join(member, member.c.id == writing.c.editor_id).correlate(revision)
    wrote = wrote.where(writing.c.post_id == revision.c.post_id, writing.c[row.field] == text).order_by(writing.c.number).limit(1)
    first = wrote.with_only_columns(writing.c.number == literal_column("1")).scalar_subquery()
    name = wrote.with_only_columns(member.c.name).scalar_subquery()
    # Said so that each is looked up by its number, as those of `suggestions`.
    on_post = option.c.number * literal_column("0") + row.post_id
    wanted = (
        select(option.c.number, option.c.fought, option.c.votes, text, revision.c.hidden_at, revision.c.erased_at, first, name)
        .select_from(option)
        .join(revision, and_(revision.c.post_id == on_post, revision.c.number == option.c.number))
        .where(option.c.dispute_id == row.id)
        .order_by(option.c.number)
    )
    found = [OptionRow(*one) for one in (await connection.execute(wanted)).all()]
    return [
        OptionView(
            number=one.number,
            text="" if one.hidden_at or one.erased_at else one.text,
            by=one.name,
            votes=one.votes,
            first=bool(one.is_first),
            fought=one.fought,
            stands=one.number == row.stands,
        )
        for one in found
    ]
