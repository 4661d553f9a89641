"""Posts that are moved to another subwiki: by whom, where to, what is counted and told, and how it is taken back."""

from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.appealing import counters
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.feeds import queries as feeds
from wtsocial.models import CaseReason, Flag, ModerationCase, Post, Subwiki
from wtsocial.moderation import appeals, content_rules, decisions, restrictions
from wtsocial.moderation.flags import flag
from wtsocial.moderation.queries import log
from wtsocial.moderation.queue import queue
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts

Heard = list[tuple[tuple[str, ...], Any]]
WHY = "It is about a river."


async def move(by: Viewer, post: int, to: str = "rivers", **more: Any) -> int:
    return await decisions.decide(by, subject_kind="post", subject_id=post, action="move", reason=WHY, to=to, **more)


async def places() -> dict[str, int]:
    """What is counted of each subwiki; it equals what there is."""
    there = select(func.count()).where(Post.subwiki_id == Subwiki.id, col(Post.hidden_at).is_(None)).scalar_subquery()
    async with db.reading() as session:
        rows = (await session.exec(select(Subwiki.slug, Subwiki.posts_count, there))).all()
    assert all(counted == real for _, counted, real in rows), rows
    return {slug: counted for slug, counted, _ in rows}


async def feed_of(slug: str) -> list[str]:
    return [post.headline for post in (await feeds.of_subwiki(Viewer(), slug)).posts]


async def test_a_moved_post_stands_where_it_was_moved_and_nowhere_else(world: World, announcements: Heard) -> None:
    rivers = await make_subwiki("rivers")
    await make_comment(world.ben, world.post, text="Indeed")
    announcements.clear()
    entry = await move(world.mo, world.post)
    assert await places() == {"climate": 0, "rivers": 1}
    post = await posts.one(Viewer(), world.post)
    assert (post.subwiki_slug, post.subwiki_name, post.comments, post.hidden) == ("rivers", "Rivers", 1, False)
    assert (await feed_of("climate"), await feed_of("rivers")) == ([], ["Hateful"])
    told = {str(message["kind"]): set(rooms) for rooms, message in announcements if message["kind"] in ("post", "new")}
    assert {f"subwiki:{world.place}", f"subwiki:{rivers}", f"post:{world.post}"} < told["post"]
    assert told["new"] == {f"subwiki:{rivers}"}
    (patch,) = [message for _, message in announcements if message["kind"] == "post" and message.get("subwiki_id")]
    assert (patch["subwiki_id"], patch["subwiki_slug"], patch["subwiki_name"]) == (rivers, "rivers", "Rivers")
    (line,) = await log(subwiki="climate")
    assert (line.action, line.actor, line.reason, line.detail, line.label, line.stated) == ("move", "mo", WHY, "rivers", "Rivers", True)
    (notice, *_) = await notifications.inbox(world.ana)
    assert (notice.kind, notice.path, notice.params["name"]) == ("moved", f"/log/{entry}", "Rivers")
    assert await counters() == {}


async def test_it_is_named_by_slug_or_name_and_only_where_its_author_may_post(world: World) -> None:
    await make_subwiki("rivers", name="All the rivers")
    chief = await make_member("chief", admin=True)
    for to, key in (("nowhere", "move.unknown"), ("climate", "move.there_already"), ("", "error.required")):
        with pytest.raises(Invalid) as refused:
            await move(world.mo, world.post, to)
        assert (refused.value.key, refused.value.field) == (key, "to")
    for kind in ("limit", "hold"):
        held: Any = {"kind": kind, "days": 7, "reason": "Insults", "rule": "site:people"}
        entry = await restrictions.restrict_member(chief, member_name="ana", subwiki="rivers", **held)
        with pytest.raises(Invalid, match=r"move\.not_let"):
            await move(world.mo, world.post)
        await restrictions.lift_restriction(chief, entry_id=entry, reason="Calm again")
    news = await make_post(world.ana, world.place, kind="news", headline="A link", link="https://ads.example/1", host="ads.example")
    await content_rules.add_rule(chief, kind="source", pattern="ads.example", effect="block", reason="Adverts", subwiki="rivers")
    with pytest.raises(Invalid, match=r"move\.blocked"):
        await move(world.mo, news)
    assert await move(world.mo, world.post, "all the Rivers")


async def test_only_who_moderates_where_it_stands_moves_it_and_nobody_their_own(world: World) -> None:
    rivers = await make_subwiki("rivers")
    there = await join(await make_member("there"), rivers, role="moderator")
    for by, refusal in ((Viewer(), LoginNeeded), (world.ana, NotAllowed), (world.cem, NotAllowed), (there, NotAllowed)):
        with pytest.raises(refusal):
            await move(by, world.post)
    own = await make_post(world.mo, world.place, headline="Mine")
    with pytest.raises(NotAllowed):
        await move(world.mo, own)
    comment = await make_comment(world.ben, world.post)
    with pytest.raises(Invalid, match=r"decision\.not_for_this"):
        await decisions.decide(world.mo, subject_kind="comment", subject_id=comment, action="move", reason=WHY, to="rivers")
    await decisions.decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason=WHY, rule="site:people")
    with pytest.raises(Invalid, match=r"decision\.already_hidden"):
        await move(world.mo, world.post)
    assert (await places())["rivers"] == 0
    with pytest.raises(NotFound):
        await move(world.mo, 10**6)


