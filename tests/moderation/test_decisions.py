"""Flags, and the decisions that answer them: who may, who hears of it, and what stands in the log."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import func, select

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.feeds import queries as feeds
from wtsocial.models import Flag, Member, ModerationAction, Revision, Subwiki
from wtsocial.moderation import queries as moderation
from wtsocial.moderation import queue
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag
from wtsocial.moderation.views import ReasonCount
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads, votes
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
Counting = Callable[[], AbstractContextManager[list[str]]]


async def _entries() -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(ModerationAction))).one()


async def _notices(member: Viewer) -> list[tuple[str, str]]:
    return [(notice.kind, notice.params.get("reason", "")) for notice in await notifications.inbox(member)]


async def test_a_flag_waits_in_the_queue_without_its_flagger(world: World, announcements: Announcements) -> None:
    assert await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate", note="Look at it")
    assert await flag(world.cem, subject_kind="post", subject_id=world.post, reason="spam")
    (waiting,) = (await queue.queue(world.mo)).cases
    assert (waiting.subject_kind, waiting.subject_id, waiting.headline, waiting.author) == ("post", world.post, "Hateful", "ana")
    assert (waiting.flags, waiting.reasons, waiting.may_decide) == (2, [ReasonCount("hate", 1), ReasonCount("spam", 1)], True)
    assert "ben" not in repr(waiting)
    assert await queue.queue_count(world.mo) == 1
    assert announcements[0] == (("moderation",), {"kind": "queue", "subwiki_id": world.place})


async def test_twenty_flags_of_one_member_at_once_are_one(world: World) -> None:
    results = await asyncio.gather(*(flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate") for _ in range(20)))
    assert sorted(results) == [False] * 19 + [True]
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Flag))).one() == 1


async def test_who_may_not_flag_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LoginNeeded):
        await flag(Viewer(), subject_kind="post", subject_id=world.post, reason="hate")
    with pytest.raises(NotAllowed):
        await flag(world.ana, subject_kind="post", subject_id=world.post, reason="hate")
    with pytest.raises(NotFound):
        await flag(world.ben, subject_kind="comment", subject_id=2**31 - 1, reason="hate")
    with pytest.raises(Invalid):
        await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate", note="x" * (limits.NOTE + 1))
    monkeypatch.setattr(limits, "FLAGS_PER_HOUR", 0)
    with pytest.raises(TooMany):
        await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    assert (await queue.queue(world.mo)).cases == []


async def test_hiding_a_post_takes_it_away_and_tells_everybody_concerned(world: World, announcements: Announcements) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    announcements.clear()
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Hatred is not welcome")
    for reader in (world.ben, Viewer()):
        assert (await feeds.everything(reader)).posts == []
        with pytest.raises(NotFound):
            await posts.one(reader, world.post)
    assert (await posts.one(world.ana, world.post)).hidden
    assert await _notices(world.ana) == [("hidden", "Hatred is not welcome")]
    assert await _notices(world.ben) == [("flag_upheld", "Hatred is not welcome")]
    assert (await queue.queue(world.mo)).cases == []
    rooms = ("all", f"subwiki:{world.place}", f"person:{world.ana.id}", f"post:{world.post}")
    assert announcements[0] == (rooms, {"kind": "post", "id": world.post, "stamp": 2, "hidden": True})
    async with db.reading() as session:
        assert (await session.exec(select(Subwiki.posts_count).where(Subwiki.id == world.place))).one() == 0


async def test_the_log_is_public_and_does_not_repeat_what_is_hidden(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Hatred is not welcome")
    (line,) = await moderation.log()
    assert (line.actor, line.action, line.member, line.subwiki_slug, line.flags) == ("mo", "hide", "ana", "climate", 1)
    assert line.reason == "Hatred is not welcome"
    assert "Hateful" not in repr(line)
    assert "ben" not in repr(line)
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="restore", reason="Mistaken")
    lines = await moderation.log()
    assert [(line.action, line.headline) for line in lines] == [("restore", "Hateful"), ("hide", "Hateful")]
    assert [line.action for line in await moderation.log(older=lines[0].id)] == ["hide"]


async def test_dismissing_leaves_it_and_tells_the_flagger_alone(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="It is a quotation")
    assert not (await posts.one(world.ben, world.post)).hidden
    assert await _notices(world.ben) == [("flag_dismissed", "It is a quotation")]
    assert await _notices(world.ana) == []
    assert not await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    assert await queue.queue_count(world.mo) == 0


async def test_what_was_hidden_is_restored_and_its_author_told(world: World) -> None:
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Too quick")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="restore", reason="Sorry")
    assert [post.id for post in (await feeds.everything(world.ben)).posts] == [world.post]
    assert [kind for kind, _ in await _notices(world.ana)] == ["restored", "hidden"]
    async with db.reading() as session:
        assert (await session.exec(select(Subwiki.posts_count).where(Subwiki.id == world.place))).one() == 1


async def test_a_hidden_comment_keeps_its_place_while_something_hangs_below(world: World, announcements: Announcements) -> None:
    above = await make_comment(world.ben, world.post, text="Awful")
    below = await make_comment(world.cem, world.post, text="Answer", parent_id=above)
    await decide(world.mo, subject_kind="comment", subject_id=above, action="hide", reason="Hatred")
    first, second = await threads.of_post(world.cem, world.post)
    assert (first.id, first.hidden, first.html, first.may_reply, first.may_flag) == (above, True, "", False, False)
    assert (second.id, second.depth) == (below, 1)
    assert "Awful" not in repr(announcements)
    shown = [message["comment"] for _, message in announcements if message["kind"] == "comment"]
    assert [(comment["id"], comment["hidden"], comment["html"]) for comment in shown] == [(above, True, "")]
    assert {"kind": "post", "id": world.post, "stamp": 2, "comments": 1} in [message for _, message in announcements]
    await decide(world.mo, subject_kind="comment", subject_id=below, action="hide", reason="Hatred, too")
    assert await threads.of_post(world.cem, world.post) == []
    assert [view.id for view in await threads.of_post(world.mo, world.post)] == [above, below]
    await decide(world.mo, subject_kind="comment", subject_id=below, action="restore", reason="Fine after all")
    assert [view.id for view in await threads.of_post(world.cem, world.post)] == [above, below]


async def test_a_comment_shown_again_under_a_hidden_post_is_told_to_nobody(world: World, announcements: Announcements) -> None:
    comment = await make_comment(world.ben, world.post, text="Worse than the post")
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="hide", reason="Worse")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Hateful")
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="restore", reason="By mistake")
    assert "Worse than the post" not in repr(announcements)


async def test_a_moderator_decides_in_their_own_subwiki_alone(world: World) -> None:
    other = await join(await make_member("other"), await make_subwiki("elsewhere"), role="moderator")
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    for member in (other, world.ben, world.ana):
        with pytest.raises(NotAllowed):
            await decide(member, subject_kind="post", subject_id=world.post, action="hide", reason="Because")
    with pytest.raises(LoginNeeded):
        await decide(Viewer(), subject_kind="post", subject_id=world.post, action="hide", reason="Because")
    assert (await queue.queue(other)).cases == []
    assert await queue.queue_count(other) == 0
    for member in (world.ben, Viewer()):
        with pytest.raises(NotAllowed):
            await queue.queue(member)
        assert await queue.queue_count(member) == 0
    assert await _entries() == 0


async def test_nobody_decides_on_their_own_and_only_an_admin_on_an_admins(world: World) -> None:
    admin = await make_member("admin", admin=True)
    own = await make_post(world.mo, world.place)
    admins = await make_post(admin, world.place)
    for member, post in ((world.mo, own), (world.mo, admins), (admin, admins)):
        with pytest.raises(NotAllowed):
            await decide(member, subject_kind="post", subject_id=post, action="hide", reason="Because")
    await decide(admin, subject_kind="post", subject_id=own, action="hide", reason="Because")
    await flag(world.ben, subject_kind="post", subject_id=admins, reason="spam")
    assert [waiting.may_decide for waiting in (await queue.queue(world.mo)).cases] == [False]


async def test_two_moderators_at_once_leave_one_log_entry(world: World) -> None:
    second = await join(await make_member("second"), world.place, role="moderator")
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    results = await asyncio.gather(
        *(decide(by, subject_kind="post", subject_id=world.post, action="hide", reason="Hatred") for by in (world.mo, second)),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, Invalid)]
    assert [refusal.key for refusal in refused] == ["decision.already_hidden"]
    assert await _entries() == 1
    assert await _notices(world.ben) == [("flag_upheld", "Hatred")]


async def test_where_nothing_is_left_to_decide_the_reason_is_given(world: World) -> None:
    with pytest.raises(Invalid, match=r"decision\.nothing_open"):
        await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="Because")
    with pytest.raises(Invalid, match=r"decision\.not_hidden"):
        await decide(world.mo, subject_kind="post", subject_id=world.post, action="restore", reason="Because")
    with pytest.raises(Invalid) as refused:
        await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason=" ")
    assert refused.value.field == "reason"
    assert await _entries() == 0


async def test_the_queue_takes_as_many_statements_for_one_thing_as_for_many(world: World, count_statements: Counting) -> None:
    comment = await make_comment(world.cem, world.post, text="Awful")
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="hate")
    counts: list[int] = []
    for _ in range(2):
        with count_statements() as sent:
            await queue.queue(world.mo)
        counts.append(len(sent))
        for number in range(3):
            post = await make_post(world.ana, world.place, headline=f"Post {number}")
            await flag(world.ben, subject_kind="post", subject_id=post, reason="spam")
    assert counts == [3, 3]
    waiting = (await queue.queue(world.mo)).cases
    assert [thing.subject_kind for thing in waiting][:2] == ["comment", "post"]
    with count_statements() as sent:
        await moderation.log()
    assert len(sent) == 1


async def _standing(world: World) -> tuple[bool, int]:
    """Whether ana's post counts for her, and how many of her revisions do."""
    async with db.reading() as session:
        stands = select(Revision.stands).where(Revision.post_id == world.post, Revision.number == 1)
        counted = select(Member.contributions).where(Member.id == world.ana.id)
        return (await session.exec(stands)).one(), (await session.exec(counted)).one()


