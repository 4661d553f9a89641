"""What members do with their inbox: mark all notices as read."""

from sqlmodel import col, update

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import UnreadNotices
from wtsocial.models import Notice, now


async def mark_all_read(viewer: Viewer) -> None:
    """Mark every notice of the viewer as read. Raises LoginNeeded."""
    async with db.transaction() as change:
        permissions.ensure(viewer, viewer.known)
        mine = (col(Notice.member_id) == viewer.id, col(Notice.read_at).is_(None))
        await change.session.exec(update(Notice).where(*mine).values(read_at=now()))
        change.announce(bus.member_room(viewer.id), message=UnreadNotices(0))
