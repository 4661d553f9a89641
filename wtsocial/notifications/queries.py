"""Reads of notices: a member's inbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, func
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Notice, Post, Revision, Vote
from wtsocial.notifications.views import NoticeView
from wtsocial.revisions.views import DiffPiece
from wtsocial.text import limits
from wtsocial.text.differences import word_diff

REVISIONS = ("before", "after")
"""Params that name a revision of the notice's post; shown is the headline that it had."""


class NoticeSubject(permissions.PostAccess, Protocol):
    """What fills a notice's text: its params, and its post as far as `post_id` names one."""

    params: dict[str, Any]
    post_id: int | None
    headline: str
    cover: str


class NoticeRow(NoticeSubject, Protocol):
    """A row with the columns of a Notice, of its post, and whether the member voted for that (`voter`)."""

    id: int
    kind: str
    path: str
    at: datetime
    read_at: datetime | None
    voter: int | None


@dataclass
class _Unsent:
    """A notice that is only mailed."""

    kind: str
    params: dict[str, Any]
    post_id: int | None
    headline: str = ""
    author_id: int = 0
    subwiki_id: int = 0
    hidden_at: datetime | None = None
    cover: str = ""


async def inbox(viewer: Viewer, *, older: int = 0) -> list[NoticeView]:
    """The viewer's notices, newest first, 50 at a time; `older` is the id of the last one seen.

    Headlines are looked up as they are now: `headline` is the post's, `before` and `after` those of the revisions that the notice
    names. Of a post that is covered or that the viewer may not see, and of a revision that is hidden or erased, they are empty.
    """
    notice, post, vote = table(Notice), table(Post), table(Vote)
    about = (post.c.headline, post.c.cover, post.c.hidden_at, post.c.author_id, post.c.subwiki_id, vote.c.member_id.label("voter"))
    mine = and_(vote.c.post_id == notice.c.post_id, vote.c.member_id == notice.c.member_id)
    wanted = select(*notice.c, *about).select_from(notice.outerjoin(post, post.c.id == notice.c.post_id).outerjoin(vote, mine))
    wanted = wanted.where(notice.c.member_id == viewer.id, notice.c.id < older if older else notice.c.id > 0)
    async with db.reading() as session:
        connection = await session.connection()
        found = (await connection.execute(wanted.order_by(notice.c.id.desc()).limit(limits.INBOX_PAGE))).all()
        rows = cast("Sequence[NoticeRow]", found)
        headlines = await _headlines(connection, rows)
    # Fifty pairs of headlines are compared: not on the event loop.
    return await off_loop(lambda: [_view(row, viewer, headlines) for row in rows])


async def filled(viewer: Viewer, kind: str, params: dict[str, Any], post_id: int | None) -> dict[str, str]:
    """What fills a notice's text for this viewer (`notice.KIND`), with headlines looked up as `inbox` does."""
    post = table(Post)
    about = select(post.c.headline, post.c.author_id, post.c.subwiki_id, post.c.hidden_at, post.c.cover).where(post.c.id == post_id)
    async with db.reading() as session:
        connection = await session.connection()
        found = (await connection.execute(about)).first() if post_id else None
        notice = _Unsent(kind, params, post_id, *found) if found else _Unsent(kind, params, post_id)
        headlines = await _headlines(connection, [notice])
    return _params(notice, viewer, headlines)


async def unread(viewer: Viewer) -> int:
    """How many notices the viewer has not read; UNREAD_COUNTED for so many or more."""
    async with db.reading() as session:
        return await unread_count(session, viewer.id)


async def unread_count(session: AsyncSession, member_id: int) -> int:
    """How many notices a member has not read; UNREAD_COUNTED for so many or more."""
    unread = select_rows(Notice.id).where(Notice.member_id == member_id, col(Notice.read_at).is_(None))
    few = unread.limit(limits.UNREAD_COUNTED).subquery()
    return (await session.exec(select_rows(func.count()).select_from(few))).one()


async def _headlines(connection: AsyncConnection, rows: Sequence[NoticeSubject]) -> dict[tuple[int, int], str]:
    """The headlines of the revisions that notices name, by post and number, as far as they may be shown."""
    revision = table(Revision)
    named = {(row.post_id, row.params[name]) for row in rows if row.post_id for name in REVISIONS if name in row.params}
    if not named:
        return {}
    posts, numbers = {post_id for post_id, _ in named}, {number for _, number in named}
    wanted = select(revision.c.post_id, revision.c.number, revision.c.headline)
    wanted = wanted.where(revision.c.post_id.in_(posts), revision.c.number.in_(numbers), revision.c.hidden_at.is_(None))
    return {(row.post_id, row.number): row.headline for row in await connection.execute(wanted)}


def _view(row: NoticeRow, viewer: Viewer, headlines: dict[tuple[int, int], str]) -> NoticeView:
    params = _params(row, viewer, headlines)
    pieces, same = list[DiffPiece](), False
    if row.post_id and params.get("before") and params.get("after"):
        same = params["before"] == params["after"]
        pieces = [DiffPiece(piece.kind, piece.text) for piece in word_diff(params["before"], params["after"])]
    return NoticeView(
        id=row.id,
        kind=row.kind,
        params=params,
        path=row.path,
        at=to_millis(row.at),
        read=row.read_at is not None,
        post_id=row.post_id or 0,
        pieces=pieces,
        same=same,
        voted=row.kind == "receipt" and row.voter is not None,
    )


def _params(row: NoticeSubject, viewer: Viewer, headlines: dict[tuple[int, int], str]) -> dict[str, str]:
    """The params of a notice, with the headlines that this viewer may see."""
    params: dict[str, str] = {"headline": ""} | {name: str(value) for name, value in row.params.items()}
    if row.post_id:
        shown = permissions.may_see_post(viewer, row) and not row.cover
        params["headline"] = row.headline if shown else ""
        named = {name: headlines.get((row.post_id, row.params[name]), "") for name in REVISIONS if name in row.params}
        params |= {name: headline if shown else "" for name, headline in named.items()}
    return params
