"""The waiting list: order, positions, and admission. A member is admitted at most once."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Integer, delete, func, insert, literal, select, update
from sqlmodel import col
from sqlmodel import select as find
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.emails import letter_to
from wtsocial.accounts.mail_jobs import Letter, composes, recipient, send_letter, send_to_members
from wtsocial.core import bus
from wtsocial.core.messages import Admitted, WaitingListChanged
from wtsocial.core.settings import settings
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import table
from wtsocial.gateways.mail import Mail
from wtsocial.joining.queries import BLOCK_BITS, block_of, position_of, rules, waiting_count
from wtsocial.models import Admission, JoiningSettings, Member, WaitingListBlock, WaitingListEntry, now
from wtsocial.models.columns import UtcDateTime
from wtsocial.notifications import notify

LET_IN: Final = "let_in"
"""The letter to those who were let in."""
STEP: Final = 2**20
"""The gap that each new place leaves before it, so that others can be moved into it."""
WINDOW: Final = 64
"""So many places are spread anew when a gap is used up, or a multiple of it."""
ROOMY: Final = 2**8
"""The least gap after that."""


async def place_price(session: AsyncSession) -> int:
    """What opening a place costs as a gift, in minor units of the books' currency; it is published."""
    return (await rules(session)).place_price


async def lock(change: Transaction) -> JoiningSettings:
    """The rules of joining, locked. Every change of the waiting list takes this lock first, before any member's.

    Admissions, new entries and moves therefore happen one after the other.
    """
    # As it is in the database now, whatever of it was read before.
    locked = find(JoiningSettings).with_for_update().execution_options(populate_existing=True)
    found = (await change.session.exec(locked)).first()
    if found is None:
        await statements.insert_once(change.session, JoiningSettings, **JoiningSettings(mode=settings().joining).model_dump())
        found = (await change.session.exec(locked)).one()
    return found


async def enqueue(change: Transaction, member_id: int) -> int:
    """Put a confirmed member at the end of the waiting list; returns their position."""
    joining = await lock(change)
    place = await change.session.get(WaitingListEntry, member_id)
    if place is None:
        place = WaitingListEntry(member_id=member_id)
        change.session.add(place)
    if place.key is not None:
        return await position_of(change.session, place.key)
    joining.last_key, joining.last_rank = joining.last_key + STEP, joining.last_rank + 1
    place.key, place.rank, place.moved = joining.last_key, joining.last_rank, 0
    await _count(change.session, block_of(place.key), 1)
    place.position_at_day_start = await position_of(change.session, place.key)
    change.announce(bus.dashboard_room(), message=WaitingListChanged())
    return place.position_at_day_start


async def leave(change: Transaction, member_id: int, *, for_good: bool) -> None:
    """Take a member off the waiting list without admitting them: suspended, or (`for_good`) deleted. Does nothing for others."""
    await lock(change)
    place = await change.session.get(WaitingListEntry, member_id)
    if place is None:
        return
    if place.key is not None:
        await _count(change.session, block_of(place.key), -1)
        place.key = None
        _moved(change)
    await change.session.flush()
    if for_good:
        await change.session.delete(place)


async def is_waiting(change: Transaction, member_id: int) -> bool:
    """Whether a member has an entry, with a position or kept while suspended: they were never admitted."""
    return await change.session.get(WaitingListEntry, member_id) is not None


async def move_up(change: Transaction, member_id: int, steps: int) -> int:
    """Move a member up by `steps` positions, or to the front; returns by how many: 0 for the first, or for who is not on the list."""
    await lock(change)
    session = change.session
    place = await session.get(WaitingListEntry, member_id)
    if place is None or place.key is None or steps < 1:
        return 0
    old = place.key
    before, after, moved = await _gap(session, old, steps)
    if not moved:
        return 0
    if after - before < 2:
        await session.flush()
        await _spread(session, after)
        await session.refresh(place)
        before, after, moved = await _gap(session, place.key, steps)
        old = place.key
    place.key, place.moved = (before + after) // 2, place.moved + moved
    await _count(session, block_of(old), -1)
    await _count(session, block_of(place.key), 1)
    _moved(change)
    return moved


