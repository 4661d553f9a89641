"""Counts per source how many headlines were posted and how many corrected. Publishing, hiding and correcting call it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import exists, func
from sqlalchemy import select as select_core
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.db.statements import table
from wtsocial.models import Post, Revision, Source, SourceDispute
from wtsocial.posts.views import LinkPreviewView
from wtsocial.text.domains import registrable
from wtsocial.text.links import host_of


async def count_published(session: AsyncSession, posts: Mapping[str, int]) -> None:
    """Count new posts (domain → how many; "" is no source): they are shown, and nobody has corrected them yet."""
    for domain, grown in sorted(posts.items()):
        await _step(session, domain, posts=grown)


async def count_shown_or_hidden(session: AsyncSession, post: Post) -> None:
    """Count a post in or out, after it was restored or hidden."""
    step = 1 if post.hidden_at is None else -1
    await _step(session, post.domain, posts=step, corrected=step if await is_counted(session, post, post.corrected_revision) else 0)


async def count_corrected(session: AsyncSession, post: Post, before: int) -> None:
    """Count a shown post, whose `corrected_revision` was `before`, as what it is now."""
    if post.hidden_at is not None or before == post.corrected_revision:
        return
    was, is_now = [await is_counted(session, post, revision) for revision in (before, post.corrected_revision)]
    await _step(session, post.domain, corrected=int(is_now) - int(was))


async def count_struck(session: AsyncSession, post: Post, revision: int) -> None:
    """Count a post no longer; before the strike is written down. It concerns the correction that stands, or nothing."""
    if post.hidden_at is None and revision == post.corrected_revision and await is_counted(session, post, revision):
        await _step(session, post.domain, corrected=-1)


async def count_erased(session: AsyncSession, post: Post, *, counted: bool) -> None:
    """Count a post no longer whose correction was `counted` (`is_counted`) until something of its history was erased."""
    if counted and post.hidden_at is None and not await is_counted(session, post, post.corrected_revision):
        await _step(session, post.domain, corrected=-1)


async def is_counted(session: AsyncSession, post: Post, revision: int) -> bool:
    """Whether a correction of a post counts against its source: there is one (not 0), and no contest had it struck.

    Both headlines can still be read, too: nobody could look into an entry without them.
    """
    if not revision or not post.domain:
        return False
    shown = select(func.count()).where(Revision.post_id == post.id, col(Revision.number).in_([1, revision]))
    shown = shown.where(col(Revision.hidden_at).is_(None), col(Revision.erased_at).is_(None))
    if (await session.exec(shown)).one() < 2:
        return False
    gone = exists().where(
        col(SourceDispute.post_id) == post.id, col(SourceDispute.revision) == revision, col(SourceDispute.outcome) == "struck"
    )
    return not (await session.exec(select(gone))).one()


async def _step(session: AsyncSession, domain: str, *, posts: int = 0, corrected: int = 0) -> None:
    if not domain or not (posts or corrected):
        return
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    into = table(Source)
    row = insert(into).values(domain=domain, posts_count=posts, corrected_count=corrected)
    grown = {"posts_count": into.c.posts_count + posts, "corrected_count": into.c.corrected_count + corrected}
    await connection.execute(row.on_conflict_do_update(index_elements=[into.c.domain], set_=grown))


async def with_source_counts(preview: LinkPreviewView) -> LinkPreviewView:
    """A link's preview with what is remembered of its source."""
    domain, source = registrable(host_of(preview.link)), table(Source)
    wanted = select_core(source.c.posts_count, source.c.corrected_count).where(source.c.domain == domain)
    async with db.reading() as session:
        row: Any = (await (await session.connection()).execute(wanted)).first()
    return replace(preview, domain=domain, source_posts=row.posts_count, source_corrected=row.corrected_count) if row else preview
