"""Contributions: which revisions count for their editor's standing. Nobody earns it alone, by a vote, or by an edit war.

What authors do on their own posts counts from when somebody else takes part in the post for the first time: votes, comments,
suggests, changes, reviews or thanks. Each revision begins to count once, so an act costs the same however much there is.
"""

from collections import Counter
from typing import Final

from sqlalchemy import ColumnElement, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.db.statements import table
from wtsocial.models import Comment, Member, Post, Revision, Subwiki

BY_RULE: Final = ("vote", "brake")
"""Ways by which a revision comes about that is nobody's own doing."""


async def counts_at_once(session: AsyncSession, member_id: int, thing: Post | Comment | Subwiki, via: str) -> bool:
    """Whether a new revision counts as soon as it is made; a revision of somebody else's thing is taking part in it."""
    if via in BY_RULE:
        return False
    if isinstance(thing, Subwiki):
        return member_id != thing.created_by_id or thing.members_count > 1
    if isinstance(thing, Comment):
        return await take_part(session, member_id, thing.post_id) and thing.revision == 1
    if member_id != thing.author_id and not thing.shared:
        thing.shared = True
        await _count_from_now(session, thing.author_id, thing.id or 0, member_id)
    return thing.shared


async def take_part(session: AsyncSession, member_id: int, post_id: int) -> bool:
    """A member takes part in a post; whether somebody else than its author has done so by now.

    For the first who does, what its author did there begins to count.
    """
    post = table(Post)
    connection = await session.connection()
    known = (await connection.execute(select(post.c.author_id, post.c.shared).where(post.c.id == post_id))).one()
    if known.shared or member_id == known.author_id:
        return bool(known.shared)
    first = update(post).where(post.c.id == post_id, post.c.shared.is_(False)).values(shared=True)
    if (await connection.execute(first)).rowcount == 1:
        await _count_from_now(session, known.author_id, post_id, member_id)
    return True


async def _count_from_now(session: AsyncSession, author_id: int, post_id: int, other_id: int) -> None:
    """The author's own revisions of a post, and the first ones of their comments under it, count from now on."""
    revision, comment, member = table(Revision), table(Comment), table(Member)
    await session.flush()
    # Both are counted in this transaction: in one order everywhere, so that two who answer each other at once do not wait for each other.
    both = select(member.c.id).where(member.c.id.in_([author_id, other_id])).order_by(member.c.id)
    await (await session.connection()).execute(both.with_for_update(key_share=True))
    theirs = select(comment.c.id).where(comment.c.post_id == post_id, comment.c.author_id == author_id)
    first_of_comments = revision.c.comment_id.in_(theirs) & (revision.c.number == 1)
    about = or_(revision.c.post_id == post_id, first_of_comments)
    begun = update(revision).where(about, revision.c.editor_id == author_id, revision.c.counts.is_(False), revision.c.via.not_in(BY_RULE))
    counted = (await (await session.connection()).execute(begun.values(counts=True).returning(revision.c.stands))).scalars().all()
    if sum(counted):
        await contributed(session, author_id, sum(counted))


async def contributed(session: AsyncSession, member_id: int, step: int) -> None:
    """Add to the number of a member's revisions that stand and count."""
    member = table(Member)
    grown = update(member).where(member.c.id == member_id).values(contributions=member.c.contributions + step)
    await (await session.connection()).execute(grown)
    db.change_of(session).outdate_pages(f"member:{member_id}")


async def count_for_editors(session: AsyncSession, *which: ColumnElement[bool], stands: bool) -> None:
    """Have these revisions stand, or stand no longer; those that count are counted for their editors or no longer."""
    revision = table(Revision)
    changed = update(revision).where(*which, revision.c.stands.is_(not stands)).values(stands=stands)
    rows = (await (await session.connection()).execute(changed.returning(revision.c.editor_id, revision.c.counts))).all()
    await _step(session, [row.editor_id for row in rows if row.counts], 1 if stands else -1)


async def discount(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """Count these revisions for nobody any more, whatever becomes of them."""
    revision = table(Revision)
    changed = update(revision).where(*which, revision.c.counts).values(counts=False)
    rows = (await (await session.connection()).execute(changed.returning(revision.c.editor_id, revision.c.stands))).all()
    await _step(session, [row.editor_id for row in rows if row.stands], -1)


async def _step(session: AsyncSession, editors: list[int], step: int) -> None:
    # In one order everywhere, so that two transactions cannot wait for each other.
    for editor_id, count in sorted(Counter(editors).items()):
        await contributed(session, editor_id, step * count)
