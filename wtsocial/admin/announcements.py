"""Announcements: what an admin has stand at the top of every page, until it is taken down."""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.views import AnnouncementsView, PastAnnouncement
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import AnnouncementChanged
from wtsocial.db import Transaction
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of
from wtsocial.models import Announcement, Member, now
from wtsocial.moderation import entries
from wtsocial.site.current import announcement_view, newest_announcement
from wtsocial.site.views import NOTHING, AnnouncementView, shown_at
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line

Tone = Literal["news", "warning"]

LISTED: Final = 20
"""So many earlier ones are shown."""


async def announcements(viewer: Viewer) -> AnnouncementsView:
    """What stands on every page now, and what stood there before. Raises LoginNeeded or NotAllowed for all but admins."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.reading() as session:
        newest = (await (await session.connection()).execute(newest_announcement())).first()
        shown = shown_at(announcement_view(newest), now().timestamp() * 1000) if newest else NOTHING
        wanted = select(Announcement, Member.name).join(Member, col(Member.id) == Announcement.made_by_id)
        rows = (await session.exec(wanted.order_by(col(Announcement.id).desc()).limit(LISTED + 1))).all()
    past = [_past(row, name) for row, name in rows if row.id != shown.id]
    return AnnouncementsView(shown, past[:LISTED])


async def announce(viewer: Viewer, *, text: str, tone: Tone, hours: int) -> None:
    """Have a text stand at the top of every page, for so many hours (0: until it is taken down), in the place of what stands there.

    Raises LoginNeeded, NotAllowed, Invalid at `text`, Invalid("joining.figure", `least`, `most`) at `hours`.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    text = clean_line(text, field="text", limit=limits.ANNOUNCEMENT)
    if not 0 <= hours <= limits.ANNOUNCEMENT_HOURS:
        raise Invalid("joining.figure", field="hours", least=0, most=limits.ANNOUNCEMENT_HOURS)
    async with db.transaction() as change:
        await _end(change)
        until = now() + timedelta(hours=hours) if hours else None
        made = Announcement(text=text, tone=tone, made_by_id=viewer.id, until=until)
        change.session.add(made)
        await change.session.flush()
        entries.log_of_site(change.session, viewer.id, "announce", text, detail=tone, number=id_of(made), until=until)
        _tell(change, announcement_view(made))


async def end_announcement(viewer: Viewer, *, announcement_id: int, reason: str) -> None:
    """Take down what stands at the top of every page. Raises LoginNeeded, NotAllowed, Invalid at `reason`, and
    Invalid("announcement.gone") where another stands there meanwhile, or none.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        ended = await _end(change, only=announcement_id)
        if ended is None:
            raise Invalid("announcement.gone")
        entries.log_of_site(change.session, viewer.id, "end_announcement", reason, number=id_of(ended))
        _tell(change, announcement_view(ended))


async def _end(change: Transaction, *, only: int | None = None) -> Announcement | None:
    """Take down the one that stands, if it is that one; the one that was taken down."""
    standing = select(Announcement).where(col(Announcement.ended_at).is_(None)).with_for_update()
    found = (await change.session.exec(standing)).first()
    if found is None or only not in (None, found.id):
        return None
    found.ended_at = now()
    await change.session.flush()
    return found


def _tell(change: Transaction, shown: AnnouncementView) -> None:
    message = AnnouncementChanged(shown.version, shown.id, shown.text, shown.tone, shown.until)
    # All pages that are kept ready show it, and so do all browsers.
    change.announce(bus.EVERY_BROWSER, bus.pages_room(), message=message)


def _past(row: Announcement, name: str) -> PastAnnouncement:
    ended = min(moment for moment in (row.until, row.ended_at, datetime.max.replace(tzinfo=UTC)) if moment)
    return PastAnnouncement(id_of(row), row.text, row.tone, name, to_millis(row.made_at), to_millis(ended))
