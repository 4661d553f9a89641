"""Views of posts in lists: made once for all who are shown the same, and never out of date (`endpoints/test_ready_pages.py`, too)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from cachetools import LRUCache

from tests.factories import join, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.core.messages import Erased, Message
from wtsocial.feeds import queries as feeds
from wtsocial.models import Post, Subwiki, now
from wtsocial.moderation import members
from wtsocial.posts import listed, votes
from wtsocial.posts.views import PostView
from wtsocial.ui import live
from wtsocial.ui.delivery import Delivery
from wtsocial.ui.presses import Presses


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    listed.forget_views()
    yield
    listed.forget_views()


async def _shown(member: Viewer) -> list[PostView]:
    return (await feeds.everything(await viewer(member) if member.known else member)).posts


async def _anew(member: Viewer) -> list[PostView]:
    """The same, with nothing remembered."""
    listed.forget_views()
    return await _shown(member)


async def test_two_who_are_shown_the_same_are_shown_what_was_made_once() -> None:
    ana, ben, cleo = [await make_member(name) for name in ("ana", "ben", "cleo")]
    await make_post(cleo, await make_subwiki(), text="Of *ice*")
    (first,), (second,) = await _shown(ana), await _shown(ben)
    assert first is second
    assert first.json is second.json
    await votes.upvote(ana, post_id=first.id)
    voted, other = (await _shown(ana))[0], (await _shown(ben))[0]
    assert [voted.voted, other.voted, voted.votes, other.votes, first.votes] == [True, False, 1, 1, 0]


async def test_nobody_is_shown_anybody_elses() -> None:
    mod, author, other = await make_member("mod"), await make_member("author"), await make_member("other")
    new, waiting = await make_member("new", new=True), await make_member("waiting", state="waiting")
    place = await make_subwiki()
    mod = await join(mod, place, role="moderator")
    await make_post(author, place)
    await make_post(author, place, mode="individual", sensitive=True)
    people = [mod, author, other, new, waiting, Viewer()]
    remembered = [await _shown(member) for member in people]
    assert remembered == [await _anew(member) for member in people]
    assert len({str(shown) for shown in remembered}) == len(people) - 1, "who waits sees what a reader sees"


async def test_what_changes_of_a_viewer_is_so_at_once() -> None:
    ana, admin, author = await make_member("ana"), await make_member("admin", admin=True), await make_member("author")
    await make_post(author, await make_subwiki(), sensitive=True)
    assert [(post.may_vote, post.covered) for post in await _shown(ana)] == [(True, True)]
    await choices.save(ana, document={"sensitive": "show"}, based_on=0)
    assert [(post.may_vote, post.covered) for post in await _shown(ana)] == [(True, False)]
    await members.suspend_member(admin, member_name="ana", reason="Spam")
    assert [(post.may_vote, post.covered) for post in await _shown(ana)] == [(False, False)]


@pytest.mark.parametrize("of", [Post, Subwiki])
async def test_a_protection_ends_by_itself(of: type[Post] | type[Subwiki], monkeypatch: pytest.MonkeyPatch) -> None:
    ana, author, place = await make_member("ana"), await make_member("author"), await make_subwiki()
    post_id = await make_post(author, place)
    async with db.transaction() as change:
        held: Any = await change.session.get(of, post_id if of is Post else place)
        held.protection, held.protected_until = "trusted", now() + timedelta(hours=1)
    assert [(post.protection, post.may_correct) for post in await _shown(ana)] == [("trusted", False)]

    def later() -> datetime:
        return now() + timedelta(hours=2)

    monkeypatch.setattr(permissions, "now", later)
    assert [(post.protection, post.may_correct) for post in await _shown(ana)] == [("", True)]


async def test_they_take_no_more_room_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, place = await make_member(), await make_subwiki()
    for number in range(12):
        await make_post(ana, place, headline=f"Ice {number}", text="Of ice. " * 40)
    little: LRUCache[int, Any] = LRUCache(20_000, getsizeof=listed._size)
    monkeypatch.setattr(listed, "_views", little)
    assert [post.headline for post in await _shown(Viewer())] == [f"Ice {number}" for number in reversed(range(12))]
    assert 2 <= len(little) < 12
    assert little.currsize <= 20_000


async def test_two_of_one_hash_are_not_mistaken_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, place = await make_member(), await make_subwiki()
    for number in range(3):
        await make_post(ana, place, headline=f"Ice {number}")
    monkeypatch.setattr(listed, "hash", lambda _key: 1, raising=False)
    for _ in range(2):
        assert [post.headline for post in await _shown(Viewer())] == ["Ice 2", "Ice 1", "Ice 0"]
    assert len(listed._views) == 1


async def test_what_is_erased_leaves_the_memory_of_every_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_apps", [])
    ana = await make_member()
    await make_post(ana, await make_subwiki())
    await _shown(ana)
    assert listed._views
    said: Message = Erased("post/1")
    await Delivery(None, Presses()).deliver(("all",), said.to_json())  # pyright: ignore[reportArgumentType] # it delivers to nobody here
    assert not listed._views
