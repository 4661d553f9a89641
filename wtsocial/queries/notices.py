"""Notices: a member's inbox."""

from sqlmodel import col, func, select

from wtsocial import db
from wtsocial.models import Notice
from wtsocial.shapes import millis
from wtsocial.text import limits
from wtsocial.views import NoticeView, Viewer


async def inbox(viewer: Viewer, *, older: int = 0) -> list[NoticeView]:
    """The viewer's notices, newest first, 50 at a time; `older` is the id of the last one seen."""
    wanted = select(Notice).where(Notice.member_id == viewer.id)
    if older:
        wanted = wanted.where(col(Notice.id) < older)
    async with db.reading() as session:
        rows = (await session.exec(wanted.order_by(col(Notice.id).desc()).limit(limits.INBOX_PAGE))).all()
    return [
        NoticeView(id=row.id or 0, kind=row.kind, params=row.params, path=row.path, at=millis(row.at), read=row.read_at is not None)
        for row in rows
    ]


async def unread(viewer: Viewer) -> int:
    """How many notices the viewer has not read."""
    wanted = select(func.count()).select_from(Notice).where(Notice.member_id == viewer.id, col(Notice.read_at).is_(None))
    async with db.reading() as session:
        return (await session.exec(wanted)).one()
