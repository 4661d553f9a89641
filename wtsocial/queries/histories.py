"""Histories: every saved version of a post or of a subwiki's page, and what changed between two."""

import asyncio
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db, policy
from wtsocial.errors import NotFound
from wtsocial.models import Member, Post, Revision, Subwiki
from wtsocial.shapes import millis, table
from wtsocial.text import limits
from wtsocial.text.differences import word_diff
from wtsocial.views import DiffPiece, DiffView, RevisionView, Viewer


async def of_post(viewer: Viewer, post_id: int) -> list[RevisionView]:
    """A post's revisions, newest first, at most 200. Raises NotFound, for a hidden post too unless the viewer may see it."""
    async with db.reading() as session:
        connection = await session.connection()
        await _ensure_seen(connection, viewer, post_id)
        return await _newest(connection, table(Revision).c.post_id == post_id)


async def of_subwiki(viewer: Viewer, slug: str) -> list[RevisionView]:  # noqa: ARG001 # every query names who is looking
    """The revisions of a subwiki's page, newest first, at most 200. Raises NotFound."""
    subwiki = table(Subwiki)
    async with db.reading() as session:
        connection = await session.connection()
        number = (await connection.execute(select(subwiki.c.id).where(subwiki.c.slug == slug))).scalar()
        if number is None:
            raise NotFound
        return await _newest(connection, table(Revision).c.subwiki_id == number)


async def difference(viewer: Viewer, post_id: int, a: int, b: int) -> DiffView:
    """What leads from revision `a` of a post to revision `b`, word by word; the new one's `size` counts from the old.

    Raises NotFound, also when one of them is hidden.
    """
    revision = table(Revision)
    wanted = _with_editor(revision.c.text.label("whole")).where(revision.c.post_id == post_id, revision.c.number.in_([a, b]))
    async with db.reading() as session:
        connection = await session.connection()
        await _ensure_seen(connection, viewer, post_id)
        found: dict[int, Any] = {row.number: row for row in (await connection.execute(wanted)).all() if row.hidden_at is None}
    if a not in found or b not in found:
        raise NotFound
    old, new = found[a], found[b]
    # Long texts that differ much take a while: not on the event loop.
    headline = await asyncio.to_thread(_pieces, old.headline, new.headline)
    text = await asyncio.to_thread(_pieces, old.whole, new.whole)
    return DiffView(post_id, _view(old, None), _view(new, old), headline, text)


def _pieces(old: str, new: str) -> list[DiffPiece]:
    return [DiffPiece(piece.kind, piece.text) for piece in word_diff(old, new)]


async def _ensure_seen(connection: AsyncConnection, viewer: Viewer, post_id: int) -> None:
    post = table(Post)
    judged = select(post.c.author_id, post.c.subwiki_id, post.c.hidden_at).where(post.c.id == post_id)
    row: Any = (await connection.execute(judged)).first()
    if row is None or not policy.may_see_post(viewer, row):
        raise NotFound


def _with_editor(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    revision, editor = table(Revision), table(Member)
    length = func.length(revision.c.headline) + func.length(revision.c.text) + func.length(revision.c.rules)
    columns = [column for column in revision.c if column.name not in ("text", "rules")]
    wanted = select(*columns, length.label("length"), editor.c.name.label("editor"), *more)
    return wanted.join(editor, editor.c.id == revision.c.editor_id)


async def _newest(connection: AsyncConnection, of: ColumnElement[bool]) -> list[RevisionView]:
    # One more than is shown: the last one's size counts from the one before it.
    wanted = _with_editor().where(of).order_by(table(Revision).c.number.desc()).limit(limits.HISTORY_SHOWN + 1)
    rows: list[Any] = list((await connection.execute(wanted)).all())
    befores: list[Any] = [*rows[1:], None]
    return [_view(row, before) for row, before in zip(rows, befores, strict=True)][: limits.HISTORY_SHOWN]


def _view(row: Any, before: Any) -> RevisionView:
    hidden = row.hidden_at is not None
    unsaid = hidden or (before is not None and before.hidden_at is not None)
    return RevisionView(
        number=row.number,
        editor=row.editor,
        at=millis(row.at),
        change=row.change,
        headline="" if hidden else row.headline,
        reason="" if hidden else row.reason,
        note="" if hidden else row.note,
        source="" if hidden else row.source,
        # Beside a hidden one even the length would tell something of it.
        size=0 if unsaid else row.length - (before.length if before else 0),
        hidden=hidden,
    )
