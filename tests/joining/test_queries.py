"""The line as it is read: positions at a flat cost, and what moved them; whatever happens, in whatever order."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, func, select, update

from tests.factories import make_member
from tests.joining.arriving import line, set_door, stand_in_line
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.joining import queries as joining
from wtsocial.joining import waiting_list
from wtsocial.joining.views import WaitingView
from wtsocial.models import Admission, JoiningSettings, Member, Notice, WaitingListBlock, WaitingListEntry

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _move(member: Viewer, steps: int) -> None:
    async with db.transaction() as change:
        await waiting_list.move_up(change, member.id, steps)


async def _let_in(number: int) -> None:
    async with db.transaction() as change:
        await waiting_list.let_in_next(change, number, way="admin", cause="")


async def _start_day() -> None:
    async with db.transaction() as change:
        await waiting_list.start_day(change, "2000-01-01")


async def test_what_moved_a_place_today_is_told_in_parts_that_add_up() -> None:
    await set_door("waiting")
    *_, four, five, six = await stand_in_line("a", "b", "c", "four", "five", "six")
    await _start_day()
    await _let_in(2)
    await _move(six, 2)
    await _move(five, 1)
    assert await line() == ["c", "five", "six", "four"] or await line() == ["c", "six", "five", "four"]
    seen = {one.name: await joining.mine(one) for one in (four, five, six)}
    parts = {name: (one.position_at_day_start, one.position, one.let_in, one.friends, one.passed) for name, one in seen.items()}
    assert parts == {"four": (4, 4, 2, 0, 2), "five": (5, 3, 2, 1, 1), "six": (6, 2, 2, 2, 0)}
    assert {one.let_in_today for one in seen.values()} == {2}


async def test_a_new_day_begins_with_nothing_moved() -> None:
    await set_door("waiting")
    *_, ana = await stand_in_line("a", "b", "ana")
    await _move(ana, 1)
    await _start_day()
    mine = await joining.mine(ana)
    assert (mine.position_at_day_start, mine.position, mine.friends, mine.let_in, mine.passed) == (2, 2, 0, 0, 0)


async def test_who_is_not_in_line_has_no_position() -> None:
    await set_door("waiting")
    await stand_in_line("a")
    for member in (Viewer(), await make_member("ben"), await make_member("wen", state="waiting")):
        assert await joining.mine(member) == WaitingView()
        assert await joining.position(member) == 0


async def test_a_position_costs_as_much_at_the_end_of_a_long_line_as_at_its_front(count_statements: Counting) -> None:
    await set_door("waiting")
    short = (await stand_in_line("a"))[0]
    with count_statements() as first:
        await joining.mine(short)
    last = (await stand_in_line(*(f"m{number}" for number in range(60))))[-1]
    with count_statements() as later:
        await joining.mine(last)
    assert len(first) == len(later) == 2
    with count_statements() as sent:
        assert await joining.position(last) == 61
    assert len(sent) == 2
    with count_statements() as sent:
        await joining.position(await _active())
    assert len([statement for statement in sent if "waitinglist" in statement]) == 0


async def test_a_place_is_counted_by_indexes_alone() -> None:
    await set_door("waiting")
    last = (await stand_in_line(*(f"m{number}" for number in range(30))))[-1]
    await _move(last, 1)
    with noting() as sent:
        await joining.mine(last)
    how = await plan(*sent[-1])
    assert "ix_waitinglistentry_moved" in how
    assert "ix_admission_at" in how
    # Blocks are few, and read whole; of places, members and invitations nothing is.
    assert re.findall(r"(?:SCAN|Seq Scan on) (?:waitinglistentry|member|admission|invitation|invitationuse)\b", how) == [], how


async def _active() -> Viewer:
    return await make_member("ben")


async def test_the_dashboard_asks_as_much_whoever_waits(count_statements: Counting) -> None:
    await set_door("waiting")
    root = await make_member("root", admin=True)
    await stand_in_line("a")
    with count_statements() as few:
        await joining.for_admins(root)
    await stand_in_line(*(f"m{number}" for number in range(60)))
    with count_statements() as many:
        shown = await joining.for_admins(root)
    assert len(few) == len(many) == 5
    assert [one.position for one in shown.first] == list(range(1, 51))
    assert shown.door.waiting == 61


@dataclass
class Line:
    """The line as it has to be: names in order, and what today did to each."""

    order: list[int] = field(default_factory=list[int])
    at_start: dict[int, int] = field(default_factory=dict[int, int])
    friends: dict[int, int] = field(default_factory=dict[int, int])
    let_in: list[int] = field(default_factory=list[int])

    def join(self, member: int) -> None:
        self.order.append(member)
        self.at_start[member], self.friends[member] = len(self.order), 0

    def move(self, member: int, steps: int) -> None:
        place = self.order.index(member)
        moved = min(place, steps)
        self.order.insert(place - moved, self.order.pop(place))
        self.friends[member] += moved

    def begin(self) -> None:
        self.at_start = {member: number for number, member in enumerate(self.order, 1)}
        self.friends = dict.fromkeys(self.order, 0)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("join", "join", "move", "move", "in", "one", "leave", "back", "day")), st.integers(0, 999), st.integers(1, 4)
    ),
    max_size=30,
)
NAMES = count()


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_happens_positions_run_from_one_and_everybody_is_let_in_once(steps: list[tuple[str, int, int]]) -> None:
    await _empty()
    model, away = Line(), list[int]()
    for member in await _members(6):
        async with db.transaction() as change:
            await waiting_list.enqueue(change, member)
        model.join(member)
    for what, which, number in steps:
        await _do(model, away, what, which, number)
        await _check(model)
    async with db.reading() as session:
        everybody = model.let_in
        admitted = (await session.exec(select(Admission.member_id).where(col(Admission.member_id).in_(everybody)))).all()
        told = (await session.exec(select(Notice.member_id).where(Notice.kind == "let_in", col(Notice.member_id).in_(everybody)))).all()
    assert sorted(admitted) == sorted(told) == sorted(everybody)


async def _do(model: Line, away: list[int], what: str, which: int, number: int) -> None:
    async with db.transaction() as change:
        chosen = model.order[which % len(model.order)] if model.order else 0
        if what == "join":
            [member] = await _members(1, change)
            await waiting_list.enqueue(change, member)
            model.join(member)
        elif what == "in":
            model.let_in += model.order[:number]
            assert await waiting_list.let_in_next(change, number, way="admin", cause="") == model.order[:number]
            del model.order[:number]
        elif what == "day":
            await waiting_list.start_day(change, "2000-01-01")
            model.begin()
        elif what == "back" and away:
            await waiting_list.enqueue(change, away[-1])
            model.join(away.pop())
        elif what == "move" and chosen:
            await waiting_list.move_up(change, chosen, number)
            model.move(chosen, number)
        elif what == "one" and chosen:
            assert await waiting_list.let_in_member(change, chosen, way="donation", cause="")
            assert not await waiting_list.let_in_member(change, chosen, way="donation", cause="")
            model.order.remove(chosen)
            model.let_in.append(chosen)
        elif what == "leave" and chosen:
            await waiting_list.leave(change, chosen, for_good=which % 2 == 0)
            model.order.remove(chosen)
            if which % 2:
                away.append(chosen)


async def _check(model: Line) -> None:
    async with db.reading() as session:
        rows = (
            await session.exec(select(WaitingListEntry).where(col(WaitingListEntry.key).is_not(None)).order_by(col(WaitingListEntry.key)))
        ).all()
        assert [row.member_id for row in rows] == model.order
        assert [await joining.position_of(session, row.key or 0) for row in rows] == list(range(1, len(rows) + 1))
        assert (await session.exec(select(func.coalesce(func.sum(WaitingListBlock.count), 0)))).one() == len(rows)
    for member in model.order:
        mine = await joining.mine(Viewer(member, "x", "waiting"))
        assert (mine.position, mine.of) == (model.order.index(member) + 1, len(model.order))
        assert mine.position_at_day_start == model.at_start[member]
        assert mine.friends == model.friends[member]
        assert mine.position_at_day_start - mine.position == mine.let_in + mine.friends - mine.passed
        assert min(mine.let_in, mine.friends, mine.passed) >= 0


async def _members(number: int, change: db.Transaction | None = None) -> list[int]:
    if change is None:
        async with db.transaction() as own:
            return await _members(number, own)
    made = [f"m{next(NAMES)}" for _ in range(number)]
    rows = [
        Member(name=name, skeleton=name, email=f"{name}@example.org", password_hash="-", email_confirmed_at=waiting_list.now())
        for name in made
    ]
    change.session.add_all(rows)
    await change.session.flush()
    return [row.id or 0 for row in rows]


async def _empty() -> None:
    async with db.transaction() as change:
        for model in (WaitingListEntry, WaitingListBlock):
            await change.session.exec(delete(model))
        await change.session.exec(update(JoiningSettings).values(last_key=0, last_rank=0))