async def test_what_is_hidden_does_not_count_for_its_author_until_it_is_restored(world: World) -> None:
    await votes.upvote(world.ben, post_id=world.post)
    _, before = await _standing(world)
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Hateful")
    assert await _standing(world) == (False, before - 1)
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="restore", reason="A quotation")
    assert await _standing(world) == (True, before)


async def test_a_hidden_comment_does_not_count_either_and_a_dismissed_flag_changes_nothing(world: World) -> None:
    await votes.upvote(world.ben, post_id=world.post)
    comment = await make_comment(world.ana, world.post)
    _, before = await _standing(world)
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="hate")
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="dismiss", reason="It is fine")
    assert (await _standing(world))[1] == before
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="hide", reason="Hateful")
    assert await _standing(world) == (True, before - 1)
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="restore", reason="A quotation")
    assert await _standing(world) == (True, before)


async def test_a_notice_shows_the_headline_as_it_is_now_and_none_that_is_hidden(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Hateful")
    (told,), (own,) = await notifications.inbox(world.ben), await notifications.inbox(world.ana)
    assert (told.kind, told.params["headline"]) == ("flag_upheld", "")
    assert (own.kind, own.params["headline"]) == ("hidden", "Hateful")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="restore", reason="A quotation")
    assert (await notifications.inbox(world.ben))[0].params["headline"] == "Hateful"
