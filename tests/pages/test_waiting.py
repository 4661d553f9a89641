"""The screens of joining: what each person finds on them, and that messages stay when the line moves."""

from typing import Any

import pytest

from tests.factories import make_member
from tests.joining.arriving import line, set_door, stand_in_line
from tests.screens import fire, screen
from wtsocial.joining.invitations import invite
from wtsocial.pages.account.state import DoorState
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.pages.invite.state import InviteState
from wtsocial.pages.settings.invitations_state import InvitationsState
from wtsocial.pages.waiting.state import WaitingState
from wtsocial.ui.session import SessionState


def said(state: Any) -> dict[str, str]:
    return {field: error["key"] for field, error in state.errors.items()}


async def test_everybody_finds_their_own_state_on_the_page() -> None:
    await set_door("waiting")
    _, lin = await stand_in_line("first", "lin")
    people = {
        "reader": None, "unconfirmed": await make_member("wen", state="waiting"), "waiting": lin, "active": await make_member("ana"),
        "suspended": await make_member("sus", state="suspended"),
    }  # fmt: skip
    for who, viewer in people.items():
        page = await screen(WaitingState, viewer)
        await fire(page, "open")
        assert (page.who, page.door.waiting) == (who, 2)
        assert page.mine.position == (2 if who == "waiting" else 0)
        assert page.dots == (["ahead", "you"] if who == "waiting" else [])


async def test_a_long_line_is_drawn_in_forty_dots() -> None:
    await set_door("waiting")
    people = await stand_in_line(*(f"m{number}" for number in range(90)))
    page = await screen(WaitingState, people[44])
    await fire(page, "open")
    assert (page.each, len(page.dots), page.dots.index("you"), page.dots.count("you")) == (3, 30, 14, 1)


async def test_a_link_is_made_once_and_stands_there_again() -> None:
    await set_door("waiting")
    [lin] = await stand_in_line("lin")
    page = await screen(WaitingState, lin)
    await fire(page, "open")
    assert page.code == ""
    await fire(page, "invite")
    again = await screen(WaitingState, lin)
    await fire(again, "open")
    assert again.code == page.code != ""
    unconfirmed = await screen(WaitingState, await make_member("wen", state="waiting"))
    await fire(unconfirmed, "invite")
    assert (said(unconfirmed), unconfirmed.code) == ({"": "error.unconfirmed"}, "")


async def test_the_place_is_on_every_page_of_who_waits_and_on_nobody_elses() -> None:
    await set_door("waiting")
    _, lin = await stand_in_line("first", "lin")
    for viewer, place in ((lin, 2), (await make_member("ana"), 0), (None, 0)):
        session = await screen(SessionState, viewer)
        await fire(session, "come_in")
        assert session.place == place


async def test_an_admin_reads_the_line_sets_the_rules_and_lets_in() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b", "c")
    page = await screen(LineState, await make_member("root", admin=True))
    await fire(page, "open")
    assert (page.ready, page.line.door.waiting, page.price) == (True, 3, "5.00")
    await fire(page, "set_rules", {"mode": "waiting", "places_per_day": "7", "friend_moves_up": "2", "amount": "7,50"})
    assert (page.line.door.places_per_day, page.line.door.friend_moves_up, page.line.door.place_price, page.price) == (7, 2, 750, "7.50")
    await fire(page, "let_in", {"count": "2"})
    assert page.notice == {"key": "joining.let_in_now", "params": {"count": 2}}
    await fire(page, "again")
    assert page.notice["key"] == "joining.let_in_now", "what was said stays when the line is read anew"
    assert [one.name for one in page.line.first] == ["c"]
    await fire(page, "invite_group", {"label": "A class", "uses": "30", "days": "10", "at_once": "on"})
    assert [(one.label, one.at_once) for one in page.groups] == [("A class", True)]
    await fire(page, "revoke", page.groups[0].id)
    assert page.groups[0].state == "revoked"


async def test_who_comes_second_to_the_button_is_told_and_sees_what_is_left() -> None:
    await set_door("waiting")
    await stand_in_line("a", "b", "c")
    one, two = [await screen(LineState, await make_member(name, admin=True)) for name in ("one", "two")]
    for page in (one, two):
        await fire(page, "open")
    await fire(one, "let_in", {"count": "1"})
    await fire(two, "let_in", {"count": "1"})
    assert said(two) == {"": "joining.just_let_in"}
    assert two.errors[""]["params"] == {"name": "one", "count": 1, "waiting": 2}
    assert two.line.batch_number == 1
    await fire(two, "let_in", {"count": "1"})
    assert (said(two), await line()) == ({}, ["c"])


@pytest.mark.parametrize("form", [None, [], {"count": []}, {"count": "x"}, {"count": "1e3"}, {"count": "-1"}, {"count": "99999"}, {}])
async def test_nonsense_lets_nobody_in(form: Any) -> None:
    await set_door("waiting")
    await stand_in_line("a")
    page = await screen(LineState, await make_member("root", admin=True))
    await fire(page, "open")
    await fire(page, "let_in", form)
    assert set(said(page)) == {"count"}
    assert await line() == ["a"]


async def test_nobody_but_an_admin_sees_the_line() -> None:
    for viewer, key in ((None, "error.login_needed"), (await make_member("ana"), "error.not_allowed")):
        page = await screen(LineState, viewer)
        await fire(page, "open")
        assert (page.ready, page.line.first, said(page)) == (False, [], {"": key})


async def test_an_invitation_is_shown_made_and_taken_back() -> None:
    ben = await make_member("ben")
    mine = await screen(InvitationsState, ben)
    await fire(mine, "make", {"uses": "3", "days": "10"})
    [one] = mine.mine
    opened = await screen(InviteState, None, path=f"/invite/{one.code}")
    await fire(opened, "open")
    assert (opened.shown.state, opened.code) == ("open", one.code)
    await fire(mine, "revoke", one.id)
    assert mine.mine[0].state == "revoked"
    await fire(opened, "open")
    assert (opened.shown.state, opened.code) == ("shut", "")
    other = await screen(InvitationsState, await make_member("eva"))
    await fire(other, "revoke", one.id)
    assert said(other) == {"": "error.not_found"}


@pytest.mark.parametrize("form", [None, {"uses": "0", "days": "3"}, {"uses": "3"}, {"uses": {}, "days": []}])
async def test_nonsense_makes_no_invitation(form: Any) -> None:
    page = await screen(InvitationsState, await make_member("ben"))
    await fire(page, "make", form)
    assert set(said(page)) <= {"uses", "days"}
    assert said(page)
    assert page.mine == []


async def test_the_door_says_how_one_comes_in() -> None:
    await set_door("invited")
    await invite(await make_member("ben"), uses=1, days=1)
    page = await screen(DoorState)
    await fire(page, "open")
    assert page.door.mode == "invited"
