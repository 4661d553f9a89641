"""Flags of one's own: what they say, that they are withdrawn, and what became of each."""

import asyncio

import pytest

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from tests.moderation.test_decisions import Announcements
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, TooMany
from wtsocial.core.paths import comment_path
from wtsocial.moderation import queue
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.moderation.own_flags import open_under, own_flags
from wtsocial.moderation.views import ReasonCount
from wtsocial.text import limits
from wtsocial.text.reasons import FLAG_REASONS

REASON = "It says what the report does not say."


async def test_something_else_needs_a_note_and_a_comment_has_no_headline(world: World) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    for note in ("", " \n"):
        with pytest.raises(Invalid) as refused:
            await flag(world.ben, **about, reason="other", note=note)
        assert (refused.value.key, refused.value.field) == ("error.required", "note")
    comment = await make_comment(world.ana, world.post)
    with pytest.raises(Invalid) as refused:
        await flag(world.ben, subject_kind="comment", subject_id=comment, reason="misleading")
    assert (refused.value.key, refused.value.field) == ("flag.no_headline", "reason")
    assert await own_flags(world.ben) == []
    assert await flag(world.ben, **about, reason="misleading")


async def test_a_law_is_named_with_that_reason_alone(world: World) -> None:
    comment = await make_comment(world.ana, world.post)
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="illegal", law=" StGB  130 ")
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="spam", law="StGB 130")
    assert [one.law for one in await own_flags(world.ben)] == ["", "StGB 130"]
    with pytest.raises(Invalid) as refused:
        await flag(world.cem, subject_kind="post", subject_id=world.post, reason="illegal", law="x" * (limits.LAW + 1))
    assert (refused.value.key, refused.value.field) == ("error.too_long", "law")


async def test_what_is_withdrawn_waits_for_nobody_and_may_be_flagged_anew(
    world: World,
    announcements: Announcements,
) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    await flag(world.ben, **about, reason="hate")
    await flag(world.cem, **about, reason="spam")
    assert await withdraw_flag(world.ben, **about)
    assert announcements[-1] == (("moderation",), {"kind": "queue", "subwiki_id": world.place})
    (waiting,) = (await queue.queue(world.mo)).cases
    assert (waiting.flags, waiting.reasons) == (1, [ReasonCount("spam", 1)])
    assert not await withdraw_flag(world.ben, **about)
    await withdraw_flag(world.cem, **about)
    assert ((await queue.queue(world.mo)).cases, await queue.queue_count(world.mo)) == ([], 0)
    assert await flag(world.ben, **about, reason="fake")
    assert [one.state for one in await own_flags(world.ben)] == ["open", "withdrawn"]


async def test_nobody_withdraws_anothers_or_what_is_decided(world: World) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    await flag(world.ben, **about, reason="hate")
    assert not await withdraw_flag(world.cem, **about)
    with pytest.raises(LoginNeeded):
        await withdraw_flag(Viewer(), **about)
    await decide(world.mo, **about, action="dismiss", reason=REASON)
    assert not await withdraw_flag(world.ben, **about)
    assert not await flag(world.ben, **about, reason="spam")
    (mine,) = await own_flags(world.ben)
    assert (mine.state, mine.action, mine.answer, mine.decision_id > 0) == ("decided", "dismiss", REASON, True)


async def test_flagging_and_withdrawing_in_turns_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FLAGS_PER_HOUR", 3)
    about = {"subject_kind": "post", "subject_id": world.post}
    for _ in range(3):
        assert await flag(world.ben, **about, reason="hate")
        assert await withdraw_flag(world.ben, **about)
    with pytest.raises(TooMany):
        await flag(world.ben, **about, reason="hate")


async def test_twenty_withdrawals_at_once_are_one(world: World) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    await flag(world.ben, **about, reason="hate")
    assert sorted(await asyncio.gather(*(withdraw_flag(world.ben, **about) for _ in range(20)))) == [False] * 19 + [True]


async def test_ones_own_say_what_was_flagged_and_no_headline_that_is_hidden(world: World) -> None:
    comment = await make_comment(world.ana, world.post)
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate", note="Look")
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="spam")
    of_comment, of_post = await own_flags(world.ben)
    assert (of_post.headline, of_post.path, of_post.note) == ("Hateful", f"/post/{world.post}", "Look")
    assert of_comment.path == comment_path(world.post, comment)
    assert set(await open_under(world.ben, world.post)) == {("post", world.post), ("comment", comment)}
    assert await open_under(world.cem, world.post) == []
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason=REASON)
    of_comment, of_post = await own_flags(world.ben)
    assert (of_post.headline, of_post.state, of_post.action) == ("", "decided", "hide")
    assert (of_comment.headline, of_comment.state) == ("", "open")
    assert await own_flags(world.cem) == []


async def test_ones_own_are_read_page_by_page(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    monkeypatch.setattr(limits, "LOG_PAGE", 2)
    place = await make_subwiki()
    ana, ben = await join(await make_member("ana"), place), await make_member("ben")
    made = [await make_post(ana, place, headline=f"Number {number}") for number in range(5)]
    for post, reason in zip(made, FLAG_REASONS, strict=False):
        await flag(ben, subject_kind="post", subject_id=post, reason=reason)
    first = await own_flags(ben)
    second = await own_flags(ben, older=first[-1].id)
    assert [one.headline for one in [*first, *second]] == [f"Number {number}" for number in (4, 3, 2, 1)]
