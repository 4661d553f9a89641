"""Receipts: whoever voted or commented hears once that the headline was corrected, and may take the vote back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.jobs import Worker
from wtsocial.models import Comment, Member, Notice, Post, Vote, now
from wtsocial.notifications import queries as notifications
from wtsocial.notifications.actions import mark_all_read
from wtsocial.posts import queries as posts
from wtsocial.posts.votes import take_back_vote, upvote

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
Counting = Callable[[], AbstractContextManager[list[str]]]
SOURCE = "https://example.org/source"


class Scene:
    """Ana's post "All ice gone"; Ben and Cat voted, Dan commented, and Eva corrects."""

    async def set(self) -> "Scene":
        place = await make_subwiki()
        self.ana = await join(await make_member("ana"), place)
        self.ben, self.cat, self.dan, self.eva = [await make_member(name) for name in ("ben", "cat", "dan", "eva")]
        self.post = await make_post(self.ana, place, headline="All ice gone")
        for voter in (self.ben, self.cat):
            await upvote(voter, post_id=self.post)
        await make_comment(self.dan, self.post)
        self.revision = 1
        return self

    async def corrected(self, headline: str, *, by: Viewer | None = None, reason: Any = "false", **other: Any) -> None:
        facts = {"headline": headline, "reason": reason, "source": SOURCE, "based_on": self.revision, **other}
        self.revision = await correct_headline(by or self.eva, post_id=self.post, **facts)

    async def receipts(self) -> list[tuple[int, dict[str, Any], bool]]:
        async with db.reading() as session:
            found = select(Notice).where(Notice.kind == "receipt").order_by(col(Notice.member_id), col(Notice.id))
            return [(one.member_id, one.params, one.read_at is not None) for one in (await session.exec(found)).all()]


@pytest.fixture
async def scene() -> Scene:
    return await Scene().set()


async def test_whoever_voted_or_commented_gets_one_receipt_but_neither_the_corrector_nor_the_author(scene: Scene) -> None:
    await make_comment(scene.ben, scene.post)
    await make_comment(scene.ana, scene.post)
    await upvote(scene.eva, post_id=scene.post)
    await scene.corrected("Some ice gone")
    told = {"before": 1, "after": 2}
    assert await scene.receipts() == [(one.id, told, False) for one in (scene.ben, scene.cat, scene.dan)]


