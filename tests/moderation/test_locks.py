"""Locked discussions: who locks and unlocks, what nobody can do meanwhile, and how it is taken back."""

from typing import Any

import pytest

from tests.factories import make_comment, make_member
from tests.moderation.appealing import file, make_court, seats
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import Member
from wtsocial.moderation import appeals, decisions, locks
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.flags import flag
from wtsocial.moderation.queue import queue
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import comments, threads, votes
from wtsocial.posts import queries as posts

Heard = list[tuple[tuple[str, ...], dict[str, Any]]]


async def lock(world: World, *, by: Viewer | None = None, reason: str = "It went round in circles") -> int:
    return await decisions.decide(by or world.mo, subject_kind="post", subject_id=world.post, action="lock", reason=reason)


async def kinds(member: Viewer) -> list[str]:
    return [notice.kind for notice in await notifications.inbox(member)]


async def test_in_a_locked_discussion_nobody_comments_or_edits_a_comment_and_votes_stay(world: World, announcements: Heard) -> None:
    first = await make_comment(world.ben, world.post, text="So it is")
    await lock(world)
    for member in (world.cem, world.ana, world.mo):
        with pytest.raises(NotAllowed, match=r"lock\.held"):
            await comments.add_comment(member, post_id=world.post, text="One more word")
    with pytest.raises(NotAllowed, match=r"lock\.held"):
        await comments.add_comment(world.cem, post_id=world.post, text="One more word", parent_id=first)
    with pytest.raises(NotAllowed, match=r"lock\.held"):
        await comments.edit_comment(world.ben, comment_id=first, text="So it is not", based_on=1)
    with pytest.raises(NotAllowed, match=r"lock\.held"):
        await threads.edit_base(world.ben, first)
    with pytest.raises(LoginNeeded):
        await comments.add_comment(Viewer(), post_id=world.post, text="One more word")
    assert await votes.upvote(world.cem, post_id=world.post) == (True, 1)
    shown, (view,) = await posts.one(world.ben, world.post), await threads.of_post(world.ben, world.post)
    assert (shown.locked_reason, shown.may_comment, shown.may_vote) == ("It went round in circles", False, True)
    assert (view.may_reply, view.may_edit, view.may_flag) == (False, False, False)
    patches = [message for rooms, message in announcements if "locked_reason" in message and f"post:{world.post}" in rooms]
    assert [patch["locked_reason"] for patch in patches] == ["It went round in circles"]


async def test_a_discussion_is_open_again_once_moderators_unlock_it(world: World) -> None:
    await lock(world)
    await locks.unlock_discussion(world.mo, post_id=world.post, reason="Everybody has calmed down")
    assert await comments.add_comment(world.cem, post_id=world.post, text="One more word")
    assert (await posts.one(world.cem, world.post)).locked_reason == ""
    assert [(line.action, line.reason, line.stated) for line in await moderation.log()] == [
        ("unlock", "Everybody has calmed down", True),
        ("lock", "It went round in circles", True),
    ]
    assert await kinds(world.ana) == ["comment", "unlocked", "locked"]


async def test_only_who_moderates_there_locks_and_unlocks_and_nobody_under_their_own_post(world: World) -> None:
    chief = await make_member("chief", admin=True)
    for member, refusal in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (world.ana, NotAllowed)):
        with pytest.raises(refusal):
            await lock(world, by=member)
    await lock(world, by=chief)
    for member, refusal in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (world.ana, NotAllowed)):
        with pytest.raises(refusal):
            await locks.unlock_discussion(member, post_id=world.post, reason="Please")
    with pytest.raises(NotFound):
        await locks.unlock_discussion(world.mo, post_id=2**31 - 1, reason="Please")
    assert [line.action for line in await moderation.log()] == ["lock"]


async def test_what_is_locked_or_open_already_is_said(world: World) -> None:
    with pytest.raises(Invalid, match=r"lock\.none"):
        await locks.unlock_discussion(world.mo, post_id=world.post, reason="Why not")
    await lock(world)
    with pytest.raises(Invalid, match=r"decision\.already_locked"):
        await lock(world)
    with pytest.raises(Invalid) as refused:
        await locks.unlock_discussion(world.mo, post_id=world.post, reason=" ")
    assert refused.value.field == "reason"
    comment = await make_comment(world.ben, world.post)
    with pytest.raises(Invalid, match=r"decision\.not_for_this"):
        await decisions.decide(world.mo, subject_kind="comment", subject_id=comment, action="lock", reason="Why not")


async def test_a_lock_answers_the_flags_and_does_not_count_against_the_author(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="harassment")
    entry = await lock(world)
    assert (await queue(world.mo)).cases == []
    assert await kinds(world.ben) == ["flag_upheld"]
    async with db.reading() as session:
        author, flagger = await session.get_one(Member, world.ana.id), await session.get_one(Member, world.ben.id)
    assert (author.upheld_against, author.dismissed_against, flagger.flags_upheld) == (0, 0, 1)
    said = await statement(world.ana, entry)
    assert (said.visibility, said.appeal.may_appeal) == ("DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED", True)


async def test_an_undone_lock_opens_the_discussion_and_its_flags_wait_again(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="harassment")
    await decisions.undo_decision(world.mo, entry_id=await lock(world), reason="Too quick")
    assert (await posts.one(world.cem, world.post)).may_comment
    assert [case.subject_id for case in (await queue(world.mo)).cases] == [world.post]


async def test_an_undone_decision_of_before_leaves_a_lock(world: World) -> None:
    hidden = await decisions.decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="Rude")
    await lock(world)
    with pytest.raises(Invalid, match=r"decision\.undone"):
        await decisions.undo_decision(world.mo, entry_id=hidden, reason="Not rude")
    assert (await posts.one(world.ana, world.post)).locked_reason


async def test_an_author_appeals_against_a_lock_that_stands_and_it_is_opened(world: World) -> None:
    chief = await make_member("chief", admin=True)
    entry = await lock(world)
    await appeals.begin_appeal(world.ana, entry_id=entry)
    await appeals.appeal(world.ana, entry_id=entry, reason="We were getting somewhere", words="2 6 1")
    await appeals.judge_appeal(chief, entry_id=entry, verdict="overturn", text="They were")
    assert (await posts.one(world.cem, world.post)).may_comment


async def test_an_appeal_against_a_lock_that_was_opened_is_over(world: World) -> None:
    entry = await lock(world)
    await locks.unlock_discussion(world.mo, post_id=world.post, reason="Enough")
    with pytest.raises(Invalid, match=r"appeal\.over"):
        await appeals.begin_appeal(world.ana, entry_id=entry)


async def test_what_a_jury_says_of_a_lock_says_nothing_of_the_text(world: World) -> None:
    court = await make_court(world, action="lock")
    await file(court)
    about: Any = {"subject_kind": "post", "subject_id": world.post, "reason": "R", "rule": "site:people"}
    await decisions.decide(world.mo, **about, action="warn")
    for juror in (await seats(court))[:3]:
        await appeals.judge_appeal(juror, entry_id=court.entry, verdict="overturn", text="Let them talk")
    assert (await posts.one(Viewer(), world.post)).locked_reason == ""
    with pytest.raises(Invalid) as refused:
        await decisions.decide(world.mo, **about, action="lock")
    assert refused.value.key == "decision.overturned"
    await decisions.decide(world.mo, **about, action="hide")
    assert (await posts.one(world.ana, world.post)).hidden
