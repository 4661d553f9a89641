"""Joining: open, by a line, by invitation; let in once, in order, and told once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from tests.factories import make_member, make_post, make_subwiki, viewer
from tests.joining.arriving import admissions, arrive, confirm, joining, letters, line, register, set_door, stand_in_line, told
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.core.settings import settings
from wtsocial.feeds import queries as feeds
from wtsocial.joining import queries, waiting_list
from wtsocial.joining.actions import let_in, let_in_by_hand, maintain_waiting_list, set_rules
from wtsocial.models import JoiningSettings, now
from wtsocial.posts.votes import upvote

RULES: Any = {"places_per_day": 0, "friend_moves_up": 1, "place_price": 500}


async def test_while_the_door_is_open_whoever_confirms_is_in() -> None:
    assert (await arrive("ana")).state == "active"
    assert await admissions() == {"ana": ("open", "", 0)}
    assert await line() == []


async def test_with_the_list_on_whoever_confirms_waits_at_its_end() -> None:
    await set_door("waiting")
    await register("late")
    ana = await arrive("ana")
    late = await confirm("late")
    assert (ana.state, ana.confirmed, late.state) == ("waiting", True, "waiting")
    assert await line() == ["ana", "late"]
    assert await queries.position(late) == 2
    assert await admissions() == {}


async def test_the_setting_is_what_a_new_site_begins_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_JOINING", "waiting")
    settings.cache_clear()
    assert (await queries.door()).mode == "waiting"
    assert (await arrive("ana")).state == "waiting"
    # From then on the switch of the dashboard counts.
    await set_rules(await make_member("root", admin=True), mode="open", **RULES)
    assert (await queries.door()).mode == "open"


async def test_who_waits_reads_everything_and_changes_nothing() -> None:
    await set_door("waiting")
    post = await make_post(await make_member("ben"), await make_subwiki())
    ana = await arrive("ana")
    assert [shown.id for shown in (await feeds.everything(ana)).posts] == [post]
    with pytest.raises(NotAllowed) as refused:
        await upvote(ana, post_id=post)
    assert refused.value.key == "error.waiting"


async def test_an_admin_lets_the_next_in_and_each_gets_one_message() -> None:
    await set_door("waiting")
    root, line_up = await make_member("root", admin=True), await stand_in_line("a", "b", "c", "d")
    assert await let_in(root, count=3, batch_number=0) == 3
    assert await line() == ["d"]
    assert await admissions() == {"a": ("admin", "batch:1", 1), "b": ("admin", "batch:1", 2), "c": ("admin", "batch:1", 3)}
    assert [await told(member) for member in line_up] == [["let_in"], ["let_in"], ["let_in"], []]
    assert sorted(str(letter["To"]) for letter in await letters()) == ["a@example.org", "b@example.org", "c@example.org"]
    assert [(await viewer(member)).state for member in line_up] == ["active"] * 3 + ["waiting"]


async def test_more_than_wait_are_as_many_as_wait() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b")
    root = await make_member("root", admin=True)
    assert await let_in(root, count=50, batch_number=0) == 2
    assert await let_in(root, count=50, batch_number=1) == 0


async def test_of_two_admins_who_press_at_once_one_lets_in_and_the_other_is_told() -> None:
    await set_door("waiting")
    one, two = await make_member("one", admin=True), await make_member("two", admin=True)
    await stand_in_line(*(f"m{number:02}" for number in range(20)))
    answers = await asyncio.gather(let_in(one, count=8, batch_number=0), let_in(two, count=8, batch_number=0), return_exceptions=True)
    [refused] = [answer for answer in answers if isinstance(answer, Invalid)]
    name = "one" if answers[0] == 8 else "two"
    assert (refused.key, refused.params) == ("joining.just_let_in", {"name": name, "count": 8, "waiting": 12})
    assert await line() == [f"m{number:02}" for number in range(8, 20)]
    assert len(await letters()) == 8


async def test_an_admin_may_let_in_again_with_the_turn_that_they_see_then() -> None:
    await set_door("waiting")
    root = await make_member("root", admin=True)
    await stand_in_line("a", "b", "c")
    await let_in(root, count=1, batch_number=0)
    assert await let_in(root, count=1, batch_number=(await queries.for_admins(root)).batch_number) == 1


@pytest.mark.parametrize("count", [0, -1, 1001])
async def test_a_number_that_makes_no_sense_lets_nobody_in(count: int) -> None:
    await set_door("waiting")
    await stand_in_line("a")
    with pytest.raises(Invalid) as refused:
        await let_in(await make_member("root", admin=True), count=count, batch_number=0)
    assert (refused.value.key, refused.value.field) == ("joining.figure", "count")
    assert await line() == ["a"]


async def test_nobody_but_admins_lets_in_or_sets_the_rules() -> None:
    await set_door("waiting")
    [waiting] = await stand_in_line("a")
    for member in (await make_member("ben"), waiting, await make_member("sus", state="suspended", admin=True)):
        with pytest.raises(NotAllowed):
            await let_in(member, count=1, batch_number=0)
        with pytest.raises(NotAllowed):
            await set_rules(member, mode="open", **RULES)
        with pytest.raises(NotAllowed):
            await queries.for_admins(member)
    with pytest.raises(LoginNeeded):
        await let_in(Viewer(), count=1, batch_number=0)
    assert await line() == ["a"]


async def test_opening_the_door_lets_those_in_line_in_in_order() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b", "c")
    await set_rules(await make_member("root", admin=True), mode="open", **RULES)
    assert await line() == []
    assert {name: where for name, (_, _, where) in (await admissions()).items()} == {"a": 1, "b": 2, "c": 3}


async def test_those_whom_the_opening_left_come_in_with_the_next_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.joining.actions.AT_ONCE", 2)
    await set_door("waiting")
    await stand_in_line("a", "b", "c", "d", "e")
    await set_rules(await make_member("root", admin=True), mode="open", **RULES)
    assert await line() == ["c", "d", "e"]
    assert [await maintain_waiting_list(), await maintain_waiting_list(), await maintain_waiting_list()] == [2, 1, 0]
    assert len(await letters()) == 5


@pytest.mark.parametrize(
    ("field", "figure"), [("places_per_day", -1), ("places_per_day", 1001), ("friend_moves_up", -1), ("place_price", 0)]
)
async def test_rules_that_make_no_sense_are_refused_at_their_field(field: str, figure: int) -> None:
    await set_door("waiting")
    with pytest.raises(Invalid) as refused:
        await set_rules(await make_member("root", admin=True), mode="open", **RULES | {field: figure})
    assert (refused.value.key, refused.value.field) == ("joining.figure", "amount" if field == "place_price" else field)
    assert (await joining()).mode == "waiting"


async def _yesterday() -> None:
    async with db.transaction() as change:
        await change.session.exec(update(JoiningSettings).values(day="2000-01-01"))


async def test_the_places_of_a_day_are_given_once_however_many_workers_ask() -> None:
    await set_door("waiting", places_per_day=2)
    await stand_in_line("a", "b", "c", "d", "e")
    await _yesterday()
    answers = await asyncio.gather(*(maintain_waiting_list() for _ in range(6)))
    assert sorted(answers) == [0, 0, 0, 0, 0, 2]
    assert await line() == ["c", "d", "e"]
    assert await maintain_waiting_list() == 0
    await _yesterday()
    assert await maintain_waiting_list() == 2
    assert {way for way, _, _ in (await admissions()).values()} == {"daily"}


async def test_a_clock_that_is_set_back_over_midnight_gives_no_day_twice() -> None:
    await set_door("waiting", places_per_day=2)
    await stand_in_line("a", "b", "c", "d", "e")
    for days, came_in in ((1, 0), (-1, 2)):
        async with db.transaction() as change:
            await change.session.exec(update(JoiningSettings).values(day=f"{now() + timedelta(days=days):%Y-%m-%d}"))
        assert await maintain_waiting_list() == came_in
    assert await line() == ["c", "d", "e"]


async def test_no_day_opens_a_place_where_one_comes_in_by_invitation_alone() -> None:
    await set_door("invited", places_per_day=2)
    await stand_in_line("a", "b", "c")
    await _yesterday()
    assert await maintain_waiting_list() == 0
    assert (await line(), (await joining()).day) == (["a", "b", "c"], f"{now():%Y-%m-%d}")


async def test_nothing_is_kept_where_nobody_ever_waited() -> None:
    assert await maintain_waiting_list() == 0
    async with db.reading() as session:
        assert (await session.exec(select(JoiningSettings))).all() == []


async def test_a_command_lets_in_as_an_admin_does() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b")
    assert await let_in_by_hand(1) == 1
    assert await admissions() == {"a": ("admin", "batch:1", 1)}
    with pytest.raises(Invalid) as refused:
        await let_in(await make_member("root", admin=True), count=1, batch_number=0)
    assert refused.value.params["count"] == 1


async def test_what_a_place_costs_is_published() -> None:
    await set_rules(await make_member("root", admin=True), mode="waiting", **RULES | {"place_price": 750})
    async with db.reading() as session:
        assert await waiting_list.place_price(session) == 750
    assert (await queries.door()).place_price == 750