async def test_a_receipt_shows_both_headlines_in_the_inbox(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    receipt = (await notifications.inbox(scene.ben))[0]
    assert (receipt.kind, receipt.path, receipt.params["before"], receipt.params["after"]) == (
        "receipt", f"/post/{scene.post}", "All ice gone", "Some ice gone",
    )  # fmt: skip


async def test_a_receipt_of_what_was_changed_back_says_so(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    assert not (await notifications.inbox(scene.ben))[0].same
    await scene.corrected("All ice gone")
    (receipt,) = [notice for notice in await notifications.inbox(scene.ben) if notice.kind == "receipt"]
    assert receipt.same


async def test_browsers_hear_of_it_in_one_message_for_all_with_the_same_count(scene: Scene, announcements: Announcements) -> None:
    await scene.corrected("Some ice gone")
    await Worker().run_due()
    heard = [rooms for rooms, message in announcements if message == {"kind": "notice", "unread": 1}]
    assert sorted(heard[-1]) == sorted(f"member:{one.id}" for one in (scene.ben, scene.cat, scene.dan))


async def test_a_spelling_mistake_is_worth_no_receipt(scene: Scene, announcements: Announcements) -> None:
    await scene.corrected("All Ice Gone!", reason="spelling", source="")
    assert await scene.receipts() == []
    assert (await posts.one(scene.ana, scene.post)).early_votes == 0


async def test_a_vote_taken_back_and_a_hidden_comment_are_worth_none(scene: Scene) -> None:
    await take_back_vote(scene.ben, post_id=scene.post)
    async with db.transaction() as change:
        await change.session.exec(update(Comment).values(hidden_at=now()))
    await scene.corrected("Some ice gone")
    assert [member for member, _, _ in await scene.receipts()] == [scene.cat.id]


async def test_a_second_correction_within_a_day_joins_the_first_receipt(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    await mark_all_read(scene.ben)
    await upvote(scene.eva, post_id=scene.post)
    await scene.corrected("Hardly any ice gone", by=scene.cat)
    found = {member: (params, read) for member, params, read in await scene.receipts()}
    assert found == {
        scene.ben.id: ({"before": 1, "after": 3}, False),
        scene.cat.id: ({"before": 1, "after": 2}, False),
        scene.dan.id: ({"before": 1, "after": 3}, False),
        scene.eva.id: ({"before": 2, "after": 3}, False),
    }
    await scene.corrected("A little ice gone", by=scene.dan)
    params = {member: params for member, params, _ in await scene.receipts()}
    assert (params[scene.ben.id], params[scene.eva.id]) == ({"before": 1, "after": 4}, {"before": 2, "after": 4})


async def test_a_receipt_becomes_unread_again_at_most_once_however_often_the_headline_changes(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    read: list[bool] = []
    for number in range(4):
        await mark_all_read(scene.ben)
        await scene.corrected(f"Some ice gone, {number} floes left")
        read += [was_read for member, _, was_read in await scene.receipts() if member == scene.ben.id]
    assert read == [False, True, True, True]
    assert [params["after"] for member, params, _ in await scene.receipts() if member == scene.ben.id] == [6]


async def test_a_receipt_that_nobody_has_read_yet_may_still_become_unread_once(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    await scene.corrected("Hardly any ice gone")
    await mark_all_read(scene.ben)
    await scene.corrected("A little ice gone")
    assert [was_read for member, _, was_read in await scene.receipts() if member == scene.ben.id] == [False]


async def test_a_correction_a_day_later_is_told_anew(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    async with db.transaction() as change:
        await change.session.exec(update(Notice).values(at=now() - timedelta(days=1, minutes=1)))
    await scene.corrected("Hardly any ice gone")
    assert [params for member, params, _ in await scene.receipts() if member == scene.ben.id] == [
        {"before": 1, "after": 2},
        {"before": 2, "after": 3},
    ]


async def test_the_post_says_how_many_votes_came_before(scene: Scene, announcements: Announcements) -> None:
    await scene.corrected("Some ice gone")
    await upvote(scene.dan, post_id=scene.post)
    post = await posts.one(scene.ana, scene.post)
    assert (post.early_votes, post.votes) == (2, 3)
    assert [message["early_votes"] for _, message in announcements if "early_votes" in message] == [2]
    await take_back_vote(scene.ben, post_id=scene.post)
    assert announcements[-1][1]["early_votes"] == (await posts.one(scene.ana, scene.post)).early_votes == 1
    await take_back_vote(scene.dan, post_id=scene.post)
    assert announcements[-1][1]["early_votes"] == 1


async def test_a_headline_set_back_to_the_first_one_is_no_longer_corrected(scene: Scene) -> None:
    await scene.corrected("Some ice gone")
    await scene.corrected("All ice gone")
    post = await posts.one(scene.ana, scene.post)
    assert (post.corrected, post.corrected_by, post.corrected_reason, post.corrected_source, post.early_votes) == (False, "", "", "", 0)
    assert [params for member, params, _ in await scene.receipts() if member == scene.ben.id] == [{"before": 1, "after": 3}]


async def test_an_author_says_i_was_wrong_and_nobody_else_does(scene: Scene, announcements: Announcements) -> None:
    await scene.corrected("Some ice gone", by=scene.ana, own_error=True)
    assert (await posts.one(scene.ben, scene.post)).own_error is True
    assert announcements[0][1]["own_error"] is True
    await scene.corrected("Hardly any ice gone", own_error=True)
    assert (await posts.one(scene.ben, scene.post)).own_error is False


async def test_receipts_for_hundreds_take_no_more_statements_than_for_three(scene: Scene, count_statements: Counting) -> None:
    with count_statements() as few:
        await scene.corrected("Some ice gone")
    async with db.transaction() as change:
        names = [f"voter{number}" for number in range(300)]
        rows = [Member(name=name, skeleton=name, email=f"{name}@example.org", password_hash="-", state="active") for name in names]
        change.session.add_all(rows)
        await change.session.flush()
        change.session.add_all(Vote(member_id=row.id or 0, post_id=scene.post, revision=2) for row in rows)
        await change.session.exec(update(Post).values(votes_count=302))
    with count_statements() as many:
        await scene.corrected("Hardly any ice gone")
    # One more: those of the first correction join it.
    assert len(many) <= len(few) + 1
    assert len(await scene.receipts()) == 303
