"""Histories: every saved version of a post or of a subwiki's page, and what changed between two."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db, policy
from wtsocial.errors import NotFound
from wtsocial.models import Comment, LogEntry, Member, Post, Revision, Subwiki
from wtsocial.shapes import millis, rendered, table
from wtsocial.text import limits
from wtsocial.text.differences import word_diff
from wtsocial.views import DiffPiece, DiffView, RevisionView, Viewer


async def of_post(viewer: Viewer, post_id: int) -> list[RevisionView]:
    """A post's revisions, newest first, at most 200. Raises NotFound, for a hidden post too unless the viewer may see it."""
    async with db.reading() as session:
        connection = await session.connection()
        await _ensure_seen(connection, viewer, post_id)
        return await _newest(connection, "post", post_id)


async def of_subwiki(viewer: Viewer, slug: str) -> list[RevisionView]:  # noqa: ARG001 # every query names who is looking
    """The revisions of a subwiki's page, newest first, at most 200. Raises NotFound."""
    subwiki = table(Subwiki)
    async with db.reading() as session:
        connection = await session.connection()
        number = (await connection.execute(select(subwiki.c.id).where(subwiki.c.slug == slug))).scalar()
        if number is None:
            raise NotFound
        return await _newest(connection, "subwiki", number)


async def of_comment(viewer: Viewer, comment_id: int) -> tuple[int, list[RevisionView]]:
    """The post that a comment stands under, and its revisions with their texts as HTML, newest first, at most 200.

    Of a hidden one it is who and when alone, but for those who moderate there. Raises NotFound, also under a hidden post.
    """
    comment, revision = table(Comment), table(Revision)
    async with db.reading() as session:
        connection = await session.connection()
        wanted = select(comment.c.post_id, comment.c.hidden_at).where(comment.c.id == comment_id)
        row: Any = (await connection.execute(wanted)).first()
        if row is None:
            raise NotFound
        subwiki_id = await _ensure_seen(connection, viewer, row.post_id)
        views = await _newest(connection, "comment", comment_id)
        if row.hidden_at is not None and not policy.may_moderate(viewer, subwiki_id):
            return row.post_id, [replace(view, hidden=True, size=0) for view in views]
        texts = select(revision.c.number, revision.c.text).where(revision.c.comment_id == comment_id, revision.c.hidden_at.is_(None))
        said: dict[int, str] = {text.number: text.text for text in await connection.execute(texts)}
    # Rendering takes a while the first time: not on the event loop.
    html = await asyncio.to_thread(lambda: {number: rendered(text) for number, text in said.items()})
    return row.post_id, [replace(view, html=html.get(view.number, "")) for view in views]


async def difference(viewer: Viewer, post_id: int, a: int, b: int) -> DiffView:
    """What leads from revision `a` of a post to revision `b`, word by word; the new one's `size` counts from the old.

    Raises NotFound, also when one of them is hidden or erased.
    """
    revision = table(Revision)
    wanted = _with_editor(revision.c.text.label("whole")).where(revision.c.post_id == post_id, revision.c.number.in_([a, b]))
    async with db.reading() as session:
        connection = await session.connection()
        await _ensure_seen(connection, viewer, post_id)
        found: dict[int, Any] = {row.number: row for row in (await connection.execute(wanted)).all() if _is_shown(row)}
    if a not in found or b not in found:
        raise NotFound
    old, new = found[a], found[b]
    # Long texts that differ much take a while: not on the event loop.
    headline = await asyncio.to_thread(_pieces, old.headline, new.headline)
    text = await asyncio.to_thread(_pieces, old.whole, new.whole)
    return DiffView(post_id, _view(old, None), _view(new, old), headline, text)


def _pieces(old: str, new: str) -> list[DiffPiece]:
    return [DiffPiece(piece.kind, piece.text) for piece in word_diff(old, new)]


async def _ensure_seen(connection: AsyncConnection, viewer: Viewer, post_id: int) -> int:
    """The subwiki of the post. Raises NotFound."""
    post = table(Post)
    judged = select(post.c.author_id, post.c.subwiki_id, post.c.hidden_at).where(post.c.id == post_id)
    row: Any = (await connection.execute(judged)).first()
    if row is None or not policy.may_see_post(viewer, row):
        raise NotFound
    return row.subwiki_id


def _with_editor(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    revision, editor = table(Revision), table(Member)
    columns = [column for column in revision.c if column.name not in ("text", "rules", "salt")]
    wanted = select(*columns, editor.c.name.label("editor"), *more)
    return wanted.join(editor, editor.c.id == revision.c.editor_id)


async def _newest(connection: AsyncConnection, kind: str, number: int) -> list[RevisionView]:
    # One more than is shown: the last one's size counts from the one before it.
    revision = table(Revision)
    wanted = _with_editor().where(revision.c[f"{kind}_id"] == number).order_by(revision.c.number.desc()).limit(limits.HISTORY_SHOWN + 1)
    rows: list[Any] = list((await connection.execute(wanted)).all())
    befores: list[Any] = [*rows[1:], None]
    erased: Sequence[Any] = await _erasures(connection, kind, number) if any(row.erased_at for row in rows) else []
    views = [_view(row, before) for row, before in zip(rows, befores, strict=True)][: limits.HISTORY_SHOWN]
    return [_explained(view, erased) if view.erased else view for view in views]


async def _erasures(connection: AsyncConnection, kind: str, number: int) -> Sequence[Any]:
    """What the log says of erasing revisions of this thing, the oldest first."""
    entry, actor = table(LogEntry), table(Member)
    wanted = select(entry.c.id, entry.c.revision, entry.c.detail, entry.c.reason, actor.c.name.label("actor"))
    wanted = wanted.join(actor, actor.c.id == entry.c.actor_id)
    about = (entry.c.action == "erase", entry.c.subject_kind == kind, entry.c.subject_id == number)
    return (await connection.execute(wanted.where(*about).order_by(entry.c.id))).all()


def _explained(view: RevisionView, erased: Sequence[Any]) -> RevisionView:
    """An erased revision with who erased it and why: the first entry that covers it did it."""
    entry = next((entry for entry in erased if entry.revision <= view.number <= int(entry.detail or entry.revision)), None)
    return replace(view, erased_by=entry.actor, erased_reason=entry.reason, erased_entry=entry.id) if entry else view


def _is_shown(row: Any) -> bool:
    return row.hidden_at is None and row.erased_at is None


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
        own_error=row.own_error,
        # Beside a hidden one even the length would tell something of it; of an erased one it is a fact that stays.
        size=0 if unsaid else row.size - (before.size if before else 0),
        hidden=hidden,
        erased=millis(row.erased_at),
    )
