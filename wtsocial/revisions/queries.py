"""Reads of histories: the revisions of a post, comment or subwiki page, and the difference between two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.core.paths import comment_path
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Comment, Member, ModerationAction, Post, Revision, Subwiki
from wtsocial.revisions.views import DiffPiece, DiffView, HistoryPage, RevisionView
from wtsocial.text import limits
from wtsocial.text.differences import word_diff
from wtsocial.text.rendered import render_all


class HistoryRow(Protocol):
    """A row with the columns of a Revision, but for what was typed at length, and its editor's name."""

    id: int
    number: int
    editor: str
    at: datetime
    change: str
    headline: str
    reason: str
    note: str
    source: str
    own_error: bool
    via: str
    size: int
    hidden_at: datetime | None
    erased_at: datetime | None


class WholeRow(HistoryRow, Protocol):
    """A HistoryRow with its text (`whole`) and rules."""

    whole: str
    all_rules: str


class ErasureRow(NamedTuple):
    """An entry of the log about erasing revisions: from number `revision` to `detail`, or that one alone when it is empty."""

    id: int
    revision: int
    detail: str
    reason: str
    actor: str


@dataclass(frozen=True)
class _Pair:
    """Revisions to compare, by number, as far as they may be shown; and the numbers of those before and after (0 for none)."""

    shown: dict[int, WholeRow]
    earlier: int
    later: int


async def of_post(viewer: Viewer, post_id: int, *, before: int = 0) -> HistoryPage:
    """A page of a post's revisions, newest first: the newest, or those before number `before`.

    Raises NotFound, for a hidden post too unless the viewer may see it.
    """
    async with db.reading() as session:
        connection = await session.connection()
        seen = await _ensure_seen(connection, viewer, post_id)
        return replace(await _page(connection, "post", post_id, before), cover=seen.cover)


async def of_subwiki(viewer: Viewer, slug: str, *, before: int = 0) -> HistoryPage:  # noqa: ARG001 # every query names who is looking
    """The same of a subwiki's page. Raises NotFound."""
    subwiki = table(Subwiki)
    async with db.reading() as session:
        connection = await session.connection()
        number = (await connection.execute(select(subwiki.c.id).where(subwiki.c.slug == slug))).scalar()
        if number is None:
            raise NotFound
        return await _page(connection, "subwiki", number, before)


async def of_comment(viewer: Viewer, comment_id: int, *, before: int = 0) -> tuple[int, HistoryPage]:
    """The post that a comment stands under, and the same of the comment, with the texts as HTML.

    Of more texts than fit on a page the older ones are left out (`left_out`). Of a hidden one it is who and when alone, but for those
    who moderate there. Raises NotFound, also under a hidden post.
    """
    comment, revision = table(Comment), table(Revision)
    async with db.reading() as session:
        connection = await session.connection()
        wanted = select(comment.c.post_id, comment.c.hidden_at, comment.c.cover).where(comment.c.id == comment_id)
        row: Any = (await connection.execute(wanted)).first()
        if row is None:
            raise NotFound
        seen = await _ensure_seen(connection, viewer, row.post_id)
        page = replace(await _page(connection, "comment", comment_id, before), cover=row.cover or seen.cover)
        views = page.revisions
        if row.hidden_at is not None and not permissions.may_moderate(viewer, seen.subwiki_id):
            return row.post_id, replace(page, revisions=[replace(view, hidden=True, size=0, before=0) for view in views])
        lengths = select(revision.c.number, func.length(revision.c.text)).where(revision.c.comment_id == comment_id)
        lengths = lengths.where(revision.c.number.in_([view.number for view in views])).order_by(revision.c.number.desc())
        numbers = _whole_ones([(number, length) for number, length in await connection.execute(lengths)])
        texts = select(revision.c.number, revision.c.text).where(revision.c.comment_id == comment_id, revision.c.hidden_at.is_(None))
        found = await connection.execute(texts.where(revision.c.number.in_(numbers)))
        texts_by_number: dict[int, str] = {text.number: text.text for text in found}
    rendered = await render_all(texts_by_number.values())
    html = {number: rendered[text] for number, text in texts_by_number.items()}
    views = [replace(view, html=html.get(view.number, ""), left_out=view.number not in numbers) for view in views]
    return row.post_id, replace(page, revisions=views)


def _whole_ones(lengths: list[tuple[int, int]]) -> list[int]:
    """The numbers of the newest revisions whose texts fit on a page together; the newest in any case."""
    until = accumulate(length for _, length in lengths)
    return [number for at, ((number, _), end) in enumerate(zip(lengths, until, strict=True)) if not at or end <= limits.COMMENTS_PAGE_TEXT]


