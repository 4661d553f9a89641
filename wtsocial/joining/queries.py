"""Reads of joining: how one joins, the viewer's position at a constant cost, and the waiting list for admins."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select, text
from sqlmodel import col
from sqlmodel import select as find
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.joining.views import DoorView, JoiningView, WaiterView, WaitingView, WayFigure
from wtsocial.models import Admission, Invitation, InvitationUse, JoiningSettings, Member, WaitingListBlock, WaitingListEntry, now

BLOCK_BITS: Final = 29
"""A block of the line is a stretch of 2**29 keys: some 500 places, unless many moved there."""
FIRST: Final = 50
"""So many of those in line are shown to admins."""


def block_of(key: int) -> int:
    """The block that a key belongs to."""
    return key >> BLOCK_BITS


async def rules(session: AsyncSession) -> JoiningSettings:
    """The rules of joining; before an admin has set them, those of the settings."""
    return (await session.exec(find(JoiningSettings))).first() or JoiningSettings(mode=settings().joining)


async def position_of(session: AsyncSession, key: int) -> int:
    """The position of a key in the waiting list, 1 for the first: a sum over blocks and a count within one."""
    return (await (await session.connection()).execute(select(position_before(key)))).scalar_one()


def position_before(key: int) -> ColumnElement[int]:
    """The same as an expression."""
    before = (
        select(func.coalesce(func.sum(WaitingListBlock.count), 0)).where(col(WaitingListBlock.number) < block_of(key)).scalar_subquery()
    )
    here = (
        select(func.count())
        .where(col(WaitingListEntry.key) >= block_of(key) << BLOCK_BITS, col(WaitingListEntry.key) <= key)
        .scalar_subquery()
    )
    return before + here


async def waiting_count(session: AsyncSession) -> int:
    """How many members are on the waiting list."""
    everybody = select(func.coalesce(func.sum(WaitingListBlock.count), 0))
    return (await (await session.connection()).execute(everybody)).scalar_one()


async def door() -> DoorView:
    """How one joins at this moment; public."""
    async with db.reading() as session:
        return _door(await rules(session), await waiting_count(session))


async def position(viewer: Viewer) -> int:
    """The viewer's position in the waiting list; 0, without a statement, for everybody who is not on it."""
    if viewer.state != "waiting" or not viewer.confirmed:
        return 0
    async with db.reading() as session:
        key = (await session.exec(find(WaitingListEntry.key).where(WaitingListEntry.member_id == viewer.id))).first()
        return await position_of(session, key) if key is not None else 0


async def mine(viewer: Viewer) -> WaitingView:
    """The viewer's own position, and what moved it today; an empty view for everybody who is not on the list."""
    if not viewer.known:
        return WaitingView()
    async with db.reading() as session:
        place = (await session.exec(find(WaitingListEntry).where(WaitingListEntry.member_id == viewer.id))).first()
        if place is None or place.key is None:
            return WaitingView()
        figures: Any = (await (await session.connection()).execute(_figures(viewer.id, place, place.key))).one()
    return _moved(place, figures)


async def for_admins(viewer: Viewer) -> JoiningView:
    """The waiting list: its rules, its first members with their inviters, and how many were admitted today by which way.

    Raises LoginNeeded or NotAllowed for all but admins.
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.reading() as session:
        joining, waiting = await rules(session), await waiting_count(session)
        ways = (await session.exec(find(Admission.way, func.count()).where(*_today()).group_by(Admission.way))).all()
        return JoiningView(
            door=_door(joining, waiting),
            batch_number=joining.batch_number,
            today=[WayFigure(way, count) for way, count in sorted(ways)],
            first=await _first(session),
        )


def _door(joining: JoiningSettings, waiting: int) -> DoorView:
    return DoorView(
        mode=joining.mode,
        waiting=waiting,
        places_per_day=joining.places_per_day,
        friend_moves_up=joining.friend_moves_up,
        place_price=joining.place_price,
        currency=settings().books_currency,
    )


def _figures(member_id: int, place: WaitingListEntry, key: int) -> Any:
    """Everything that is counted for one place, in one statement."""
    use, invitation = table(InvitationUse), table(Invitation)
    everybody = select(func.coalesce(func.sum(WaitingListBlock.count), 0)).scalar_subquery()
    # Written as the index says it (models/joining.py): only those who moved today are looked at.
    passed = (
        select(func.count())
        .where(text("waitinglistentry.moved > 0"), col(WaitingListEntry.key) < key, col(WaitingListEntry.rank) > place.rank)
        .select_from(WaitingListEntry)
    )
    friends = select(func.count()).select_from(use.join(invitation, invitation.c.id == use.c.invitation_id))
    friends = friends.where(invitation.c.member_id == member_id, use.c.counted_at.is_not(None))
    today = select(func.count()).where(*_today()).select_from(Admission)
    counted = (passed.scalar_subquery().label("passed"), friends.scalar_subquery().label("friends"), today.scalar_subquery().label("today"))
    return select(position_before(key).label("position"), everybody.label("everybody"), *counted)


def _moved(place: WaitingListEntry, figures: Any) -> WaitingView:
    """What moved a position since the start of the day. Who passed and was then admitted counts once; the rest is others leaving."""
    let_in = place.position_at_day_start - figures.position - place.moved + figures.passed
    # Who was passed and came back in front again passed, too.
    passed = figures.passed - min(0, let_in)
    return WaitingView(
        position=figures.position,
        of=figures.everybody,
        position_at_day_start=place.position_at_day_start,
        let_in=max(0, let_in),
        friends=place.moved,
        passed=passed,
        friends_ever=figures.friends,
        let_in_today=figures.today,
    )


def _today() -> tuple[ColumnElement[bool], ...]:
    begins = datetime.combine(now().date(), time(), UTC)
    # Who never waited was not let in from the line.
    return col(Admission.at) >= begins, col(Admission.at) < begins + timedelta(days=1), col(Admission.position) > 0


async def _first(session: AsyncSession) -> list[WaiterView]:
    place, member, use, invitation = table(WaitingListEntry), table(Member), table(InvitationUse), table(Invitation)
    inviter = member.alias("inviter")
    by = and_(use.c.member_id == place.c.member_id, use.c.counted_at.is_not(None))
    joined = (
        place.join(member, member.c.id == place.c.member_id)
        .outerjoin(use, by)
        .outerjoin(invitation, invitation.c.id == use.c.invitation_id)
        .outerjoin(inviter, inviter.c.id == invitation.c.member_id)
    )
    wanted = select(place.c.member_id, place.c.enqueued_at, member.c.name, inviter.c.name.label("inviter")).select_from(joined)
    rows: Any = await (await session.connection()).execute(wanted.where(place.c.key.is_not(None)).order_by(place.c.key).limit(FIRST))
    found = list(rows.all())
    friends = await _friends(session, [row.member_id for row in found])
    return [
        WaiterView(number, row.name, to_millis(row.enqueued_at), friends[row.member_id], row.inviter or "")
        for number, row in enumerate(found, 1)
    ]


async def _friends(session: AsyncSession, members: list[int]) -> Counter[int]:
    use, invitation = table(InvitationUse), table(Invitation)
    counted = select(invitation.c.member_id, func.count()).select_from(use.join(invitation, invitation.c.id == use.c.invitation_id))
    counted = counted.where(invitation.c.member_id.in_(members), use.c.counted_at.is_not(None)).group_by(invitation.c.member_id)
    rows: Any = await (await session.connection()).execute(counted)
    return Counter(dict(rows.all()))
