"""Late readings: a page that was read tells of the posts, too, that were published with its link before."""

from collections.abc import Collection
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db.statements import id_of
from wtsocial.models import Post, PublisherHeadline, now
from wtsocial.posts import source_counts, source_pages

MOST: Final = 20
"""So many posts of one link are told of by one reading; the next reading tells of more."""


async def keep_for_earlier_posts(session: AsyncSession, link_keys: Collection[str]) -> None:
    """Keep what was just read with the recent posts of the link of which nothing was known, and count them in whose words they are.

    A post of which the publisher's headline is known, and one whose first headline was erased, stays as it is.
    """
    post, kept = col(Post.id), select(PublisherHeadline.post_id)
    unknown = (col(Post.link_key).in_(sorted(link_keys)), col(Post.published_at) > now() - source_pages.REMEMBERED, post.not_in(kept))
    wanted = select(Post).where(*unknown, Post.first_headline != "").order_by(post.desc()).limit(MOST).with_for_update(key_share=True)
    for found in (await session.exec(wanted)).all():
        counted = await source_counts.counted_as(session, found, found.corrected_revision)
        reading = await source_pages.reading_of(session, found)
        if reading is None:
            continue
        found.worded_by = source_pages.worded_by(found.first_headline, reading.headline)
        session.add(PublisherHeadline(post_id=id_of(found), headline=reading.headline, seen_at=reading.seen_at, digest=reading.digest))
        await session.flush()
        await source_counts.count_worded(session, found, counted=counted)
