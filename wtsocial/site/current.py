"""The site as admins set it: settings and the announcement, in each worker's memory, so that asking costs no trip to the database."""

import logging
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import select

from wtsocial import db
from wtsocial.core.errors import Invalid, Unavailable
from wtsocial.core.messages import AnnouncementChanged, Json, SiteSettingsChanged
from wtsocial.core.settings import settings
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Announcement, SiteSetting
from wtsocial.site.switches import SWITCHES, Value, parse
from wtsocial.site.views import NOTHING, AnnouncementView, shown_at

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SiteSettings:
    """The settings of `switches`, with what they are now."""

    hold_new_sources: bool
    brake_hours: float
    logins_per_minute: int
    pages_per_minute: int


@dataclass
class _Known:
    changed: dict[str, Value] = field(default_factory=dict[str, Value])
    announcement: AnnouncementView = NOTHING


_known: Final = _Known()


def site_settings() -> SiteSettings:
    """The settings of this moment: the environment's, but for those that an admin changed."""
    return replace(from_environment(), **_known.changed)


def from_environment() -> SiteSettings:
    """What the environment says, which holds where nobody changed it."""
    said = settings()
    return SiteSettings(said.hold_new_sources, said.brake_hours, said.logins_per_minute, said.pages_per_minute)


def announcement() -> AnnouncementView:
    """What stands at the top of every page now."""
    return shown_at(_known.announcement, time.time() * 1000)


async def read_anew() -> None:
    """Read both from the database. While it is away what was known before holds."""
    try:
        async with db.reading() as session:
            connection = await session.connection()
            rows = (await connection.execute(select(*table(SiteSetting).c))).all()
            newest = (await connection.execute(newest_announcement())).first()
    except Unavailable:
        log.warning("site: its settings could not be read; those that were read before hold")
        return
    _known.changed = _understood({row.name: row.value for row in rows})
    _known.announcement = announcement_view(newest) if newest else NOTHING


async def hear(message: Json) -> None:
    """Heed a message of the bus: whoever changed something of it may have done so at another worker."""
    if message.get("kind") in (AnnouncementChanged.kind, SiteSettingsChanged.kind):
        await read_anew()


def forget() -> None:
    """Know nothing of any database: the environment's settings, and no announcement."""
    _known.changed, _known.announcement = {}, NOTHING


def newest_announcement() -> Any:
    """The statement that reads it."""
    row = table(Announcement)
    return select(*row.c).order_by(row.c.id.desc()).limit(1)


def announcement_view(row: Any) -> AnnouncementView:
    """As browsers have it."""
    version = 2 * row.id + (row.ended_at is not None)
    return AnnouncementView(version) if row.ended_at else AnnouncementView(version, row.id, row.text, row.tone, to_millis(row.until))


def _understood(values: dict[str, str]) -> dict[str, Value]:
    """What a newer version wrote, and this one cannot read, is left as the environment has it."""
    changed: dict[str, Value] = {}
    for name in values.keys() & SWITCHES.keys():
        try:
            changed[name] = parse(name, values[name])
        except Invalid:
            log.warning("site: the setting %s cannot be %s", name, values[name])
    return changed
