"""Which rooms a browser is in on which page: those of what it shows and its member's own, and no other."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import screen
from wtsocial.accounts.views import Viewer
from wtsocial.pages.moderation.state import QueueState
from wtsocial.pages.post.state import PostState
from wtsocial.pages.subwikis.state import SubwikiState
from wtsocial.ui import live
from wtsocial.ui.call import viewer_of

SID = "one browser"


class Rooms(set[str]):
    """The rooms of the one browser, with Socket.IO's own for itself."""

    def rooms(self, _sid: str) -> list[str]:
        return [SID, *self]

    async def enter_room(self, _sid: str, room: str) -> None:
        self.add(room)

    async def leave_room(self, _sid: str, room: str) -> None:
        self.remove(room)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    made = Rooms()
    monkeypatch.setattr(live, "_apps", [SimpleNamespace(event_namespace=made)])
    return made


async def _at(state: type[Any], by: Viewer | None, path: str) -> Any:
    return await screen(state, by, path=path, sid=SID)


async def test_a_page_watches_what_it_shows_and_leaves_what_was_shown_before(rooms: Rooms) -> None:
    ana = await make_member("ana")
    number = await make_subwiki()
    rooms.add("post:7")
    await SubwikiState.open.fn(await _at(SubwikiState, ana, "/w/climate"))
    assert rooms == {f"subwiki:{number}", f"member:{ana.id}"}


async def test_whoever_finds_nothing_watches_nothing_of_it(rooms: Rooms) -> None:
    author = await make_member("author")
    hidden = await make_post(author, await make_subwiki(), hidden=True)
    page = await _at(PostState, None, f"/post/{hidden}")
    async for _ in PostState.open.fn(page):
        pass
    assert page.missing is True
    assert rooms == set()


@pytest.mark.parametrize("role", ["member", "moderator"])
async def test_the_moderators_room_is_theirs_alone(rooms: Rooms, role: str) -> None:
    ana = await join(await make_member("ana"), await make_subwiki(), role=role)
    await QueueState.open.fn(await _at(QueueState, ana, "/moderation"))
    assert ("moderation" in rooms) is (role == "moderator")
    assert f"member:{ana.id}" in rooms


async def test_whoever_is_gone_meanwhile_is_no_fault(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(_sid: str, _room: str) -> None:
        raise KeyError(SID)

    monkeypatch.setattr(rooms, "enter_room", gone)
    page = await _at(SubwikiState, None, "/w/climate")
    await live.watch(page, await viewer_of(page), "subwiki:1")
    assert rooms == set()
