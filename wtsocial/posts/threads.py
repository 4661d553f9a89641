"""Reads of comments: a post's thread in reading order, and the base of an edit."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol, cast

from sqlalchemy import literal, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.permissions import PostAccess
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Member, Post
from wtsocial.posts import policy
from wtsocial.posts.rows import CommentRow, comment_view
from wtsocial.posts.views import CommentView
from wtsocial.text import limits


class ThreadRow(CommentRow, Protocol):
    """A comment with its author's name."""

    author: str


async def of_post(viewer: Viewer, post_id: int) -> list[CommentView]:
    """The first 500 comments of a post: each followed by what answers it, oldest first.

    A hidden one keeps its place without its text while something hangs below it; those who moderate it see its place
    anyhow. Raises NotFound.
    """
    post, comment, author = table(Post), table(Comment), table(Member)
    judged = select(post.c.author_id, post.c.subwiki_id, post.c.hidden_at).where(post.c.id == post_id)
    wanted = select(*comment.c, author.c.name.label("author")).join(author, author.c.id == comment.c.author_id)
    wanted = wanted.where(comment.c.post_id == post_id).order_by(comment.c.created_at, comment.c.id).limit(limits.COMMENTS_SHOWN)
    async with db.reading() as session:
        connection = await session.connection()
        under = cast("PostAccess | None", (await connection.execute(judged)).first())
        if under is None or not permissions.may_see_post(viewer, under):
            raise NotFound
        rows = cast("Sequence[ThreadRow]", (await connection.execute(wanted)).all())
    # Rendering hundreds of texts takes a while the first time: not on the event loop.
    return await asyncio.to_thread(_thread, rows, viewer, under)


async def edit_base(viewer: Viewer, comment_id: int) -> tuple[int, str, int]:
    """The post of a comment, its text as it was typed, and the revision that an edit starts from.

    Raises NotFound, LoginNeeded, or NotAllowed for those who may not edit it.
    """
    post, comment = table(Post), table(Comment)
    of_post = [post.c.author_id.label("post_author"), post.c.subwiki_id, post.c.hidden_at.label("post_hidden")]
    wanted = select(*comment.c, *of_post).join(post, post.c.id == comment.c.post_id).where(comment.c.id == comment_id)
    async with db.reading() as session:
        row: Any = (await (await session.connection()).execute(wanted)).first()
    if row is None:
        raise NotFound
    permissions.ensure(viewer, policy.may_edit_comment(viewer, row) and row.post_hidden is None)
    return row.post_id, row.text, row.revision


def _thread(rows: Sequence[ThreadRow], viewer: Viewer, under: PostAccess) -> list[CommentView]:
    moderating = permissions.may_moderate(viewer, under.subwiki_id)
    # By id an answer always comes after what it answers, whatever a clock said.
    rows = sorted(rows, key=id_of)
    known = {id_of(row) for row in rows}
    answers: dict[int, list[ThreadRow]] = {}
    for row in reversed(rows):
        if moderating or row.hidden_at is None or id_of(row) in answers:
            answers.setdefault(row.parent_id if row.parent_id in known and row.parent_id else 0, []).append(row)
    shown: list[CommentView] = []
    # Each list of answers is newest first by now, so that the oldest is taken from the stack first.
    waiting = [(row, 0) for row in answers.get(0, [])]
    while waiting:
        row, depth = waiting.pop()
        shown.append(_view(row, viewer, depth, under))
        waiting += [(answer, depth + 1) for answer in answers.get(id_of(row), [])]
    return shown


def _view(row: ThreadRow, viewer: Viewer, depth: int, under: PostAccess) -> CommentView:
    return comment_view(row, viewer, author=row.author, depth=depth, subwiki_id=under.subwiki_id, post_hidden=under.hidden_at is not None)


async def depth_of(session: AsyncSession, parent_id: int | None) -> int:
    """How deep an answer to this comment stands: 0 when it answers the post itself, and never more than is shown."""
    comment = table(Comment)
    above = select(comment.c.id, comment.c.parent_id, literal(1).label("depth")).where(comment.c.id == parent_id).cte(recursive=True)
    higher = select(comment.c.id, comment.c.parent_id, above.c.depth + 1)
    above = above.union_all(higher.where(comment.c.id == above.c.parent_id, above.c.depth < limits.COMMENT_DEPTH))
    deepest = select(above.c.depth).order_by(above.c.depth.desc()).limit(1)
    return (await (await session.connection()).execute(deepest)).scalar() or 0