async def let_in_member(change: Transaction, member_id: int, *, way: str, cause: str, by_id: int | None = None, told: bool = True) -> bool:
    """Admit one member, whatever their position; False when they are not waiting (any more).

    A member who has not confirmed their address is admitted when they do: the promise is stored, once. `told` False sends no
    notice, for a member who sees it happen.
    """
    await lock(change)
    session = change.session
    found = find(Member).where(Member.id == member_id).with_for_update(key_share=True)
    member = (await session.exec(found.execution_options(populate_existing=True))).first()
    if member is None or member.state != "waiting":
        return False
    if member.email_confirmed_at is None:
        return await statements.insert_once(session, Admission, member_id=member_id, way=way, cause=cause, by_id=by_id, position=0, at=None)
    place = await session.get(WaitingListEntry, member_id)
    position = 0
    if place is not None:
        position = await position_of(session, place.key) if place.key is not None else 0
        await leave(change, member_id, for_good=True)
    member.state = "active"
    await session.flush()
    await _admit(session, member_id, position, way=way, cause=cause, by_id=by_id)
    if told:
        await notify.notify(change, member_id, "let_in", "/welcome")
        await send_letter(change, Letter(LET_IN, member_id))
        _announce(change, [member_id])
    return True


async def let_in_next(change: Transaction, count: int, *, way: str, cause: str, by_id: int | None = None) -> list[int]:
    """Admit the next `count` members in order; returns their ids, fewer when the list is shorter."""
    await lock(change)
    session = change.session
    await session.flush()
    place = table(WaitingListEntry)
    first = place.select().where(place.c.key.is_not(None)).order_by(place.c.key).limit(max(0, count))
    rows: Sequence[Any] = (await (await session.connection()).execute(first)).all()
    if not rows:
        return []
    let_in = place.c.key <= rows[-1].key
    members = [row.member_id for row in rows]
    who = select(place.c.member_id).where(let_in)
    await _admit_all(session, let_in, way=way, cause=cause, by_id=by_id)
    await notify.put_notices(change, who, "let_in", "/welcome")
    await send_to_members(change, Letter(LET_IN), members)
    connection = await session.connection()
    await connection.execute(update(table(Member)).where(table(Member).c.id.in_(who)).values(state="active"))
    await connection.execute(delete(place).where(let_in))
    await _recount(session, None, block_of(rows[-1].key))
    _announce(change, members)
    return members


async def start_day(change: Transaction, day: str) -> None:
    """Note everybody's position, so that members can see how they moved on this day."""
    joining = await lock(change)
    await change.session.flush()
    place = table(WaitingListEntry)
    number = func.row_number().over(order_by=place.c.key).label("number")
    order = select(place.c.member_id, number).where(place.c.key.is_not(None)).subquery()
    noted = update(place).where(place.c.member_id == order.c.member_id)
    noted = noted.values(position_at_day_start=order.c.number, rank=order.c.number, moved=0)
    connection = await change.session.connection()
    await connection.execute(noted)
    joining.day, joining.last_rank = day, await waiting_count(change.session)


async def _gap(session: AsyncSession, key: int, steps: int) -> tuple[int, int, int]:
    """The two keys between which a member lands who is moved up, and by how many positions; 0 for the first."""
    ahead = find(WaitingListEntry.key).where(col(WaitingListEntry.key) < key).order_by(col(WaitingListEntry.key).desc()).limit(steps + 1)
    keys = [found for found in (await session.exec(ahead)).all() if found is not None]
    moved = min(steps, len(keys))
    if not moved:
        return 0, 0, 0
    after = keys[moved - 1]
    return keys[moved] if len(keys) > moved else after - 2 * STEP, after, moved


