"""What a publisher said: the headline of a linked page as the server itself read it, when, and a digest of the page.

A reading is remembered for some days; a post that is published with the link keeps it for good. Nothing of it comes from a browser. From it
follows in whose words a post's first headline is: the source's own, the member's, or unknown for a page that nobody read.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Literal

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.db import change_of
from wtsocial.db.statements import id_of, insert_unasked, table
from wtsocial.models import Post, PublisherHeadline, SourceReading, now
from wtsocial.text import limits
from wtsocial.text.words import spread

WordedBy = Literal["", "source", "member"]

REMEMBERED: Final = timedelta(days=2)
"""So long after the preview a post may be published with what was read."""
_BEFORE_THE_SITE: Final = " |-–—·:"


_OF_LINK = table(SourceReading)
_READING: Final = select(_OF_LINK.c.headline, _OF_LINK.c.seen_at, _OF_LINK.c.digest).where(
    _OF_LINK.c.link_key == bindparam("link_key"), _OF_LINK.c.seen_at >= bindparam("since", type_=_OF_LINK.c.seen_at.type)
)


async def remember_reading(session: AsyncSession, link_keys: Iterable[str], *, headline: str, site: str, digest: str) -> None:
    """Remember what the page behind a link said just now, under every spelling of the link; old readings are forgotten by this."""
    at, words = now(), own_headline(headline, site)
    reading = table(SourceReading)
    rows = [{"link_key": key, "headline": words, "seen_at": at, "digest": digest} for key in sorted(set(link_keys))]
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = insert(reading)
    newer = {name: new.excluded[name] for name in ("headline", "seen_at", "digest")}
    await connection.execute(new.on_conflict_do_update(index_elements=[reading.c.link_key], set_=newer), rows)
    await connection.execute(delete(reading).where(reading.c.seen_at < at - REMEMBERED))


async def keep_for_post(session: AsyncSession, post: Post) -> bool:
    """Keep with a new post what was read of its link, and say in whose words its headline is. Whether anything was."""
    if not post.link_key:
        return False
    newest = {"link_key": post.link_key, "since": now() - REMEMBERED}
    found = await change_of(session).run(_READING, newest)
    if found:
        post.worded_by = worded_by(post.headline, found[0].headline)
        await insert_unasked(session, PublisherHeadline, [{"post_id": id_of(post), **found[0]._asdict()}])
    return bool(found)


async def reading_of(session: AsyncSession, post: Post) -> SourceReading | None:
    """What was read of a post's link within REMEMBERED; None for nothing."""
    reading = await session.get(SourceReading, post.link_key) if post.link_key else None
    return None if reading is None or reading.seen_at < now() - REMEMBERED else reading


async def forget_headline(session: AsyncSession, post: Post) -> None:
    """Take away what the publisher of a post's link said, as its first headline was erased; the digest stays."""
    kept = await session.get(PublisherHeadline, id_of(post))
    if kept is not None:
        kept.headline = ""
    reading = table(SourceReading)
    await (await session.connection()).execute(delete(reading).where(reading.c.link_key == post.link_key))


def worded_by(headline: str, publisher: str) -> WordedBy:
    """In whose words a headline is: case, punctuation and width make no other words. Unknown when the page says nothing."""
    if not publisher:
        return ""
    return "source" if spread(headline) == spread(publisher) else "member"


def own_headline(headline: str, site: str) -> str:
    """A page's headline without the site's name, which many put behind it."""
    bare = headline.strip()
    if site and bare.casefold().endswith(site.casefold()):
        before = bare[: len(bare) - len(site)]
        if before.rstrip() and before.rstrip()[-1] in _BEFORE_THE_SITE:
            bare = before.rstrip(_BEFORE_THE_SITE)
    return bare[: limits.HEADLINE]