async def difference(viewer: Viewer, post_id: int, a: int, b: int) -> DiffView:
    """What leads from revision `a` of a post to revision `b`, word by word; the new one's `size` counts from the old.

    Raises NotFound, also when one of them is hidden or erased.
    """
    async with db.reading() as session:
        connection = await session.connection()
        seen = await _ensure_seen(connection, viewer, post_id)
        pair = await _two(connection, "post", post_id, (a, b))
    view = await _compared(pair, a, b, post_id)
    return replace(view, path=f"/post/{post_id}", home=f"/post/{post_id}", cover=seen.cover)


async def comment_difference(viewer: Viewer, comment_id: int, a: int, b: int) -> DiffView:
    """The same of a comment. Raises NotFound, also for a hidden comment, but to those who moderate there."""
    comment = table(Comment)
    async with db.reading() as session:
        connection = await session.connection()
        about = select(comment.c.post_id, comment.c.hidden_at, comment.c.cover).where(comment.c.id == comment_id)
        row: Any = (await connection.execute(about)).first()
        if row is None:
            raise NotFound
        seen = await _ensure_seen(connection, viewer, row.post_id)
        if row.hidden_at is not None and not permissions.may_moderate(viewer, seen.subwiki_id):
            raise NotFound
        pair = await _two(connection, "comment", comment_id, (a, b))
    view = await _compared(pair, a, b, row.post_id)
    return replace(view, path=f"/comment/{comment_id}", home=comment_path(row.post_id, comment_id), cover=row.cover or seen.cover)


async def subwiki_difference(viewer: Viewer, slug: str, a: int, b: int) -> DiffView:  # noqa: ARG001 # every query names who is looking
    """The same of a subwiki's page: its description is the text. Raises NotFound."""
    subwiki = table(Subwiki)
    async with db.reading() as session:
        connection = await session.connection()
        number = (await connection.execute(select(subwiki.c.id).where(subwiki.c.slug == slug))).scalar()
        if number is None:
            raise NotFound
        pair = await _two(connection, "subwiki", number, (a, b))
    view = await _compared(pair, a, b, 0)
    return replace(view, path=f"/w/{slug}", home=f"/w/{slug}/about")


async def _two(connection: AsyncConnection, kind: str, number: int, numbers: tuple[int, int]) -> _Pair:
    revision = table(Revision)
    of_thing = revision.c[f"{kind}_id"] == number
    wanted = _with_editor(revision.c.text.label("whole"), revision.c.rules.label("all_rules")).where(of_thing)
    rows = cast("Sequence[WholeRow]", (await connection.execute(wanted.where(revision.c.number.in_(numbers)))).all())
    shown = (of_thing, revision.c.hidden_at.is_(None), revision.c.erased_at.is_(None))
    earlier = select(func.max(revision.c.number)).where(*shown, revision.c.number < min(numbers))
    later = select(func.min(revision.c.number)).where(*shown, revision.c.number > max(numbers))
    beside = (await connection.execute(select(earlier.scalar_subquery(), later.scalar_subquery()))).one()
    return _Pair({row.number: row for row in rows if _is_shown(row)}, beside[0] or 0, beside[1] or 0)


async def _compared(pair: _Pair, a: int, b: int, post_id: int) -> DiffView:
    if a not in pair.shown or b not in pair.shown:
        raise NotFound
    old, new = pair.shown[a], pair.shown[b]
    # Long texts that differ much take a while: not on the event loop.
    names = ("headline", "whole", "all_rules")
    headline, text, rules = [await off_loop(_pieces, getattr(old, name), getattr(new, name)) for name in names]
    same = all(getattr(old, name) == getattr(new, name) for name in names)
    return DiffView(post_id, _view(old, None), _view(new, old), headline, text, rules, same=same, earlier=pair.earlier, later=pair.later)


def _pieces(old: str, new: str) -> list[DiffPiece]:
    return [DiffPiece(piece.kind, piece.text) for piece in word_diff(old, new)]


class _SeenPost(permissions.PostAccess, Protocol):
    cover: str


async def _ensure_seen(connection: AsyncConnection, viewer: Viewer, post_id: int) -> _SeenPost:
    """The post, as far as it says where it stands and whether it is covered. Raises NotFound."""
    post = table(Post)
    judged = select(post.c.author_id, post.c.subwiki_id, post.c.hidden_at, post.c.cover).where(post.c.id == post_id)
    row = cast("_SeenPost | None", (await connection.execute(judged)).first())
    if row is None or not permissions.may_see_post(viewer, row):
        raise NotFound
    return row


