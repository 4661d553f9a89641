"""Reads of comments: a post's thread in reading order, and the base of an edit."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Protocol, cast

from sqlalchemy import Integer, Select, bindparam, literal, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.restrictions import may_write_in
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed, NotFound
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Member, Post
from wtsocial.posts import policy
from wtsocial.posts.policy import Discussed
from wtsocial.posts.rows import CommentRow, comment_view
from wtsocial.posts.views import CommentView, ThreadPage
from wtsocial.text import limits
from wtsocial.text.rendered import render_all


class ThreadRow(CommentRow, Protocol):
    """A comment with its author's name."""

    author: str


async def page(viewer: Viewer, post_id: int, *, after: int = 0) -> ThreadPage:
    """The next comments of a post after the one of this id, as they were written: at most 100, and fewer where they are long.

    Each is followed by what answers it, oldest first; an answer to an earlier page's stands as deep as on its own. A hidden one keeps
    its place without its text while something hangs below it; those who moderate it see its place anyhow. Raises NotFound.
    """
    asked = {"post": post_id, "after": after, "most": limits.COMMENTS_PAGE + 1}
    judged, comments = await db.fetch_each((_judged(), asked), (_comments(), asked))
    under = cast("Discussed | None", judged[0] if judged else None)
    if under is None or not permissions.may_see_post(viewer, under):
        raise NotFound
    found = cast("Sequence[ThreadRow]", comments)
    rows = found[: _length(found)]
    rendered = await render_all(row.text for row in rows if row.hidden_at is None)
    return ThreadPage(_thread(rows, viewer, under, rendered), id_of(rows[-1]) if len(rows) < len(found) else 0, since=after)


@lru_cache(maxsize=1)
def _judged() -> Select[*tuple[Any, ...]]:
    """What says who may see the parameter `post`."""
    post = table(Post)
    return select(post.c.author_id, post.c.subwiki_id, post.c.hidden_at, post.c.locked_reason).where(post.c.id == bindparam("post"))


@lru_cache(maxsize=1)
def _comments() -> Select[*tuple[Any, ...]]:
    """Its comments after the one of the id `after`, at most `most`. Made once: every page of a post asks."""
    comment, author = table(Comment), table(Member)
    wanted = select(*comment.c, author.c.name.label("author")).join(author, author.c.id == comment.c.author_id)
    wanted = wanted.where(comment.c.post_id == bindparam("post"), comment.c.id > bindparam("after"))
    return wanted.order_by(comment.c.id).limit(bindparam("most", type_=Integer()))


async def of_post(viewer: Viewer, post_id: int) -> list[CommentView]:
    """The first page of a post's comments."""
    return (await page(viewer, post_id)).comments


def _length(rows: Sequence[ThreadRow]) -> int:
    """How many of these make a page."""
    lengths = accumulate(len(row.text) for row in rows)
    whole = sum(length <= limits.COMMENTS_PAGE_TEXT for length in lengths)
    return min(max(whole, 1), limits.COMMENTS_PAGE)


async def edit_base(viewer: Viewer, comment_id: int) -> tuple[int, str, int]:
    """The post of a comment, its text as it was typed, and the revision that an edit starts from.

    Raises NotFound, LoginNeeded, or NotAllowed for those who may not edit it.
    """
    post, comment = table(Post), table(Comment)
    of_post = [post.c.author_id.label("post_author"), post.c.subwiki_id, post.c.hidden_at.label("post_hidden"), post.c.locked_reason]
    wanted = select(*comment.c, *of_post).join(post, post.c.id == comment.c.post_id).where(comment.c.id == comment_id)
    async with db.reading() as session:
        row: Any = (await (await session.connection()).execute(wanted)).first()
    if row is None:
        raise NotFound
    permissions.ensure(viewer, policy.may_edit_comment(viewer, row) and row.post_hidden is None)
    if row.locked_reason:
        raise NotAllowed("lock.held")
    return row.post_id, row.text, row.revision


def _thread(rows: Sequence[ThreadRow], viewer: Viewer, under: Discussed, rendered: Mapping[str, str]) -> list[CommentView]:
    moderating = permissions.may_moderate(viewer, under.subwiki_id)
    closed = under.hidden_at is not None or under.locked_reason != "" or not may_write_in(viewer, under.subwiki_id)
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
        html = rendered.get(row.text, "")
        shown.append(comment_view(row, viewer, html=html, author=row.author, depth=depth, subwiki_id=under.subwiki_id, closed=closed))
        waiting += [(answer, depth + 1) for answer in answers.get(id_of(row), [])]
    return shown


async def depth_of(session: AsyncSession, parent_id: int | None) -> int:
    """How deep an answer to this comment stands: 0 when it answers the post itself, and never more than is shown."""
    if parent_id is None:
        return 0
    return (await (await session.connection()).execute(_depth(), {"parent": parent_id})).scalar() or 0


@lru_cache(maxsize=1)
def _depth() -> Select[int]:
    comment = table(Comment)
    parent = select(comment.c.id, comment.c.parent_id, literal(1).label("depth")).where(comment.c.id == bindparam("parent"))
    above = parent.cte(recursive=True)
    higher = select(comment.c.id, comment.c.parent_id, above.c.depth + 1)
    above = above.union_all(higher.where(comment.c.id == above.c.parent_id, above.c.depth < limits.COMMENT_DEPTH))
    return select(above.c.depth).order_by(above.c.depth.desc()).limit(1)
