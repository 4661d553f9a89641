"""The only module that writes a post's tags: when its headline or text changes, and when it is hidden or shown again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.messages import PostPatch
from wtsocial.core.off_loop import off_loop
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Post, PostTag
from wtsocial.posts import announcements
from wtsocial.text.tags import tags_of


async def extract_tags(headline: str, text: str) -> str:
    """The tags of a headline and a text as a post keeps them."""
    return " ".join(await off_loop(tags_of, headline, text))


async def sync_tags(change: Transaction, post: Post) -> None:
    """Bring the tags of a locked post in line with what stands in it now; a hidden one stands in no tag's feed.

    Call it after what changed was announced: that has to reach those, too, who found the post by a tag that it loses.
    """
    session, tags = change.session, await extract_tags(post.headline, post.text)
    if post.tags == tags == "":
        return
    # Of a hidden post nobody hears what is left.
    if tags != post.tags and (post.hidden_at is None or not tags):
        announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, tags=tags.split()))
    post.tags = tags
    wanted = set(post.tags.split()) if post.hidden_at is None else set[str]()
    place = table(PostTag)
    gone = delete(place).where(place.c.post_id == post.id, place.c.tag.not_in(wanted))
    await (await session.connection()).execute(gone)
    rows = [{"post_id": id_of(post), "tag": tag, "published_at": post.published_at} for tag in sorted(wanted)]
    await statements.insert_missing(session, PostTag, rows)


async def insert_tags(session: AsyncSession, posts: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Give new posts, by id and columns, their place under each of their tags."""
    rows = [
        {"post_id": post_id, "tag": tag, "published_at": values["published_at"]}
        for post_id, values in posts
        for tag in values["tags"].split()
    ]
    await statements.insert_missing(session, PostTag, rows)
