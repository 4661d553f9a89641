"""Making invitations: who may, how many, for whom; taking them back; and what each sees of them."""

from datetime import timedelta

import pytest
from sqlmodel import col, update

from tests.factories import make_member
from tests.joining.arriving import arrive, register, set_door, stand_in_line
from wtsocial import db
from wtsocial.accounts.queries import profile
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.joining import invitation_queries, queries
from wtsocial.joining.invitations import invite, invite_group, revoke
from wtsocial.models import Invitation, Member, now
from wtsocial.text import limits


async def _friends(maker: Viewer) -> str:
    return await invite(maker, uses=5, days=30)


async def test_nobody_but_admins_invites_groups_or_sees_their_invitations() -> None:
    for member in (await make_member("ben"), await make_member("wen", state="waiting", confirmed=True)):
        with pytest.raises(NotAllowed):
            await invite_group(member, label="Mine", uses=5, days=5, at_once=True)
        with pytest.raises(NotAllowed):
            await invitation_queries.of_groups(member)


async def test_who_has_not_confirmed_or_is_suspended_invites_nobody() -> None:
    for member in (await make_member("wen", state="waiting"), await make_member("sus", state="suspended")):
        with pytest.raises(NotAllowed):
            await _friends(member)
    with pytest.raises(LoginNeeded):
        await _friends(Viewer())


@pytest.mark.parametrize(("uses", "days", "field"), [(0, 5, "uses"), (21, 5, "uses"), (5, 0, "days"), (5, 91, "days")])
async def test_figures_out_of_bounds_are_refused_at_their_field(uses: int, days: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await invite(await make_member("ben"), uses=uses, days=days)
    assert (refused.value.key, refused.value.field) == ("joining.figure", field)


async def test_open_invitations_are_as_many_as_a_member_may_have() -> None:
    ben = await make_member("ben")
    made = [await _friends(ben) for _ in range(limits.INVITATIONS)]
    assert len(set(made)) == limits.INVITATIONS
    with pytest.raises(TooMany):
        await _friends(ben)
    [newest, *_] = await invitation_queries.mine(ben)
    await revoke(ben, invitation_id=newest.id)
    assert await _friends(ben)


async def test_its_maker_takes_an_invitation_back_and_so_does_an_admin_but_nobody_else() -> None:
    ben, root, eva = await make_member("ben"), await make_member("root", admin=True), await make_member("eva")
    for _ in range(2):
        await _friends(ben)
    second, first = await invitation_queries.mine(ben)
    for number in (first.id, 4711):
        with pytest.raises(NotFound):
            await revoke(eva, invitation_id=number)
    await revoke(ben, invitation_id=first.id)
    await revoke(root, invitation_id=second.id)
    assert [one.state for one in await invitation_queries.mine(ben)] == ["revoked", "revoked"]
    with pytest.raises(LoginNeeded):
        await revoke(Viewer(), invitation_id=first.id)


async def test_of_each_invitation_the_newest_who_came_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitation_queries, "CAME", 2)
    root = await make_member("root", admin=True)
    await set_door("waiting")
    codes = {label: await invite_group(root, label=label, uses=9, days=5, at_once=True) for label in ("school", "club", "empty")}
    arrivals = [("ann", "school"), ("bob", "club"), ("cid", "school"), ("dot", "school"), ("eve", "school"), ("gone", "school")]
    for name, label in arrivals:
        await arrive(name, invite=codes[label])
    await register("undecided", invite=codes["school"])
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.name) == "gone").values(state="deleted"))
    listed = {one.label: [came.name for came in one.came] for one in await invitation_queries.of_groups(root)}
    assert listed == {"school": ["eve", "dot"], "club": ["bob"], "empty": []}


async def test_one_sees_who_came_by_ones_own_links_and_an_admin_who_invited_whom() -> None:
    await set_door("waiting")
    _, ana = await stand_in_line("a", "ana")
    code = await _friends(ana)
    await register("undecided", invite=code)
    await arrive("friend", invite=code)
    assert [(one.used, [came.name for came in one.came]) for one in await invitation_queries.mine(ana)] == [(2, ["friend"])]
    assert await invitation_queries.mine(await make_member("ben")) == []
    shown = (await queries.for_admins(await make_member("root", admin=True))).first
    assert [(one.position, one.name, one.invited_by, one.friends) for one in shown] == [
        (1, "ana", "", 1), (2, "a", "", 0), (3, "friend", "ana", 0),
    ]  # fmt: skip


async def test_a_profile_says_to_admins_alone_who_invited_somebody() -> None:
    ana = await make_member("ana")
    friend = await arrive("friend", invite=await _friends(ana))
    await register("undecided", invite=await _friends(ana))
    root = await make_member("root", admin=True)
    assert [(await profile(root, name)).inviter for name in ("friend", "ana", "undecided")] == ["ana", "", ""]
    assert [(await profile(who, "friend")).inviter for who in (Viewer(), ana, friend, await make_member("ben"))] == [""] * 4


async def test_the_link_says_whose_it_is_to_its_maker_and_nothing_to_other_members() -> None:
    await set_door("waiting")
    ben = await make_member("ben")
    code = await _friends(ben)
    states = [(await invitation_queries.by_code(one, code)).state for one in (Viewer(), ben, await make_member("eva"))]
    assert states == ["open", "own", "member"]
    assert (await invitation_queries.by_code(Viewer(), code)).at_once is False
    await set_door("invited")
    assert (await invitation_queries.by_code(Viewer(), code)).at_once is True
    assert await invitation_queries.newest_open(ben) == code


async def test_a_link_that_names_nothing_says_the_same_as_one_that_ended() -> None:
    code = await _friends(await make_member("ben"))
    async with db.transaction() as change:
        await change.session.exec(update(Invitation).where(col(Invitation.code) == code).values(ends_at=now() - timedelta(days=1)))
    shut = [await invitation_queries.by_code(Viewer(), guessed) for guessed in (code, "x", "", "x" * 10_000, "' OR 1=1 --", "a\x00b")]
    assert shut == [shut[0]] * 6
