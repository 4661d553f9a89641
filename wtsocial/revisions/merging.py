"""Merging edits: finds the base revision of an edit, and merges two changes of one text."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.off_loop import off_loop
from wtsocial.models import Comment, Post, Revision, Subwiki
from wtsocial.revisions import record
from wtsocial.text import merging


async def base_revision(session: AsyncSession, thing: Post | Comment | Subwiki, number: int) -> Revision | None:
    """The revision that an edit began from; None when there is none of that number, or nobody may read it any more."""
    of_thing = getattr(Revision, f"{record.kind_of(thing)}_id") == thing.id
    shown = (col(Revision.hidden_at).is_(None), col(Revision.erased_at).is_(None))
    return (await session.exec(select(Revision).where(of_thing, Revision.number == number, *shown))).first()


async def merge_texts(base: str, mine: str, theirs: str, *, limit: int) -> str | None:
    """Both changes in one text of at most `limit` characters; None where they clash. Long texts take a while: off the loop."""
    if mine == theirs:
        return mine
    both = (await off_loop(merging.merge, base, mine, theirs)).text
    return both if both is not None and len(both) <= limit else None
