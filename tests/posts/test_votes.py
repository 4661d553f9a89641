"""Votes and saved posts: as often as one likes, with the same result."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import func, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.feeds import queries as feeds
from wtsocial.models import Post, SavedPost, Vote
from wtsocial.posts import queries as posts
from wtsocial.posts import votes
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
Counting = Callable[[], AbstractContextManager[list[str]]]


async def _posted(*, hidden: bool = False) -> tuple[Viewer, Viewer, int]:
    """The author, somebody else, and the post."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    return ana, await make_member("ben"), await make_post(ana, place, hidden=hidden)


async def _counted(post_id: int) -> tuple[int, int]:
    """What the counter says, and what the rows say."""
    async with db.reading() as session:
        counter = (await session.exec(select(Post.votes_count).where(Post.id == post_id))).one()
        return counter, (await session.exec(select(func.count()).select_from(Vote).where(Vote.post_id == post_id))).one()


async def test_a_vote_counts_once_and_is_taken_back_once(announcements: Announcements) -> None:
    _, ben, post_id = await _posted()
    assert await votes.upvote(ben, post_id=post_id) == (True, 1)
    assert await votes.upvote(ben, post_id=post_id) == (True, 1)
    assert await votes.take_back_vote(ben, post_id=post_id) == (False, 0)
    assert await votes.take_back_vote(ben, post_id=post_id) == (False, 0)
    assert [message for _, message in announcements] == [
        {"kind": "post", "id": post_id, "stamp": 2, "votes": 1},
        {"kind": "post", "id": post_id, "stamp": 3, "votes": 0},
    ]


async def test_twenty_votes_of_one_member_at_once_are_one() -> None:
    _, ben, post_id = await _posted()
    results = await asyncio.gather(*(votes.upvote(ben, post_id=post_id) for _ in range(20)))
    assert {voted for voted, _ in results} == {True}
    assert await _counted(post_id) == (1, 1)


async def test_the_counter_is_right_after_a_crowd_voted_to_and_fro() -> None:
    _, _, post_id = await _posted()
    crowd = [await make_member(f"voter{number}") for number in range(6)]
    await asyncio.gather(*(votes.upvote(member, post_id=post_id) for member in crowd * 2))
    await asyncio.gather(*(votes.take_back_vote(member, post_id=post_id) for member in crowd[:2] * 3))
    assert await _counted(post_id) == (4, 4)


async def test_nobody_votes_for_their_own_post_or_without_a_login() -> None:
    ana, _, post_id = await _posted()
    with pytest.raises(NotAllowed):
        await votes.upvote(ana, post_id=post_id)
    with pytest.raises(LoginNeeded):
        await votes.upvote(Viewer(), post_id=post_id)
    with pytest.raises(LoginNeeded):
        await votes.take_back_vote(Viewer(), post_id=post_id)
    with pytest.raises(NotAllowed, match="error.suspended"):
        await votes.upvote(await make_member("sam", state="suspended"), post_id=post_id)
    assert await _counted(post_id) == (0, 0)


async def test_what_is_hidden_is_not_there_to_vote_for_or_to_save() -> None:
    ana, ben, post_id = await _posted(hidden=True)
    for unseen in (post_id, 2**31 - 1):
        with pytest.raises(NotFound):
            await votes.upvote(ben, post_id=unseen)
        with pytest.raises(NotFound):
            await votes.save_post(ben, post_id=unseen)
    with pytest.raises(NotAllowed):
        await votes.upvote(ana, post_id=post_id)


async def test_a_post_is_saved_once_and_let_go() -> None:
    _, ben, post_id = await _posted()
    assert await votes.save_post(ben, post_id=post_id)
    await asyncio.gather(*(votes.save_post(ben, post_id=post_id) for _ in range(5)))
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(SavedPost))).one() == 1
    assert not await votes.unsave_post(ben, post_id=post_id)
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(SavedPost))).one() == 0
    with pytest.raises(LoginNeeded):
        await votes.save_post(Viewer(), post_id=post_id)


async def test_there_is_a_quota_of_saved_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SAVED_PER_MEMBER", 0)
    _, ben, post_id = await _posted()
    with pytest.raises(TooMany, match="error.quota"):
        await votes.save_post(ben, post_id=post_id)


async def test_a_vote_takes_three_statements(count_statements: Counting) -> None:
    _, ben, post_id = await _posted()
    # For the first one what its author did begins to count.
    await votes.upvote(await make_member("cy"), post_id=post_id)
    with count_statements() as sent:
        await votes.upvote(ben, post_id=post_id)
    assert len(sent) == 3


async def test_every_list_says_how_many_votes_came_before_the_correction() -> None:
    ana, ben, post_id = await _posted()
    mo = await join(await make_member("mo"), (await posts.one(ana, post_id)).subwiki_id, role="moderator")
    early, late = await make_member("early"), await make_member("later")
    for member in (early, ben):
        await votes.upvote(member, post_id=post_id)

    async def said() -> tuple[int, int]:
        (post,) = (await feeds.everything(ben)).posts
        assert post.early_votes == (await posts.one(ben, post_id)).early_votes
        return post.early_votes, post.votes

    assert await said() == (0, 2)
    await correct_headline(mo, post_id=post_id, headline="Another", reason="false", source="https://example.org/", based_on=1)
    await votes.upvote(late, post_id=post_id)
    assert await said() == (2, 3)
    await votes.take_back_vote(late, post_id=post_id)
    assert await said() == (2, 2)
    await votes.take_back_vote(early, post_id=post_id)
    assert await said() == (1, 1)