async def test_its_flags_are_upheld_and_what_waits_under_it_waits_for_those_who_moderate_there(world: World) -> None:
    rivers = await make_subwiki("rivers")
    there = await join(await make_member("there"), rivers, role="moderator")
    comment = await make_comment(world.ana, world.post, text="Rude")
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="other", note="This is about a river")
    await flag(world.ben, subject_kind="comment", subject_id=comment, reason="hate")
    await move(world.mo, world.post)
    assert await counters() == {"ben": [1, 0, 0, 0]}
    assert (await queue(world.mo)).cases == []
    (case,) = (await queue(there)).cases
    assert (case.subject_kind, case.may_decide) == ("comment", True)
    async with db.reading() as session:
        assert set((await session.exec(select(CaseReason.subwiki_id))).all()) == {rivers}
        assert set((await session.exec(select(ModerationCase.subwiki_id).where(col(ModerationCase.closed_at).is_(None)))).all()) == {rivers}
        assert set((await session.exec(select(Flag.subwiki_id).where(col(Flag.decision_id).is_(None)))).all()) == {rivers}
    await decisions.decide(there, subject_kind="comment", subject_id=comment, action="hide", reason="Rude", rule="site:people")


async def test_a_move_is_taken_back_by_those_who_made_it(world: World) -> None:
    rivers = await make_subwiki("rivers")
    there = await join(await make_member("there"), rivers, role="moderator")
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="other", note="This is about a river")
    entry = await move(world.mo, world.post)
    assert ((await statement(world.mo, entry)).may_undo, (await statement(there, entry)).may_undo) == (True, False)
    with pytest.raises(NotAllowed):
        await decisions.undo_decision(there, entry_id=entry, reason="Mine now")
    await decisions.undo_decision(world.mo, entry_id=entry, reason="I was wrong")
    assert await places() == {"climate": 1, "rivers": 0}
    assert (await feed_of("climate"), await counters()) == (["Hateful"], {})
    (case,) = (await queue(world.mo)).cases
    assert case.subject_kind == "post"
    with pytest.raises(Invalid, match=r"decision\.undone"):
        await decisions.undo_decision(world.mo, entry_id=entry, reason="Once more")


async def test_a_post_goes_there_and_on_and_only_the_last_move_is_taken_back(world: World) -> None:
    rivers, lakes = await make_subwiki("rivers"), await make_subwiki("lakes")
    there = await join(await make_member("there"), rivers, role="moderator")
    first = await move(world.mo, world.post)
    second = await move(there, world.post, "lakes")
    with pytest.raises(Invalid, match=r"decision\.undone"):
        await decisions.undo_decision(world.mo, entry_id=first, reason="I was wrong")
    await decisions.undo_decision(there, entry_id=second, reason="I was wrong")
    assert await places() == {"climate": 0, "rivers": 1, "lakes": 0}
    assert lakes


async def test_its_author_appeals_and_it_comes_back(world: World) -> None:
    await make_subwiki("rivers")
    entry = await move(world.mo, world.post)
    assert (await statement(world.ana, entry)).appeal.may_appeal
    await appeals.begin_appeal(world.ana, entry_id=entry)
    await appeals.appeal(world.ana, entry_id=entry, reason="It is about the weather", words="2 6 1")
    chief = await make_member("chief", admin=True)
    await appeals.judge_appeal(chief, entry_id=entry, verdict="overturn", text="It is")
    assert await places() == {"climate": 1, "rivers": 0}


async def test_a_post_that_was_hidden_meanwhile_is_counted_nowhere_when_it_goes_back(world: World) -> None:
    await make_subwiki("rivers")
    entry = await move(world.mo, world.post)
    await appeals.begin_appeal(world.ana, entry_id=entry)
    await appeals.appeal(world.ana, entry_id=entry, reason="It is about the weather", words="2 6 1")
    chief = await make_member("chief", admin=True)
    await decisions.decide(chief, subject_kind="post", subject_id=world.post, action="hide", reason="Rude", rule="site:people")
    second = await make_member("second", admin=True)
    await appeals.judge_appeal(second, entry_id=entry, verdict="overturn", text="It is")
    assert await places() == {"climate": 0, "rivers": 0}
    async with db.reading() as session:
        assert (await session.exec(select(Post.subwiki_id).where(Post.id == world.post))).one() == world.place
