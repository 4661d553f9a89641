"""Settings: an admin changes some of them while the site runs, and sees what all others are."""

from typing import Final

from sqlalchemy import delete
from sqlmodel import select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.views import FixedSetting, SettingsView, SwitchView
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import SiteSettingsChanged
from wtsocial.core.settings import Settings, settings
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.models import SiteSetting
from wtsocial.moderation import entries
from wtsocial.moderation import queries as moderation
from wtsocial.site.current import from_environment
from wtsocial.site.switches import SWITCHES, parse, written
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.log_actions import change_detail

LISTED: Final = 10
"""So many changes are shown, the newest first."""
SECRET: Final = frozenset(
    {"database_url", "redis_url", "smtp_url", "stripe_secret_key", "stripe_webhook_secret", "stripe_account", "preview_hosts"}
)
"""What holds passwords or keys, or names machines inside: whether it is set is all that anybody sees."""


async def site_settings(viewer: Viewer) -> SettingsView:
    """Each setting that can be changed here, all others as the environment has them, and the last changes.

    Raises LoginNeeded or NotAllowed for all but admins.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.reading() as session:
        changed = {row.name: row.value for row in (await session.exec(select(SiteSetting))).all()}
    switches = [_switch(name, changed) for name in SWITCHES]
    fixed = [_fixed(name) for name in Settings.model_fields if name not in SWITCHES]
    changes = await moderation.log(action="configure")
    return SettingsView(switches, fixed, changes[:LISTED])


async def change_settings(viewer: Viewer, *, typed: dict[str, str], seen: dict[str, str], reason: str) -> int:
    """Change those settings that are typed otherwise than they were `seen`; how many. The environment's value again is as if nobody had.

    Each change is in the log, with what it was before. Raises LoginNeeded, NotAllowed, Invalid at `reason`, at the setting that makes no
    sense (`switches.parse`), Invalid("setting.changed_meanwhile", `value`) at one that is another than was seen, and
    Invalid("setting.nothing_changed").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    # What stands there as it was may be more than could be typed: the environment may say so.
    touched = [name for name in SWITCHES if name in typed and typed[name] != seen.get(name)]
    wanted = {name: value for name in touched if (value := written(parse(name, typed[name]))) != seen.get(name)}
    if not wanted:
        raise Invalid("setting.nothing_changed")
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        # Of two admins at the same moment the second sees what the first made of it.
        rows = (await change.session.exec(select(SiteSetting).with_for_update())).all()
        stored = {row.name: row.value for row in rows}
        for name, value in wanted.items():
            before = stored.get(name, _in_environment(name))
            if before != seen.get(name):
                raise Invalid("setting.changed_meanwhile", field=name, value=before)
            await _set(change, name, value)
            entries.log_of_site(change.session, viewer.id, "configure", reason, detail=change_detail(name, before, value))
        change.announce(bus.dashboard_room(), message=SiteSettingsChanged())
        change.answer = len(wanted)
    return len(wanted)


async def _set(change: Transaction, name: str, value: str) -> None:
    if value == _in_environment(name):
        row = table(SiteSetting)
        await (await change.session.connection()).execute(delete(row).where(row.c.name == name))
    else:
        await change.session.merge(SiteSetting(name=name, value=value))


def _switch(name: str, changed: dict[str, str]) -> SwitchView:
    figure, said = SWITCHES[name], _in_environment(name)
    least, most = (figure.least, figure.most) if figure else (0, 0)
    return SwitchView(name, changed.get(name, said), said, "number" if figure else "switch", least, most, bool(figure and figure.whole))


def _in_environment(name: str) -> str:
    return written(getattr(from_environment(), name))


def _fixed(name: str) -> FixedSetting:
    value = getattr(settings(), name)
    about = Settings.model_fields[name].description or ""
    if name in SECRET:
        return FixedSetting(f"WTSOCIAL_{name.upper()}", "", about, secret=True, given=bool(value))
    shown = written(value) if isinstance(value, bool) else str(value)
    return FixedSetting(f"WTSOCIAL_{name.upper()}", shown, about, given=bool(shown))
