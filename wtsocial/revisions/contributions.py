"""Contributions: which revisions count for their editor's standing. Nobody earns it alone, by a vote, or by an edit war.

What authors do on their own posts counts from when somebody else takes part in the post for the first time: votes, comments,
suggests, changes, reviews or thanks. Each revision begins to count once, so an act costs the same however much there is.
"""

from collections import Counter
from typing import Final, Protocol

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db import Transaction, change_of
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Member, Post, Revision, Subwiki

BY_RULE: Final = ("vote", "brake")
"""Ways by which a revision comes about that is nobody's own doing."""

_POST, _REVISION, _COMMENT, _MEMBER = table(Post), table(Revision), table(Comment), table(Member)

_SHARE: Final = update(_POST).where(_POST.c.id == bindparam("of_post")).values(shared=True)
_LOCK_BOTH: Final = (
    select(_MEMBER.c.id)
    .where(_MEMBER.c.id.in_([bindparam("one"), bindparam("other")]))
    .order_by(_MEMBER.c.id)
    .with_for_update(key_share=True)
)
_THEIR_COMMENTS = select(_COMMENT.c.id).where(_COMMENT.c.post_id == bindparam("of_post"), _COMMENT.c.author_id == bindparam("author"))
_OWN: Final = (
    or_(_REVISION.c.post_id == bindparam("of_post"), and_(_REVISION.c.comment_id.in_(_THEIR_COMMENTS), _REVISION.c.number == 1)),
    _REVISION.c.editor_id == bindparam("author"),
    _REVISION.c.counts.is_(False),
    _REVISION.c.via.not_in(BY_RULE),
)
"""The author's own revisions of a post, and the first ones of their comments under it, that do not count yet."""
_ADD_OWN: Final = (
    update(_MEMBER)
    .where(_MEMBER.c.id == bindparam("author"))
    .values(
        contributions=_MEMBER.c.contributions
        + select(func.count()).select_from(_REVISION).where(*_OWN, _REVISION.c.stands).scalar_subquery()
    )
)
_COUNT_OWN: Final = update(_REVISION).where(*_OWN).values(counts=True)
_CONTRIBUTED: Final = (
    update(_MEMBER).where(_MEMBER.c.id == bindparam("of_member")).values(contributions=_MEMBER.c.contributions + bindparam("step"))
)


async def counts_at_once(
    session: AsyncSession, member_id: int, thing: Post | Comment | Subwiki, via: str, under: "SharedPost | None"
) -> bool:
    """Whether a new revision counts as soon as it is made; a revision of somebody else's thing is taking part in it."""
    if via in BY_RULE:
        return False
    if isinstance(thing, Subwiki):
        return member_id != thing.created_by_id or thing.members_count > 1
    if isinstance(thing, Comment):
        change = change_of(session)
        took = take_part(change, member_id, under) if under else take_part_in(change, member_id, thing.post_id)
        return await took and thing.revision == 1
    thing.shared = await take_part(change_of(session), member_id, thing)
    return thing.shared


class SharedPost(Protocol):
    """What says whether somebody else than its author has taken part in a post: a Post, or a row with these columns of one."""

    author_id: int
    shared: bool

    @property
    def id(self) -> int | None:
        """Its number."""
        ...


async def take_part(change: Transaction, member_id: int, post: SharedPost) -> bool:
    """A member takes part in a post; whether somebody else than its author has done so by now.

    For the first who does, what its author did there begins to count: the author's own revisions of the post, and the first ones of
    their comments under it. Each begins to count once, also when two are the first at the same moment.
    """
    if post.shared or member_id == post.author_id:
        return post.shared
    own = {"of_post": id_of(post), "author": post.author_id}
    await change.send(_SHARE, {"of_post": id_of(post)})
    # Both are counted in this transaction: in one order everywhere, so that two who answer each other at once do not wait for each other.
    await change.send(_LOCK_BOTH, {"one": member_id, "other": post.author_id})
    await change.send(_ADD_OWN, own)
    await change.send(_COUNT_OWN, own)
    return True


async def take_part_in(change: Transaction, member_id: int, post_id: int) -> bool:
    """The same, on a post that is known by its number. One that was loaded in this transaction is not read again."""
    return await take_part(change, member_id, await change.session.get_one(Post, post_id))


async def contributed(session: AsyncSession, member_id: int, step: int) -> None:
    """Add to the number of a member's revisions that stand and count."""
    change = change_of(session)
    await change.send(_CONTRIBUTED, {"of_member": member_id, "step": step})
    change.outdate_pages(f"member:{member_id}")


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
