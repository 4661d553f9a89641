"""Places in line: ways past the line, in exactly once; and who leaves it otherwise."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.donations.giving import gift, heard, page
from tests.factories import make_member, viewer
from tests.joining.arriving import admissions, confirm, letters, line, register, set_door, stand_in_line, told
from tests.stripe_server import happenings
from tests.stripe_server.serving import StandIn
from wtsocial import db
from wtsocial.accounts import viewers
from wtsocial.donations import checkout
from wtsocial.donations import queries as given
from wtsocial.joining import queries, waiting_list
from wtsocial.joining.actions import let_in
from wtsocial.models import Admission, WaitingListEntry
from wtsocial.moderation import members


async def test_a_donation_lets_one_in_past_everybody_and_once() -> None:
    await set_door("waiting")
    _, _, third = await stand_in_line("a", "b", "c")
    async with db.transaction() as change:
        assert await waiting_list.let_in_member(change, third.id, way="donation", cause="payment:1") is True
    async with db.transaction() as change:
        assert await waiting_list.let_in_member(change, third.id, way="donation", cause="payment:1") is False
    assert await admissions() == {"c": ("donation", "payment:1", 3)}
    assert await line() == ["a", "b"]
    assert (await told(third), len(await letters())) == (["let_in"], 1)


async def test_who_donated_before_confirming_is_let_in_when_they_confirm() -> None:
    await set_door("waiting")
    await register("dora")
    async with db.transaction() as change:
        member_id = (await change.session.exec(select(waiting_list.Member.id).where(waiting_list.Member.name == "dora"))).one() or 0
        assert await waiting_list.let_in_member(change, member_id, way="donation", cause="payment:2") is True
        assert await waiting_list.let_in_member(change, member_id, way="donation", cause="payment:2") is False
    assert await admissions() == {}
    assert (await confirm("dora")).state == "active"
    assert await admissions() == {"dora": ("donation", "payment:2", 0)}


async def test_who_gave_before_confirming_is_told_that_they_are_let_in_when_they_do(stripe: StandIn) -> None:
    await set_door("waiting")
    await register("una")
    [una] = (await viewers.viewers_by_name(["una"])).values()
    await checkout.start(una, **gift())
    happenings.pay(stripe.world, page(stripe))
    await heard(stripe)
    [paid] = (await given.mine(una))[0].payments
    assert (paid.let_in, paid.promised) == (False, True)
    una = await confirm("una")
    [paid] = (await given.mine(una))[0].payments
    assert (una.state, paid.let_in, paid.promised) == ("active", True, False)


async def test_a_gift_lets_the_next_in_who_are_told_once() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b", "c")
    async with db.transaction() as change:
        assert len(await waiting_list.let_in_next(change, 2, way="gift", cause="payment:3")) == 2
        assert await waiting_list.let_in_next(change, 0, way="gift", cause="payment:4") == []
    assert await line() == ["c"]


async def test_nothing_leaves_when_letting_in_fails(announcements: list[Any]) -> None:
    await set_door("waiting")
    [ana] = await stand_in_line("a")
    announcements.clear()

    async def fail() -> None:
        async with db.transaction() as change:
            await waiting_list.let_in_next(change, 1, way="gift", cause="payment:5")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert (await line(), await told(ana), await letters(), announcements) == (["a"], [], [], [])


async def test_who_is_suspended_while_waiting_is_not_let_in_by_it() -> None:
    await set_door("waiting")
    root, (ana, ben) = await make_member("root", admin=True), await stand_in_line("ana", "ben")
    await members.suspend_member(root, member_name="ana", reason="Spam")
    assert await line() == ["ben"]
    assert await let_in(root, count=5, batch_number=0) == 1
    assert await queries.position(ana) == 0
    await members.reinstate_member(root, member_name="ana", reason="It was a mistake")
    assert ((await viewer(ana)).state, await line()) == ("waiting", ["ana"])
    await members.suspend_member(root, member_name="ben", reason="Spam")
    await members.reinstate_member(root, member_name="ben", reason="It was a mistake")
    assert (await viewer(ben)).state == "active"


async def test_who_confirms_while_suspended_has_to_wait_afterwards_as_others_do() -> None:
    await set_door("waiting")
    root = await make_member("root", admin=True)
    await register("ana")
    await members.suspend_member(root, member_name="ana", reason="Spam")
    ana = await confirm("ana")
    assert ana.state == "suspended"
    await members.reinstate_member(root, member_name="ana", reason="It was a mistake")
    assert ((await viewer(ana)).state, await line()) == ("waiting", ["ana"])


async def test_who_becomes_an_admin_leaves_the_line() -> None:
    await set_door("waiting")
    ana, _ = await stand_in_line("ana", "ben")
    await members.make_admin("ana")
    assert ((await viewer(ana)).state, await line()) == ("active", ["ben"])


async def test_a_gap_that_was_used_up_is_made_anew_and_nobody_loses_their_place() -> None:
    await set_door("waiting")
    order = [member.id for member in await stand_in_line(*(f"m{number}" for number in range(8)))]
    for _ in range(50):
        # Two who pass each other again and again use up the gap before them.
        async with db.transaction() as change:
            assert await waiting_list.move_up(change, order[5], 1) == 1
        order[4], order[5] = order[5], order[4]
        async with db.reading() as session:
            keys = (
                await session.exec(select(WaitingListEntry.member_id, col(WaitingListEntry.key)).order_by(col(WaitingListEntry.key)))
            ).all()
            assert [member_id for member_id, _ in keys] == order
            assert [await queries.position_of(session, key or 0) for _, key in keys] == list(range(1, 9))


async def test_a_member_cannot_be_let_in_twice_whatever_asks_for_it() -> None:
    await set_door("waiting")
    [ana] = await stand_in_line("ana")

    async def press(way: str) -> bool:
        async with db.transaction() as change:
            return await waiting_list.let_in_member(change, ana.id, way=way, cause=way)

    assert sorted(await asyncio.gather(*(press(way) for way in ("admin", "donation", "gift", "donation")))) == [False, False, False, True]
    async with db.reading() as session:
        [admission] = (await session.exec(select(Admission))).all()
    assert admission.at is not None
    assert (await told(ana), len(await letters())) == (["let_in"], 1)
    assert timedelta(0) <= waiting_list.now() - admission.at < timedelta(minutes=1)