def _with_editor(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    revision, editor = table(Revision), table(Member)
    columns = [column for column in revision.c if column.name not in ("text", "rules", "salt")]
    wanted = select(*columns, editor.c.name.label("editor"), *more)
    return wanted.join(editor, editor.c.id == revision.c.editor_id)


async def _page(connection: AsyncConnection, kind: str, number: int, before: int) -> HistoryPage:
    # One more than is shown: the last one's size counts from the one before it.
    revision = table(Revision)
    of_thing: ColumnElement[bool] = revision.c[f"{kind}_id"] == number
    wanted = _with_editor().where(of_thing, revision.c.number < before if before else true())
    wanted = wanted.order_by(revision.c.number.desc()).limit(limits.HISTORY_PAGE + 1)
    rows = cast("Sequence[HistoryRow]", (await connection.execute(wanted)).all())
    newest = rows[0].number if rows else 0
    if before:
        newest = (await connection.execute(select(func.max(revision.c.number)).where(of_thing))).scalar() or 0
    befores: list[HistoryRow | None] = [*rows[1:], None]
    erased: Sequence[ErasureRow] = await _erasures(connection, kind, number) if any(row.erased_at for row in rows) else []
    views = [_view(row, before) for row, before in zip(rows, befores, strict=True)]
    views = _compared_to(views)[: limits.HISTORY_PAGE]
    older = views[-1].number if len(rows) > len(views) else 0
    if older:
        views = await _with_base(connection, of_thing, views)
    return HistoryPage([_explained(view, erased) if view.erased else view for view in views], newest, before, older)


def _compared_to(views: list[RevisionView]) -> list[RevisionView]:
    """Each with the one that it may be compared to."""
    numbers = [view.number for view in views if not (view.hidden or view.erased)]
    earlier = dict(pairwise(numbers))
    return [replace(view, before=earlier.get(view.number, 0)) for view in views]


async def _with_base(connection: AsyncConnection, of_thing: ColumnElement[bool], views: list[RevisionView]) -> list[RevisionView]:
    """A page, whose oldest that may be shown has the one that it may be compared to also where that stands further down."""
    at = next((at for at in reversed(range(len(views))) if not (views[at].hidden or views[at].erased)), None)
    if at is None or views[at].before:
        return views
    revision = table(Revision)
    shown = (of_thing, revision.c.hidden_at.is_(None), revision.c.erased_at.is_(None), revision.c.number < views[at].number)
    before = (await connection.execute(select(func.max(revision.c.number)).where(*shown))).scalar() or 0
    return [*views[:at], replace(views[at], before=before), *views[at + 1 :]]


async def _erasures(connection: AsyncConnection, kind: str, number: int) -> Sequence[ErasureRow]:
    """What the log says of erasing revisions of this thing, the oldest first."""
    entry, actor = table(ModerationAction), table(Member)
    wanted = select(
        entry.c.id, entry.c.revision, entry.c.detail, entry.c.reason, case((entry.c.named, actor.c.name), else_="").label("actor")
    )
    wanted = wanted.join(actor, actor.c.id == entry.c.actor_id)
    about = (entry.c.action == "erase", entry.c.subject_kind == kind, entry.c.subject_id == number)
    return [ErasureRow(*row) for row in await connection.execute(wanted.where(*about).order_by(entry.c.id))]


def _explained(view: RevisionView, erased: Sequence[ErasureRow]) -> RevisionView:
    """An erased revision with who erased it and why: the first entry that covers it did it."""
    entry = next((entry for entry in erased if entry.revision <= view.number <= int(entry.detail or entry.revision)), None)
    return replace(view, erased_by=entry.actor, erased_reason=entry.reason, erased_entry=entry.id) if entry else view


def _is_shown(row: HistoryRow) -> bool:
    return row.hidden_at is None and row.erased_at is None


def _view(row: HistoryRow, before: HistoryRow | None) -> RevisionView:
    hidden = row.hidden_at is not None
    unsaid = hidden or (before is not None and before.hidden_at is not None)
    return RevisionView(
        number=row.number,
        editor=row.editor,
        at=to_millis(row.at),
        change=row.change,
        headline="" if hidden else row.headline,
        reason="" if hidden else row.reason,
        note="" if hidden else row.note,
        source="" if hidden else row.source,
        own_error=row.own_error,
        via=row.via,
        # Beside a hidden one even the length would tell something of it; of an erased one it is a fact that stays.
        size=0 if unsaid else row.size - (before.size if before else 0),
        id=row.id,
        hidden=hidden,
        erased=to_millis(row.erased_at),
    )
