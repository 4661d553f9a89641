"""Covers: what flags weigh together folds away until a moderator decides, and crowds, loops and newcomers do not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import col, func, select
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import make_comment, make_member, make_post
from tests.moderation.conftest import World
from tests.moderation.test_decisions import Announcements
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.queries import changes, corrections
from wtsocial.endpoints import atom_feeds
from wtsocial.feeds import queries as feeds
from wtsocial.models import Flag, Member, ModerationAction
from wtsocial.moderation import queries as moderation
from wtsocial.moderation import queue
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flag_weight import ENOUGH, JUDGED, WEIGHTS, covers_at_once, flag_weight
from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.text.reasons import AT_ONCE, FLAG_REASONS, FlagReason

COVERED = "Flagged by members, not yet decided"


async def _covered(world: World, subject_kind: str = "post", subject_id: int = 0) -> str:
    if subject_kind == "post":
        return (await posts.one(Viewer(), subject_id or world.post)).cover
    return next(one.cover for one in await threads.of_post(Viewer(), world.post) if one.id == subject_id)


async def _logged() -> list[tuple[str, str, str]]:
    """What a rule did by itself, the newest first."""
    return [(one.action, one.detail, one.actor) for one in await moderation.log() if one.action in ("cover", "uncover")]


async def _flag_by(world: World, count: int, *, reason: FlagReason = "spam", names: str = "kim", **about: Any) -> list[Viewer]:
    members = [await make_member(f"{names}{number}", **about) for number in range(count)]
    for member in members:
        await flag(member, subject_kind="post", subject_id=world.post, reason=reason, note="")
    return members


def test_newcomers_weigh_nothing_and_whoever_is_right_weighs_more() -> None:
    assert flag_weight("new", upheld=100, dismissed=0) == 0
    fresh = flag_weight("member", upheld=0, dismissed=0)
    assert fresh == WEIGHTS["member"] < flag_weight("trusted", upheld=0, dismissed=0)
    records = [flag_weight("member", upheld=right, dismissed=JUDGED - right) for right in range(JUDGED + 1)]
    assert records == sorted(records)
    assert (records[0], records[-1] > fresh) == (0, True)
    assert flag_weight("member", upheld=10**6, dismissed=0) < 2 * fresh
    assert all(fresh // 3 <= flag_weight("member", upheld=0, dismissed=wrong) < fresh for wrong in range(1, JUDGED))
    assert 2 * fresh < ENOUGH <= 3 * fresh


def test_one_flag_is_enough_for_two_reasons_if_it_weighs_anything() -> None:
    assert [reason for reason in FLAG_REASONS if covers_at_once(reason, 1)] == ["privacy", "illegal"]
    assert not any(covers_at_once(reason, 0) for reason in FLAG_REASONS)


async def test_three_members_cover_and_two_do_not(world: World, announcements: Announcements) -> None:
    await _flag_by(world, 2)
    assert (await _covered(world), await _logged()) == ("", [])
    announcements.clear()
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    assert await _covered(world) == "flags"
    assert [post.cover for post in (await feeds.everything(world.cem)).posts] == ["flags"]
    assert await _logged() == [("cover", "weight", "")]
    rooms = {"all", f"subwiki:{world.place}", f"person:{world.ana.id}", f"post:{world.post}"}
    said = [(set(where), message) for where, message in announcements if message["kind"] == "post"]
    assert said == [(rooms, {"kind": "post", "id": world.post, "stamp": 2, "cover": "flags"})]
    assert [notice.kind for notice in await notifications.inbox(world.ana)] == ["covered"]


async def test_twenty_accounts_of_a_day_weigh_nothing(world: World) -> None:
    newcomers = await _flag_by(world, 20, reason="privacy", new=True)
    assert (await _covered(world), await _logged()) == ("", [])
    (waiting,) = (await queue.queue(world.mo)).cases
    assert waiting.flags == len(newcomers)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    async with db.transaction() as change:
        for member in (await change.session.exec(select(Member).where(col(Member.name).startswith("kim")))).all():
            member.created_at, member.contributions = yesterday, 50
    await _flag_by(world, 1, names="ned", new=True, trusted=False)
    assert await _covered(world) == ""


@pytest.mark.parametrize("reason", sorted(AT_ONCE))
async def test_private_data_and_what_is_illegal_cover_at_once(world: World, reason: FlagReason) -> None:
    comment = await make_comment(world.ana, world.post, text="Her address is 1 Elm Street")
    await flag(await make_member("new", new=True), subject_kind="comment", subject_id=comment, reason=reason)
    assert await _covered(world, "comment", comment) == ""
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason=reason)
    assert await _covered(world, "comment", comment) == "flags"
    assert await _logged() == [("cover", "at_once", "")]


async def test_a_comment_is_covered_live_and_its_post_is_not(world: World, announcements: Announcements) -> None:
    comment = await make_comment(world.ana, world.post, text="Awful")
    announcements.clear()
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="privacy")
    said = [message["comment"] for where, message in announcements if message["kind"] == "comment" and f"post:{world.post}" in where]
    assert [(one["id"], one["cover"], one["hidden"]) for one in said] == [(comment, "flags", False)]
    assert await _covered(world) == ""


async def test_withdrawn_flags_uncover_and_a_loop_covers_once(world: World) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    for _ in range(5):
        await flag(world.ben, **about, reason="privacy")
        await withdraw_flag(world.ben, **about)
    assert await _covered(world) == ""
    assert await _logged() == [("uncover", "withdrawn", ""), ("cover", "at_once", "")]
    assert len(await notifications.inbox(world.ana)) == 1


async def test_one_of_four_withdrawn_leaves_the_cover(world: World) -> None:
    members = await _flag_by(world, 4)
    about = {"subject_kind": "post", "subject_id": world.post}
    await withdraw_flag(members[0], **about)
    assert await _covered(world) == "flags"
    await withdraw_flag(members[1], **about)
    assert await _covered(world) == ""


async def test_many_at_the_same_moment_cover_once(world: World) -> None:
    members = [await make_member(f"kim{number}") for number in range(8)]
    await asyncio.gather(*(flag(one, subject_kind="post", subject_id=world.post, reason="spam") for one in members))
    assert (await _covered(world), await _logged()) == ("flags", [("cover", "weight", "")])


@pytest.mark.parametrize(("action", "hidden"), [("dismiss", False), ("hide", True)])
async def test_a_decision_uncovers_and_holds_until_it_is_changed(world: World, action: Any, hidden: bool) -> None:
    about = {"subject_kind": "post", "subject_id": world.post}
    await flag(world.ben, **about, reason="privacy")
    await decide(world.mo, **about, action=action, reason="Looked at it")
    post = await posts.one(world.ana, world.post)
    assert (post.cover, post.hidden) == ("", hidden)
    if hidden:
        await decide(world.mo, **about, action="restore", reason="Wrong after all")
    await flag(world.cem, **about, reason="privacy")
    assert await _covered(world) == ""
    await correct_headline(
        world.mo, post_id=world.post, headline="Very hateful now", reason="exaggerated", source="https://a.example/", based_on=1
    )
    await flag(await make_member("dora"), **about, reason="privacy")
    assert await _covered(world) == "flags"


async def test_flags_that_were_decided_on_count_for_their_flaggers(world: World) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="It is")
    for number in range(JUDGED):
        post = await make_post(world.ana, world.place, headline=f"Number {number}")
        await flag(world.cem, subject_kind="post", subject_id=post, reason="privacy")
        await decide(world.mo, subject_kind="post", subject_id=post, action="dismiss", reason="It is not")
    async with db.reading() as session:
        counted = (await session.exec(select(Member.name, Member.flags_upheld, Member.flags_dismissed))).all()
        decided = select(Member.name, ModerationAction.action, func.count()).join(Flag, col(Flag.flagger_id) == Member.id)
        decided = decided.join(ModerationAction, col(Flag.decision_id) == ModerationAction.id)
        told = {
            (name, action): count for name, action, count in (await session.exec(decided.group_by(Member.name, ModerationAction.action)))
        }
    assert {row[0]: row[1:] for row in counted if row[1] or row[2]} == {
        "ben": (told["ben", "hide"], 0),
        "cem": (0, told["cem", "dismiss"]),
    }
    post = await make_post(world.ana, world.place)
    await flag(world.cem, subject_kind="post", subject_id=post, reason="privacy")
    assert await _covered(world, subject_id=post) == ""


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


async def test_what_is_covered_is_folded_or_left_out_wherever_it_would_be_shown(world: World, site: httpx.AsyncClient) -> None:
    await correct_headline(
        world.ben, post_id=world.post, headline="Quite hateful", reason="exaggerated", source="https://a.example/", based_on=1
    )
    await flag(world.cem, subject_kind="post", subject_id=world.post, reason="privacy")
    for address in (
        "/",
        "/all",
        "/w/climate",
        "/u/ana",
        f"/post/{world.post}",
        f"/post/{world.post}/history",
        f"/post/{world.post}/diff/1/2",
    ):
        text = (await site.get(address)).text
        assert COVERED in text
        assert "Quite hateful" not in text.partition("<body")[0], address
        before, _, after = text.partition('<details class="cover-fold">')
        assert "Quite hateful" not in before + after.partition("</details>")[2].replace("<details", ""), address
    for address in (
        "/changes",
        "/corrections",
        "/log",
        "/feed.atom",
        "/changes.atom",
        "/corrections.atom",
        "/log.atom",
        "/corrections.json",
    ):
        text = (await site.get(address)).text
        assert ("hateful" in text, COVERED in text) == (False, address == "/feed.atom"), address
    assert (await corrections.newest(), (await changes.recent(world.ben)).changes) == ([], [])
    assert "hateful" not in repr(await notifications.inbox(world.ana))


async def test_the_log_says_which_rule_and_never_who(world: World, site: httpx.AsyncClient) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="illegal", law="StGB 130")
    page, told = (await site.get("/log")).text, (await site.get("/log.json")).json()
    assert ('href="/rules#flags"' in page, "by a rule of the site" in page) == (True, True)
    assert [(one["action"], one["actor"], one["detail"]) for one in told["entries"]] == [("cover", "", "at_once")]
    assert 'id="flags"' in (await site.get("/rules")).text
    assert not any("ben" in said.partition("<main")[2] for said in (page, repr(told)))
