"""Reads of posts: one for its page, the base of an edit, earlier posts of a link, and drafts."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import Select, bindparam, func, literal_column, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.statements import table
from wtsocial.models import Draft, Member, Post, Revision
from wtsocial.posts import policy
from wtsocial.posts.rows import PostRow, post_columns, post_view, subwiki_protection
from wtsocial.posts.views import PostView, WritersView
from wtsocial.text.rendered import prepare_excerpts, render_text
from wtsocial.text.story_links import story_of

EDITS_COUNTED: Final = 200


async def one(viewer: Viewer, post_id: int) -> PostView:
    """The post with its text as HTML. Raises NotFound, for a hidden one too unless the viewer may see it."""
    row = await _row(viewer, post_id)
    await prepare_excerpts([row.text])
    return post_view(row, viewer, html=await render_text(row.text))


async def edit_base(viewer: Viewer, post_id: int) -> tuple[str, str, int]:
    """The headline, the text as it was typed, and the revision that an edit starts from.

    Raises NotFound, LoginNeeded, or NotAllowed for those who may not edit it.
    """
    row = await _row(viewer, post_id)
    policy.ensure_change(viewer, policy.may_edit_text(viewer, row, subwiki_protection(row)), row, subwiki_protection(row))
    return row.headline, row.text, row.revision


async def writers(viewer: Viewer, post: PostView) -> WritersView:  # noqa: ARG001 # every query names who is looking
    """Who edited a collaborative post's text, as its newest EDITS_COUNTED revisions say; an individual post has its author alone."""
    if post.mode != "collaborative":
        return WritersView()
    return _writers(await db.fetch(_editors(), {"post": post.id}))


async def writers_of(session: AsyncSession, post_id: int, mode: str) -> WritersView:
    """The same within a session."""
    if mode != "collaborative":
        return WritersView()
    return _writers(await db.change_of(session).run(_editors(), {"post": post_id}))


def _writers(rows: Sequence[Any]) -> WritersView:
    ((count, name),) = rows
    return WritersView(count, name or "")


@lru_cache(maxsize=1)
def _editors() -> Select[int, Any]:
    """How many edited the text of the parameter `post`, and the name of the last."""
    revision, member = table(Revision), table(Member)
    of_post = select(revision.c.editor_id, revision.c.number, revision.c.change).where(revision.c.post_id == bindparam("post"))
    newest = of_post.order_by(revision.c.number.desc()).limit(EDITS_COUNTED).subquery()
    edited = newest.c.change == "text"
    last = select(member.c.name).join(newest, newest.c.editor_id == member.c.id).where(edited).order_by(newest.c.number.desc()).limit(1)
    return select(func.count(newest.c.editor_id.distinct()), last.scalar_subquery()).where(edited)


async def same_link(*links: str) -> int:
    """The id of the newest shown post of the story that these links lead to (as `check_link` spells them); 0 when there is none."""
    post, keys = table(Post), {link_key(link) for link in links if link}
    # Posts without a link share one key: that this is not asked for has to be said, or PostgreSQL takes it for the usual one, and goes
    # through all posts from the newest on.
    linked = (post.c.link_key != literal_column("''"), post.c.link_key.in_(keys))
    known = select(post.c.id).where(*linked, post.c.hidden_at.is_(None)).order_by(post.c.id.desc()).limit(1)
    async with db.reading() as session:
        return (await (await session.connection()).execute(known)).scalar() or 0


def link_key(link: str) -> str:
    """What two posts of one story have in common (`story_links.story_of`): half of its SHA-256; empty for no link."""
    return hashlib.sha256(story_of(link).encode()).hexdigest()[:32] if link else ""


async def _row(viewer: Viewer, post_id: int) -> PostRow:
    """A row with a post's columns by name, so that `policy` judges it like a Post."""
    found = await db.fetch(_whole(), {"viewer": viewer.id, "post": post_id})
    row = cast("PostRow | None", found[0] if found else None)
    if row is None or not permissions.may_see_post(viewer, row):
        raise NotFound
    return row


@lru_cache(maxsize=1)
def _whole() -> Select[*tuple[Any, ...]]:
    """The post of the parameter `post`, as `viewer` sees it. Made once: every page of a post asks."""
    return post_columns(whole=True).where(table(Post).c.id == bindparam("post"))


async def draft(viewer: Viewer, place: str) -> dict[str, str]:
    """The fields as they were typed; empty when nothing is stored there."""
    async with db.reading() as session:
        stored = await session.get(Draft, (viewer.id, place))
    return stored.fields if stored else {}
