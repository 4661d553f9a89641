"""Invitations: what they open, what they never open, and who moves up by them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import make_member
from tests.joining.arriving import admissions, arrive, confirm, letters, line, register, set_door, stand_in_line, told
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.joining import invitation_queries, queries
from wtsocial.joining.invitations import invite, invite_group, return_unused_places
from wtsocial.models import Invitation, InvitationUse, Member, now
from wtsocial.moderation import members


async def _friends(maker: Viewer, uses: int = 5) -> str:
    return await invite(maker, uses=uses, days=30)


async def _refused(name: str, code: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        await register(name, invite=code, **more)
    return refused.value.key, refused.value.field


async def _used(code: str) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Invitation.used).where(Invitation.code == code))).one()


async def _set(code: str, **values: Any) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Invitation).where(col(Invitation.code) == code).values(**values))


async def _names() -> list[str]:
    async with db.reading() as session:
        return list((await session.exec(select(Member.name).order_by(col(Member.id)))).all())


async def test_two_friends_who_confirm_move_their_inviter_from_5_to_3() -> None:
    await set_door("waiting")
    *_, ana = await stand_in_line("a", "b", "c", "d", "ana")
    code = await _friends(ana)
    for name, position in (("friend1", 4), ("friend2", 3)):
        await register(name, invite=code)
        assert await queries.position(ana) == position + 1
        await confirm(name)
        assert await queries.position(ana) == position
    assert await line() == ["a", "b", "ana", "c", "d", "friend1", "friend2"]
    assert await told(ana) == ["friend_moved", "friend_moved"]
    mine = await queries.mine(ana)
    assert (mine.position_at_day_start, mine.position, mine.friends, mine.let_in, mine.passed, mine.friends_ever) == (5, 3, 2, 0, 0, 2)


async def test_friends_who_confirm_in_the_same_moment_all_count() -> None:
    await set_door("waiting")
    *_, ana = await stand_in_line(*(f"w{number}" for number in range(8)), "ana")
    code = await _friends(ana, uses=6)
    names = [f"friend{number}" for number in range(6)]
    for name in names:
        await register(name, invite=code)
    await letters()  # all have theirs before anybody follows a link
    await asyncio.gather(*(confirm(name) for name in names))
    assert (await queries.mine(ana)).friends == 6
    assert (await line())[:3] == ["w0", "w1", "ana"]
    assert sorted((await line())[9:]) == names


async def test_how_far_a_friend_moves_one_is_what_the_rules_say() -> None:
    await set_door("waiting", friend_moves_up=3)
    *_, ana = await stand_in_line("a", "b", "c", "d", "ana")
    await arrive("friend1", invite=await _friends(ana))
    assert await line() == ["a", "ana", "b", "c", "d", "friend1"]
    await arrive("friend2", invite=await _friends(ana))
    assert (await queries.mine(ana)).friends == 4


async def test_the_first_in_line_is_thanked_and_stays_first() -> None:
    await set_door("waiting")
    [ana] = await stand_in_line("ana")
    await arrive("friend", invite=await _friends(ana))
    assert (await line(), await told(ana)) == (["ana", "friend"], ["friend_came"])


async def test_an_active_member_is_thanked_and_moves_nobody() -> None:
    await set_door("waiting")
    await stand_in_line("a")
    ben = await make_member("ben")
    assert (await arrive("friend", invite=await _friends(ben))).state == "waiting"
    assert (await line(), await told(ben)) == (["a", "friend"], ["friend_came"])


@pytest.mark.parametrize("email", ["ana+1@example.org", "ANA@example.org", "ana+a+b@example.org"])
async def test_a_mailbox_of_the_inviters_own_moves_nobody(email: str) -> None:
    await set_door("waiting")
    _, ana = await stand_in_line("a", "ana")
    code = await _friends(ana)
    if email.casefold() == "ana@example.org":
        # Known already: the same words as ever, and no account.
        await register("ana-again", email=email, invite=code)
        assert (await _names(), await told(ana)) == (["a", "ana"], [])
        return
    await arrive("ana-again", email=email, invite=code)
    assert (await line(), await told(ana)) == (["a", "ana", "ana-again"], [])


async def test_one_mailbox_under_many_names_counts_once() -> None:
    await set_door("waiting")
    *_, ana = await stand_in_line("a", "b", "c", "ana")
    code = await _friends(ana)
    for name, email in (
        ("fr1", "fred.b@gmail.com"),
        ("fr2", "f.redb@googlemail.com"),
        ("fr3", "FRED.B+x@gmail.com"),
        ("fr4", "fredb+y@gmail.com"),
    ):
        await arrive(name, email=email, invite=code)
    assert (await queries.mine(ana)).friends_ever == 1
    assert (await line())[:4] == ["a", "b", "ana", "c"]


async def test_confirming_once_more_counts_nothing_once_more() -> None:
    await set_door("waiting")
    *_, ana = await stand_in_line("a", "b", "ana")
    await arrive("friend", invite=await _friends(ana))
    with pytest.raises(Invalid):
        await confirm("friend")
    assert (await queries.mine(ana)).friends == 1


SHUT = {"ended": {"ends_at": now() - timedelta(seconds=1)}, "revoked": {"revoked_at": now()}, "used up": {"used": 5}, "guessed": {}}


@pytest.mark.parametrize("why", SHUT)
@pytest.mark.parametrize("mode", ["open", "waiting", "invited"])
async def test_an_invitation_that_opens_nothing_is_refused_whatever_the_reason(why: str, mode: Any) -> None:
    await set_door(mode)
    code = await _friends(await make_member("ben"))
    if SHUT[why]:
        await _set(code, **SHUT[why])
    else:
        code = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert await _refused("friend", code) == ("invitation.shut", "invite")
    assert await _names() == ["ben"]
    assert (await invitation_queries.by_code(Viewer(), code)).state == "shut"


async def test_where_one_comes_in_by_invitation_alone_nobody_registers_without() -> None:
    await set_door("invited")
    ben, code = await make_member("ben"), ""
    assert await _refused("friend", code) == ("invitation.needed", "invite")
    code = await _friends(ben)
    assert (await arrive("friend", invite=code)).state == "active"
    [made] = await invitation_queries.mine(ben)
    assert await admissions() == {"friend": ("invitation", f"invitation:{made.id}", 0)}


async def test_there_an_invitation_of_somebody_who_waits_opens_nothing() -> None:
    await set_door("invited")
    [ana] = await stand_in_line("ana")
    assert await _refused("friend", await _friends(ana)) == ("invitation.shut", "invite")


async def test_there_a_second_account_of_one_mailbox_has_to_wait() -> None:
    await set_door("invited")
    ben = await make_member("ben")
    again = await arrive("ben-again", email="ben+2@example.org", invite=await _friends(ben))
    assert (again.state, await line()) == ("waiting", ["ben-again"])


async def test_an_invitation_of_a_suspended_member_opens_nothing() -> None:
    await set_door("waiting")
    code = await _friends(await make_member("ben"))
    await members.suspend_member(await make_member("root", admin=True), member_name="ben", reason="Spam")
    assert await _refused("friend", code) == ("invitation.shut", "invite")


async def test_a_registration_that_fails_uses_nothing_up() -> None:
    await set_door("invited")
    code = await _friends(await make_member("ben"), uses=1)
    assert await _refused("ben", code) == ("username.taken", "username")
    assert await _refused("friend", code, email="no address") == ("email.malformed", "email")
    assert await _used(code) == 0
    assert (await arrive("friend", invite=code)).state == "active"
    assert await _used(code) == 1


async def test_how_often_an_invitation_was_used_does_not_say_whose_addresses_are_known() -> None:
    await set_door("invited")
    ben = await make_member("ben")
    await make_member("known")
    used: list[list[int]] = []
    for address in ("known@example.org", "unknown@example.org"):
        code = await _friends(ben, uses=1)
        await register(f"friend-of-{address[:3]}", email=address, invite=code)
        seen = [await _used(code)]
        assert (await invitation_queries.by_code(Viewer(), code)).state == "shut"
        assert await _refused("another", code) == ("invitation.shut", "invite")
        async with db.transaction() as change:
            await change.session.exec(update(InvitationUse).values(at=now() - timedelta(hours=49)))
        await return_unused_places()
        used.append([*seen, await _used(code)])
    assert used == [[1, 0], [1, 0]]


async def test_of_many_who_use_one_place_at_once_one_gets_it() -> None:
    await set_door("invited")
    code = await _friends(await make_member("ben"), uses=1)
    answers = await asyncio.gather(*(register(f"friend{number}", invite=code) for number in range(12)), return_exceptions=True)
    assert sorted(getattr(answer, "key", "in") for answer in answers) == ["in"] + ["invitation.shut"] * 11
    assert len(await _names()) == 2


async def test_a_use_that_nobody_confirmed_is_given_back_after_two_days() -> None:
    await set_door("waiting")
    _, ana = await stand_in_line("a", "ana")
    code = await _friends(ana, uses=1)
    await register("slow", invite=code)
    assert await return_unused_places() == 0
    async with db.transaction() as change:
        await change.session.exec(update(InvitationUse).values(at=now() - timedelta(hours=49)))
    assert [await return_unused_places(), await return_unused_places()] == [1, 0]
    assert await _used(code) == 0
    await arrive("quick", invite=code)
    # The place went to somebody else: whoever confirms late comes in as anybody does.
    assert (await confirm("slow")).state == "waiting"
    assert (await queries.mine(ana)).friends_ever == 1


async def test_whoever_confirms_late_still_counts_while_there_is_a_place() -> None:
    await set_door("waiting")
    _, ana = await stand_in_line("a", "ana")
    code = await _friends(ana, uses=1)
    await register("slow", invite=code)
    async with db.transaction() as change:
        await change.session.exec(update(InvitationUse).values(at=now() - timedelta(hours=49)))
    await return_unused_places()
    await confirm("slow")
    assert (await _used(code), await line()) == (1, ["ana", "a", "slow"])


async def test_a_groups_invitation_may_let_in_at_once_and_moves_nobody() -> None:
    await set_door("waiting")
    root = await make_member("root", admin=True)
    await stand_in_line("a")
    past = await invite_group(root, label="Press", uses=100, days=10, at_once=True)
    along = await invite_group(root, label="Readers", uses=100, days=10, at_once=False)
    assert (await arrive("reporter", invite=past)).state == "active"
    assert (await arrive("reader", invite=along)).state == "waiting"
    assert (await line(), await told(root)) == (["a", "reader"], [])
    groups = [(one.label, [came.name for came in one.came]) for one in await invitation_queries.of_groups(root)]
    assert groups == [("Readers", ["reader"]), ("Press", ["reporter"])]
