"""Joining for admins and housekeeping: its rules, and admitting from the waiting list by hand, daily, or while joining is open."""

import logging
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import WaitingListChanged
from wtsocial.db import Transaction
from wtsocial.joining import waiting_list
from wtsocial.joining.queries import waiting_count
from wtsocial.models import JoiningSettings, Member, ModerationAction, WaitingListEntry, now
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.log_actions import change_detail

log = logging.getLogger(__name__)

Mode = Literal["open", "waiting", "invited"]

RULES: Final = ("mode", "places_per_day", "friend_moves_up", "place_price")
AT_ONCE = 500
"""So many are let in in one go while the door is open; the next minute brings the next."""


async def set_rules(viewer: Viewer, *, mode: Mode, places_per_day: int, friend_moves_up: int, place_price: int, reason: str = "") -> None:
    """Set the rules of joining. Opening it admits the waiting list in order, some hundreds a minute.

    `place_price` is in minor units of the books' currency. What changes is in the log.
    Raises LoginNeeded, NotAllowed, and Invalid("joining.figure", `least`, `most`) at the figure that makes no sense.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON, required=False)
    async with db.transaction() as change:
        permissions.ensure(viewer, permissions.may_administer(viewer))
        joining = await waiting_list.lock(change)
        before = {rule: str(getattr(joining, rule)) for rule in RULES}
        joining.mode = mode
        joining.places_per_day = _figure(places_per_day, 0, limits.PLACES, "places_per_day")
        joining.friend_moves_up = _figure(friend_moves_up, 0, limits.FRIEND_MOVES, "friend_moves_up")
        joining.place_price = _figure(place_price, 1, limits.PLACE_PRICE, "amount")
        _log(change, viewer, joining, before, reason)
        change.announce(bus.waiting_room(), bus.dashboard_room(), message=WaitingListChanged())
        if mode == "open":
            await waiting_list.let_in_next(change, AT_ONCE, way="open", cause="")
    figures = (places_per_day, friend_moves_up, place_price)
    log.info("joining: member %s made it %s; places a day, places for a friend, price of a place: %s, %s, %s", viewer.id, mode, *figures)


async def let_in(viewer: Viewer, *, count: int, batch_number: int) -> int:
    """Admit the next `count` of the waiting list; returns how many were admitted. `batch_number` is the one the admin saw.

    Of two admins who press at the same moment one admits; the other is told so, and how many still wait.
    Raises LoginNeeded, NotAllowed, Invalid("joining.figure") at `count`, Invalid("joining.just_let_in", `name`, `count`, `waiting`).
    """
    async with db.transaction() as change:
        permissions.ensure(viewer, permissions.may_administer(viewer))
        count = _figure(count, 1, limits.PLACES, "count")
        joining = await waiting_list.lock(change)
        if joining.batch_number != batch_number:
            name = await _name(change.session, joining.batch_by_id)
            waiting = await waiting_count(change.session)
            raise Invalid("joining.just_let_in", name=name, count=joining.batch_size, waiting=waiting)
        return await _let_in(change, joining, count, viewer.id)


async def let_in_by_hand(count: int) -> int:
    """Admit the next `count` by a command of the operator; returns how many were admitted. Raises Invalid at `count`."""
    async with db.transaction() as change:
        return await _let_in(change, await waiting_list.lock(change), _figure(count, 1, limits.PLACES, "count"), None)


@jobs.periodic_task("waiting_list.maintain", every=timedelta(minutes=1))
async def maintain_waiting_list() -> int:
    """Start the day (UTC) once: note positions and admit the daily number. While joining is open admit everybody. Returns how many.

    Asked every minute; however many workers ask, one of them starts a day.
    """
    if not await _is_due(now()):
        return 0
    async with db.transaction() as change:
        joining = await waiting_list.lock(change)
        today, let_in = f"{now():%Y-%m-%d}", list[int]()
        if not _has_begun(joining.day, now()):
            await waiting_list.start_day(change, today)
            # Where one comes in by invitation alone, no day opens anything.
            if joining.mode != "invited":
                let_in = await waiting_list.let_in_next(change, joining.places_per_day, way="daily", cause=f"day:{today}")
        if joining.mode == "open":
            let_in += await waiting_list.let_in_next(change, AT_ONCE, way="open", cause="")
    return len(let_in)


def _log(change: Transaction, viewer: Viewer, joining: JoiningSettings, before: dict[str, str], reason: str) -> None:
    """Each rule that is another now, with what it was."""
    for rule, was in before.items():
        now_is = str(getattr(joining, rule))
        if now_is != was:
            detail = change_detail(f"joining_{rule}", was, now_is)
            change.session.add(
                ModerationAction(
                    actor_id=viewer.id,
                    action="configure",
                    subject_kind="site",
                    subject_id=0,
                    detail=detail,
                    reason=reason,
                    office="admin",
                )
            )


async def _is_due(at: datetime) -> bool:
    """Whether there is anything to do, checked without a lock: mostly there is not."""
    async with db.reading() as session:
        joining = (await session.exec(select(JoiningSettings))).first()
        if joining is None:
            return False
        in_line = (await session.exec(select(exists().where(col(WaitingListEntry.key).is_not(None))))).one()
    return not _has_begun(joining.day, at) or (joining.mode == "open" and in_line)


def _has_begun(last: str, at: datetime) -> bool:
    """Whether this day was started, or a later one: a clock that was set back starts no day twice."""
    return last in (f"{at:%Y-%m-%d}", f"{at + timedelta(days=1):%Y-%m-%d}")


async def _let_in(change: Transaction, joining: JoiningSettings, count: int, by_id: int | None) -> int:
    batch_number = joining.batch_number + 1
    number = len(await waiting_list.let_in_next(change, count, way="admin", cause=f"batch:{batch_number}", by_id=by_id))
    joining.batch_number, joining.batch_by_id, joining.batch_size = batch_number, by_id, number
    change.answer = number
    return number


async def _name(session: AsyncSession, member_id: int | None) -> str:
    return (await session.exec(select(Member.name).where(Member.id == member_id))).first() or "?"


def _figure(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Invalid("joining.figure", field=field, least=least, most=most)
    return value