async def _spread(session: AsyncSession, last: int) -> None:
    """Give the entries up to the key `last` new keys with gaps between them, in the same order."""
    place, size, floor, crowd = table(WaitingListEntry), WINDOW, last, list[Any]()
    connection = await session.connection()
    while not crowd or (last - floor) // (len(crowd) + 1) < ROOMY:
        nearest = select(place.c.member_id, place.c.key).where(place.c.key <= last).order_by(place.c.key.desc()).limit(size + 1)
        crowd = list((await connection.execute(nearest)).all())
        floor = crowd.pop().key if len(crowd) > size else crowd[-1].key - STEP * len(crowd)
        size *= 4
    gap = (last - floor) // (len(crowd) + 1)
    # Away first: no two may have one key, not even for a moment.
    await connection.execute(update(place).where(place.c.key > floor, place.c.key <= last).values(key=None))
    for number, row in enumerate(crowd):
        await connection.execute(update(place).where(place.c.member_id == row.member_id).values(key=last - number * gap))
    await _recount(session, block_of(floor), block_of(last))


async def _count(session: AsyncSession, number: int, step: int) -> None:
    """Add to a block's count in the database. The caller holds the lock."""
    await session.flush()
    block = table(WaitingListBlock)
    connection = await session.connection()
    stepped = update(block).where(block.c.number == number).values(count=block.c.count + step)
    if (await connection.execute(stepped)).rowcount == 0:
        await connection.execute(insert(block).values(number=number, count=step))


async def _recount(session: AsyncSession, first: int | None, last: int) -> None:
    """Count the blocks from `first` (None: from the beginning) to `last` anew; empty ones go."""
    place, block = table(WaitingListEntry), table(WaitingListBlock)
    connection = await session.connection()
    beyond = (last + 1) << BLOCK_BITS
    stretch, keys = [block.c.number <= last], [place.c.key < beyond]
    if first is not None:
        stretch, keys = [*stretch, block.c.number >= first], [*keys, place.c.key >= first << BLOCK_BITS]
    await connection.execute(delete(block).where(*stretch))
    number = place.c.key.op(">>")(literal(BLOCK_BITS, Integer)).label("number")
    counted = select(number, func.count()).where(*keys).group_by(number)
    await connection.execute(insert(block).from_select(["number", "count"], counted))


async def _admit(session: AsyncSession, member_id: int, position: int, *, way: str, cause: str, by_id: int | None) -> None:
    """Store an admission; one that was promised earlier keeps its way and cause."""
    admission = table(Admission)
    connection = await session.connection()
    promised = update(admission).where(admission.c.member_id == member_id, admission.c.at.is_(None)).values(at=now())
    if (await connection.execute(promised)).rowcount == 0:
        row = {"member_id": member_id, "way": way, "cause": cause, "by_id": by_id, "position": position, "at": now()}
        await connection.execute(insert(admission), row)


async def _admit_all(session: AsyncSession, let_in: Any, *, way: str, cause: str, by_id: int | None) -> None:
    place, admission = table(WaitingListEntry), table(Admission)
    same = {"at": literal(now(), UtcDateTime()), "way": literal(way), "cause": literal(cause), "by_id": literal(by_id, Integer)}
    position = func.row_number().over(order_by=place.c.key)
    rows = select(place.c.member_id, *same.values(), position).where(let_in)
    await (await session.connection()).execute(insert(admission).from_select(["member_id", *same, "position"], rows))


def _moved(change: Transaction) -> None:
    change.announce(bus.waiting_room(), bus.dashboard_room(), message=WaitingListChanged())


def _announce(change: Transaction, members: Sequence[int]) -> None:
    """Tell the browsers of those who were admitted, and those of everybody who still waits."""
    rooms = [bus.member_room(member_id) for member_id in members]
    for start in range(0, len(rooms), notify.ROOMS_AT_ONCE):
        change.announce(*rooms[start : start + notify.ROOMS_AT_ONCE], message=Admitted())
    _moved(change)


@composes(LET_IN)
async def _let_in_letter(letter: Letter) -> Mail | None:
    member = await recipient(letter)
    return letter_to(member, "mail.let_in", name=member.name, link=f"{settings().site_url}/welcome") if member else None
