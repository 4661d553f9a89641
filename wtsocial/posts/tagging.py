"""The only module that writes a post's tags: when its headline or text changes, and when it is hidden or shown again."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.messages import PostPatch
from wtsocial.core.off_loop import off_loop
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Post, PostTag
from wtsocial.posts import announcements
from wtsocial.text.rendered import SHORT
from wtsocial.text.tags import tags_of

_PLACE = table(PostTag)
_LEAVE_ALL: Final = delete(_PLACE).where(_PLACE.c.post_id == bindparam("of_post"))


async def extract_tags(headline: str, text: str) -> str:
    """The tags of a headline and a text as a post keeps them."""
    tags = tags_of(headline, text) if len(text) <= SHORT else await off_loop(tags_of, headline, text)
    return " ".join(tags)


async def retag(change: Transaction, post: Post) -> None:
    """Bring the tags of a locked post in line with what stands in it now, after its headline or text was changed.

    Call it after what changed was announced: that has to reach those, too, who found the post by a tag that it loses.
    """
    tags = await extract_tags(post.headline, post.text)
    if tags == post.tags:
        return
    # Of a hidden post nobody hears what is left.
    if post.hidden_at is None or not tags:
        announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, tags=tags.split()))
    post.tags = tags
    await sync_feeds(change, post)


async def sync_feeds(change: Transaction, post: Post) -> None:
    """Have a locked post stand in the feeds of its tags, after they were changed, or it was hidden or shown again: a hidden one in none."""
    await change.send(_LEAVE_ALL, {"of_post": id_of(post)})
    tags = sorted(post.tags.split()) if post.hidden_at is None else []
    rows = [{"post_id": id_of(post), "tag": tag, "published_at": post.published_at} for tag in tags]
    await statements.insert_unasked(change.session, PostTag, rows)


async def insert_tags(session: AsyncSession, posts: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Give new posts, by id and columns, their place under each of their tags."""
    rows = [
        {"post_id": post_id, "tag": tag, "published_at": values["published_at"]}
        for post_id, values in posts
        for tag in values["tags"].split()
    ]
    await statements.insert_unasked(session, PostTag, rows)
