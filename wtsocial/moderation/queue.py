"""Reads of the queue: what waits for a decision where the viewer moderates, the longest waiting first, in keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, cast

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, select, tuple_
from sqlalchemy import case as choose
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import some_of_each, table
from wtsocial.models import CaseReason, Comment, Member, ModerationCase, Post, Revision, Subwiki, now
from wtsocial.moderation import policy
from wtsocial.moderation.subjects import subject_path
from wtsocial.moderation.views import QueuePage, QueueView, ReasonCount
from wtsocial.text import limits
from wtsocial.text.rendered import EXCERPT_SOURCE, excerpt_cached, prepare_excerpts

AGES: Final[dict[str, timedelta]] = {"day": timedelta(days=1), "days": timedelta(days=3), "week": timedelta(days=7)}
"""For how long something has waited at least."""


@dataclass(frozen=True)
class QueueFilter:
    """Which cases are asked for; empty for all."""

    subwiki: str = ""
    """A slug."""
    reason: str = ""
    age: str = ""
    mine: bool = False
    """What the viewer has open alone."""


class CaseRow(Protocol):
    """A case with what the queue shows of its thing."""

    id: int
    subject_kind: str
    subject_id: int
    post_id: int | None
    subwiki_id: int | None
    author_id: int | None
    opened_at: datetime
    flags_count: int
    claimed_until: datetime | None
    holder: str | None
    author: str | None
    is_admin: bool | None
    slug: str | None
    subwiki_name: str | None
    colour: str | None
    headline: str
    language: str | None
    text: str | None
    number: int | None
    hidden_at: datetime | None
    cover: str


async def queue(viewer: Viewer, *, wanted: QueueFilter | None = None, after: int = 0) -> QueuePage:
    """What waits where the viewer moderates, QUEUE_PAGE cases after the one of this id. Who flagged is not told here.

    Raises LoginNeeded or NotAllowed.
    """
    permissions.ensure(viewer, permissions.may_see_queue(viewer))
    async with db.reading() as session:
        connection = await session.connection()
        ids = await _page(connection, viewer, wanted or QueueFilter(), after)
        rows = await _rows(connection, ids[: limits.QUEUE_PAGE])
        reasons = await _reasons(connection, ids[: limits.QUEUE_PAGE])
    await prepare_excerpts(row.text or "" for row in rows)
    cases = [_view(row, viewer, reasons.get(row.id, [])) for row in rows]
    return QueuePage(cases, ids[limits.QUEUE_PAGE - 1] if len(ids) > limits.QUEUE_PAGE else 0)


async def queue_count(viewer: Viewer) -> int:
    """How many cases and held posts wait for the viewer; QUEUE_COUNTED for so many or more, 0 for who moderates nothing."""
    if not permissions.may_see_queue(viewer):
        return 0
    async with db.reading() as session:
        connection = await session.connection()
        cases = _ids(connection.dialect.name, viewer, QueueFilter(), 0, None, limits.QUEUE_COUNTED).subquery()
        both = (select(func.count()).select_from(some.subquery()).scalar_subquery() for some in (select(cases), _held(viewer)))
        return min(sum((await connection.execute(select(*both))).one()), limits.QUEUE_COUNTED)


def _held(viewer: Viewer) -> Select[int]:
    """The ids of the first posts that wait for review where somebody moderates."""
    post = table(Post)
    held = select(post.c.id).where(post.c.awaits_review)
    return (held if viewer.is_admin else held.where(post.c.subwiki_id.in_(viewer.moderates))).limit(limits.QUEUE_COUNTED)


async def case_row(connection: AsyncConnection, case_id: int) -> CaseRow | None:
    """An open case by its id, wherever it is."""
    rows = await _rows(connection, [case_id])
    return rows[0] if rows else None


async def case_view(connection: AsyncConnection, viewer: Viewer, row: CaseRow) -> QueueView:
    """The same as it stands in the queue."""
    await prepare_excerpts([row.text or ""])
    return _view(row, viewer, (await _reasons(connection, [row.id])).get(row.id, []))


async def _page(connection: AsyncConnection, viewer: Viewer, wanted: QueueFilter, after: int) -> list[int]:
    wiki, place = table(Subwiki), None
    if wanted.subwiki:
        place = (await connection.execute(select(wiki.c.id).where(wiki.c.slug == wanted.subwiki))).scalar()
        if place is None or not permissions.may_moderate(viewer, place):
            return []
    found = await connection.execute(_ids(connection.dialect.name, viewer, wanted, after, place, limits.QUEUE_PAGE + 1))
    ids = list(found.scalars())
    if place is not None and viewer.is_admin:
        about = await connection.execute(_about_place(viewer, wanted, after, place))
        ids = sorted([*ids, *about.scalars()])[: limits.QUEUE_PAGE + 1]
    return ids


def _about_place(viewer: Viewer, wanted: QueueFilter, after: int, place: int) -> Select[int]:
    """The id of the case about a subwiki itself, if it fits: admins decide on it, and it stands in no subwiki."""
    case, reason = table(ModerationCase), table(CaseReason)
    fits = [case.c.subject_kind == "subwiki", case.c.subject_id == place, case.c.closed_at.is_(None), case.c.id > after]
    fits += [case.c.claimed_by_id == viewer.id, case.c.claimed_until > now()] if wanted.mine else []
    fits += [case.c.opened_at <= now() - AGES[wanted.age]] if wanted.age in AGES else []
    if wanted.reason:
        fits += [select(reason.c.case_id).where(reason.c.case_id == case.c.id, reason.c.reason == wanted.reason).exists()]
    return select(case.c.id).where(*fits)


def _ids(dialect: str, viewer: Viewer, wanted: QueueFilter, after: int, place: int | None, most: int) -> Select[int]:
    """The ids of the first cases that fit; of several subwikis, of each, so that an index has them in their order."""
    case, reason, wiki = table(ModerationCase), table(CaseReason), table(Subwiki)
    # Reasons of open cases alone are there.
    listed: FromClause = reason if wanted.reason else case
    number: ColumnElement[int] = reason.c.case_id if wanted.reason else case.c.id
    at = reason.c.subwiki_id if wanted.reason else case.c.subwiki_id
    fits = [number > after, *([reason.c.reason == wanted.reason] if wanted.reason else [])]
    if wanted.mine or wanted.age or not wanted.reason:
        listed = listed.join(case, case.c.id == number) if wanted.reason else listed
        fits += [case.c.closed_at.is_(None)]
        fits += [case.c.claimed_by_id == viewer.id, case.c.claimed_until > now()] if wanted.mine else []
        fits += _waited(case, number, AGES[wanted.age]) if wanted.age in AGES else []
    first = select(number.label("id")).select_from(listed).where(*fits).order_by(number).limit(most)
    if place is not None:
        return first.where(at == place)
    if viewer.is_admin:
        return first if listed is not reason else _of_reason(reason, wanted.reason, after, most)
    of_each, own = some_of_each(dialect, wiki, case, first.where(at == wiki.c.id).correlate(wiki))
    found = select(own.c.id).select_from(of_each).where(wiki.c.id.in_(viewer.moderates))
    return found.order_by(own.c.id).limit(most)


def _of_reason(reason: FromClause, name: str, after: int, most: int) -> Select[int]:
    """The ids of a reason's first cases, as a stretch of the key that has them in their order.

    Asked for what equals a name, PostgreSQL is free to read in the order of the ids alone, and does when it believes the reason to be
    frequent: of one that nobody named it would read all cases.
    """
    stretch = (tuple_(reason.c.reason, reason.c.case_id) > tuple_(literal(name), literal(after)), reason.c.reason <= name)
    return select(reason.c.case_id.label("id")).where(*stretch).order_by(reason.c.reason, reason.c.case_id).limit(most)


def _waited(case: FromClause, number: ColumnElement[int], age: timedelta) -> list[ColumnElement[bool]]:
    """What was opened so long ago. Cases are numbered as they are opened: none that fits comes after the last one that does.

    Without that bound a queue in which nothing waits so long would be read to its end.
    """
    opened_by = now() - age
    last = select(case.c.id).where(case.c.closed_at.is_(None), case.c.opened_at <= opened_by)
    return [case.c.opened_at <= opened_by, number <= last.order_by(case.c.opened_at.desc()).limit(1).scalar_subquery()]


async def _rows(connection: AsyncConnection, ids: Sequence[int]) -> Sequence[CaseRow]:
    if not ids:
        return []
    case, post, comment, wiki = table(ModerationCase), table(Post), table(Comment), table(Subwiki)
    author, held, revision = table(Member).alias("author"), table(Member).alias("held"), table(Revision)
    columns = ("id", "subject_kind", "subject_id", "post_id", "subwiki_id", "author_id", "opened_at", "flags_count", "claimed_until")
    kind = case.c.subject_kind
    place = func.coalesce(case.c.subwiki_id, choose((kind == "subwiki", case.c.subject_id)))
    wanted = (
        select(
            *(case.c[name] for name in columns),
            held.c.name.label("holder"),
            author.c.name.label("author"),
            author.c.is_admin,
            wiki.c.slug,
            wiki.c.name.label("subwiki_name"),
            wiki.c.colour,
            choose((kind == "subwiki", wiki.c.name), (kind == "member", author.c.name), else_=post.c.headline).label("headline"),
            post.c.language,
            func.substr(_text(kind, author.c.about), 1, EXCERPT_SOURCE).label("text"),
            revision.c.number,
            choose((kind == "comment", comment.c.hidden_at), (kind == "revision", revision.c.hidden_at), else_=post.c.hidden_at).label(
                "hidden_at"
            ),
            choose((kind == "comment", comment.c.cover), (kind == "post", post.c.cover), else_="").label("cover"),
        )
        .select_from(
            case.outerjoin(post, post.c.id == case.c.post_id)
            .outerjoin(wiki, wiki.c.id == place)
            .outerjoin(author, author.c.id == case.c.author_id)
            .outerjoin(comment, and_(kind == "comment", comment.c.id == case.c.subject_id))
            .outerjoin(revision, and_(kind == "revision", revision.c.id == case.c.subject_id))
            .outerjoin(held, held.c.id == case.c.claimed_by_id)
        )
        .where(case.c.id.in_(ids), case.c.closed_at.is_(None))
        .order_by(case.c.id)
    )
    return cast("Sequence[CaseRow]", (await connection.execute(wanted)).all())


def _text(kind: ColumnElement[str], about: ColumnElement[str]) -> ColumnElement[str]:
    """What the thing says: of a revision what it changed, of a subwiki and a member what they say of themselves."""
    post, comment, revision = table(Post), table(Comment), table(Revision)
    whole = revision.c.headline + "\n\n" + revision.c.text
    changed = choose((revision.c.change == "headline", revision.c.headline), (revision.c.change == "text", revision.c.text), else_=whole)
    own = ((kind == "subwiki", table(Subwiki).c.description), (kind == "member", about))
    return choose((kind == "comment", comment.c.text), (kind == "revision", changed), *own, else_=post.c.text)


async def _reasons(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[ReasonCount]]:
    reason = table(CaseReason)
    wanted = select(reason.c.case_id, reason.c.reason, reason.c.count.label("number")).where(reason.c.case_id.in_(ids))
    found: dict[int, list[ReasonCount]] = {}
    for row in (await connection.execute(wanted.order_by(reason.c.count.desc(), reason.c.reason))) if ids else ():
        found.setdefault(row.case_id, []).append(ReasonCount(row.reason, row.number))
    return found


def may_decide(viewer: Viewer, row: CaseRow) -> bool:
    """Whether the viewer may decide on a case, and so see who flagged."""
    return policy.may_decide(
        viewer,
        kind=row.subject_kind,
        place_id=row.subwiki_id,
        subject_id=row.subject_id,
        author_id=row.author_id,
        author_is_admin=bool(row.is_admin),
    )


def _view(row: CaseRow, viewer: Viewer, reasons: list[ReasonCount]) -> QueueView:
    held = row.claimed_until is not None and row.claimed_until > now()
    post_id, number, slug, name = row.post_id or 0, row.number or 0, row.slug or "", row.author or ""
    return QueueView(
        id=row.id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        post_id=post_id,
        path=subject_path(row.subject_kind, row.subject_id, post_id=post_id, number=number, slug=slug, name=name),
        subwiki_slug=slug,
        subwiki_name=row.subwiki_name or "",
        subwiki_colour=row.colour or "",
        author=name,
        headline=row.headline,
        language=row.language or "",
        excerpt=excerpt_cached(row.text or ""),
        flags=row.flags_count,
        reasons=reasons,
        first_at=to_millis(row.opened_at),
        revision=number,
        hidden=row.hidden_at is not None,
        cover=row.cover,
        holder=(row.holder or "") if held else "",
        held_until=to_millis(row.claimed_until) if held else 0,
        may_decide=may_decide(viewer, row),
    )
