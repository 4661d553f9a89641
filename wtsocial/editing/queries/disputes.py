"""Reads of disputes: the running vote about a post, as the viewer sees it."""

from datetime import datetime
from typing import NamedTuple, Protocol, cast

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.permissions import PostAccess
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.views import DisputeView
from wtsocial.models import Dispute, DisputeParty, DisputeVote, Member, Membership, Post, Revision


class DisputeRow(Protocol):
    """A row with the columns of a Dispute."""

    id: int
    post_id: int
    field: str
    one: int
    other: int
    votes_one: int
    votes_other: int
    at: datetime
    ends_at: datetime


class VersionRow(NamedTuple):
    """A version that is voted on, and the revision that had it first."""

    text: str
    hidden_at: datetime | None
    erased_at: datetime | None
    number: int
    name: str


async def running(viewer: Viewer, post_id: int) -> DisputeView:
    """Both versions and how the vote stands; an empty view when none runs. Raises NotFound for a post that is not for the viewer."""
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
    voted = select(vote.c.other).where(vote.c.dispute_id == row.id, vote.c.member_id == viewer.id)
    mine = (await connection.execute(voted)).scalar()
    there = select(membership.c.member_id).where(membership.c.member_id == viewer.id, membership.c.subwiki_id == about.subwiki_id)
    there = there.where(membership.c.joined_at <= row.at)
    joined = (await connection.execute(there)).first() is not None
    one, number_one, by_one = await _version(connection, row, row.one)
    other, number_other, by_other = await _version(connection, row, row.other)
    return DisputeView(
        post_id=row.post_id,
        what=row.field,
        one=one,
        other=other,
        number_one=number_one,
        number_other=number_other,
        by_one=by_one,
        by_other=by_other,
        votes_one=row.votes_one,
        votes_other=row.votes_other,
        ends_at=to_millis(row.ends_at),
        parties=list(parties.values()),
        mine="" if mine is None else "other" if mine else "one",
        may_vote=editing_policy.may_vote_in_dispute(viewer, about, joined=joined, party=viewer.id in parties),
    )


async def _version(connection: AsyncConnection, row: DisputeRow, number: int) -> tuple[str, int, str]:
    """A version, the revision that had it first, and who wrote that; nothing of its text when it was hidden or erased."""
    revision, first, member = table(Revision), table(Revision).alias("first"), table(Member)
    name = row.field
    same = and_(first.c.post_id == revision.c.post_id, first.c[name] == revision.c[name])
    wanted = (
        select(revision.c[name].label("text"), revision.c.hidden_at, revision.c.erased_at, first.c.number, member.c.name)
        .select_from(revision)
        .join(first, same)
        .join(member, member.c.id == first.c.editor_id)
        .where(revision.c.post_id == row.post_id, revision.c.number == number)
        .order_by(first.c.number)
        .limit(1)
    )
    found = VersionRow(*(await connection.execute(wanted)).one())
    return ("" if found.hidden_at or found.erased_at else found.text), found.number, found.name
