"""Notices: the inbox is read."""

from sqlmodel import col, update

from wtsocial import db, policy
from wtsocial.core import bus
from wtsocial.models import Notice, now
from wtsocial.views.people import Viewer


async def mark_all_read(viewer: Viewer) -> None:
    """Mark every notice of the viewer as read. Raises LoginNeeded."""
    async with db.transaction() as change:
        policy.ensure(viewer, viewer.known)
        mine = (col(Notice.member_id) == viewer.id, col(Notice.read_at).is_(None))
        await change.session.exec(update(Notice).where(*mine).values(read_at=now()))
        change.announce(bus.member_room(viewer.id), kind="notice", unread=0)
