"""Appeals: who may, who sits, who is replaced, and what becomes of the decision."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select, update

from tests.factories import join, make_comment, make_member, make_post, viewer
from tests.moderation.appealing import Court, appeal_state, counters, file, is_late, make_court, newest_entry, seats
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.editing.actions.edits import edit_text
from wtsocial.models import Appeal, JurorTicket, Member, ModerationAction, now
from wtsocial.moderation import appeals, jury
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.duties import duties
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.moderation.queries import log
from wtsocial.moderation.queue import queue
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.text import limits


async def _kinds(member: Viewer) -> list[str]:
    return [one.kind for one in await notifications.inbox(member)]


async def _judge(court: Court, *verdicts: str) -> None:
    jurors = await seats(court)
    for juror, verdict in zip(jurors, verdicts, strict=False):
        await appeals.judge_appeal(juror, entry_id=court.entry, verdict=verdict, text=f"I say {verdict}")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("action", ["hide", "cover", "warn"])
async def test_what_a_jury_overturns_is_undone_in_full(world: World, action: Any) -> None:
    court = await make_court(world, action=action)
    await file(court)
    assert len(await seats(court)) == 5
    await _judge(court, "overturn", "uphold", "overturn", "overturn")
    assert await appeal_state(court) == "overturned"
    post = await posts.one(Viewer(), world.post)
    assert (post.hidden, post.cover) == (False, "")
    assert await counters() == {"ben": [0, 1, 0, 0], "ana": [0, 0, 0, 1]}
    outcome = await newest_entry("overturn")
    assert (outcome.detail, outcome.reason) == ("3:1", "I say overturn · I say overturn · I say overturn")
    assert (await queue(world.mo)).cases == []
    (mine,) = await own_flags(world.ben)
    assert (mine.state, mine.upheld, mine.decision_id) == ("decided", False, outcome.id)
    assert [(await _kinds(who))[0] for who in (world.ana, world.mo, world.ben)] == ["appeal_overturned"] * 2 + ["flag_overturned"]
    shown = await statement(Viewer(), court.entry)
    assert (shown.undone_by, shown.appeal.state, shown.appeal.outcome) == (outcome.id, "overturned", outcome.id)
    told = (await statement(Viewer(), outcome.id or 0)).appeal
    assert (told.decision, sorted(one.verdict for one in told.verdicts)) == (court.entry, ["overturn"] * 3 + ["uphold"])
    assert await seats(court) == []


async def test_what_a_jury_upholds_stays(world: World) -> None:
    court = await make_court(world)
    await file(court)
    await _judge(court, "uphold", "uphold", "uphold")
    assert await appeal_state(court) == "upheld"
    assert (await posts.one(world.ana, world.post)).hidden
    assert await counters() == {"ben": [1, 0, 0, 0], "ana": [0, 0, 1, 0]}
    assert [(await _kinds(who))[0] for who in (world.ana, world.mo)] == ["appeal_upheld", "appeal_upheld"]
    entries = await log()
    assert [(one.action, one.actor) for one in entries][:2] == [("uphold", ""), ("appeal", "ana")]
    with pytest.raises(Invalid) as refused:
        await appeals.begin_appeal(world.ana, entry_id=court.entry)
    assert refused.value.key == "appeal.once"


async def test_a_comment_comes_back_where_it_stood(world: World) -> None:
    comment = await make_comment(world.ana, world.post, text="Awful")
    court = await make_court(world)
    await undo_decision(world.mo, entry_id=court.entry, reason="Another one")
    court.entry = await decide(world.mo, subject_kind="comment", subject_id=comment, action="hide", reason="Rude", rule="site:people")
    await file(court)
    (case,) = await duties((await seats(court))[0])
    assert (case.subject_kind, case.text) == ("comment", "Awful")
    await _judge(court, "overturn", "overturn", "overturn")
    assert (await posts.one(Viewer(), world.post)).comments == 1


async def test_those_who_took_part_are_never_drawn(world: World) -> None:
    court = await make_court(world, trusted=5)
    here = await join(await make_member("here", trusted=True), world.place)
    nowhere = await make_member("nowhere", trusted=True)
    by_role = [await join(await make_member(name, trusted=True), court.elsewhere) for name in ("flagger", "talker", "editor", "noted")]
    plain, off = await make_member("plain"), await make_member("off", trusted=True, state="suspended")
    chief = await join(await make_member("chief", admin=True, trusted=True), court.elsewhere)
    await undo_decision(world.mo, entry_id=court.entry, reason="Once more")
    await flag(by_role[0], subject_kind="post", subject_id=world.post, reason="hate")
    await make_comment(by_role[1], world.post)
    await edit_text(by_role[2], post_id=world.post, text="Very hateful indeed", based_on=1)
    other = await decide(
        await join(by_role[3], world.place, role="moderator"), subject_kind="post", subject_id=world.post, action="warn", reason="W"
    )
    await undo_decision(await viewer(by_role[3]), entry_id=other, reason="No")
    for one in (here, nowhere, plain, off):
        await join(one, court.elsewhere) if one in (plain, off) else None
    court.entry = await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="R", rule="site:people")
    await file(court)
    assert {one.name for one in await seats(court)} == {one.name for one in court.trusted}
    for stranger in (here, nowhere, plain, chief, *by_role, world.mo, world.ana, world.ben):
        with pytest.raises(NotFound):
            await appeals.judge_appeal(stranger, entry_id=court.entry, verdict="overturn", text="Mine")
        assert await duties(stranger) == []


async def test_a_juror_sees_what_the_moderator_saw_and_no_name(world: World) -> None:
    court = await make_court(world)
    await file(court)
    juror = (await seats(court))[0]
    (case,) = await duties(juror)
    assert (case.headline, case.text, case.reason, case.appeal) == ("Hateful", "Very hateful", "It calls them names.", "It quotes them.")
    assert [(one.reason, one.note, one.flagger) for one in case.flags] == [("hate", "Look at it", "")]
    assert not any(name in repr(case) for name in ("'ana'", "'ben'", "'mo'", "juror"))
    with pytest.raises(LoginNeeded):
        await duties(Viewer())


async def test_who_does_not_answer_or_declines_is_replaced(world: World) -> None:
    court = await make_court(world, trusted=7)
    await file(court)
    late, _, *others = first = await seats(court)
    await is_late(late)
    assert await appeals.replace_silent_jurors() == 1
    assert [one.name for one in await seats(court, "silent")] == [late.name]
    assert (await _kinds(late))[0] == "jury_replaced"
    with pytest.raises(NotFound):
        await appeals.judge_appeal(late, entry_id=court.entry, verdict="uphold", text="Too late")
    await appeals.decline_jury(others[0], entry_id=court.entry)
    now_there = await seats(court)
    assert len(now_there) == 5
    assert len({one.name for one in now_there} - {one.name for one in first}) == 2
    assert await appeals.replace_silent_jurors() == 0


async def test_who_may_not_sit_any_more_is_passed_over(world: World) -> None:
    court = await make_court(world, trusted=8)
    await appeals.begin_appeal(world.ana, entry_id=court.entry)
    async with db.transaction() as change:
        gone = update(Member).where(col(Member.id).in_([one.id for one in court.trusted[:3]])).values(is_trusted=False)
        await change.session.exec(gone)
    await appeals.appeal(world.ana, entry_id=court.entry, reason="It quotes them.", words="a b c")
    assert {one.name for one in await seats(court)} == {one.name for one in court.trusted[3:]}


async def test_where_nobody_is_left_the_answers_decide_or_else_an_admin(world: World) -> None:
    court = await make_court(world, trusted=3)
    chief = await make_member("chief", admin=True)
    await file(court)
    first, second, third = await seats(court)
    await appeals.judge_appeal(first, entry_id=court.entry, verdict="overturn", text="Fine")
    await appeals.judge_appeal(second, entry_id=court.entry, verdict="uphold", text="Not so")
    await is_late(third)
    await appeals.replace_silent_jurors()
    assert await appeal_state(court) == "admins"
    (case,) = await duties(chief)
    assert (case.alone, case.decision) == (True, court.entry)
    await appeals.judge_appeal(chief, entry_id=court.entry, verdict="overturn", text="It quotes them indeed")
    assert await appeal_state(court) == "overturned"
    outcome = await newest_entry("overturn")
    assert (outcome.actor_id, outcome.reason) == (chief.id, "It quotes them indeed")


async def test_one_answer_of_three_decides_where_the_others_keep_silent(world: World) -> None:
    court = await make_court(world, trusted=4)
    await file(court)
    first, *others = await seats(court)
    assert len(others) == 2
    await appeals.judge_appeal(first, entry_id=court.entry, verdict="overturn", text="Fine")
    for _ in range(2):
        await is_late(*[one for one in court.trusted if one is not first])
        await appeals.replace_silent_jurors()
    assert await appeal_state(court) == "overturned"
    assert (await newest_entry("overturn")).detail == "1:0"


async def test_a_site_with_too_few_has_an_admin_decide_and_says_where_there_is_none(world: World) -> None:
    court = await make_court(world, trusted=2)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.is_admin)).values(state="suspended"))
    with pytest.raises(Invalid) as refused:
        await appeals.begin_appeal(world.ana, entry_id=court.entry)
    assert refused.value.key == "appeal.nobody"
    boss = await join(await make_member("boss", admin=True), world.place, role="moderator")
    chief = await make_member("chief", admin=True)
    await file(court)
    assert await appeal_state(court) == "admins"
    assert ("appeal_waits" in await _kinds(chief), "appeal_waits" in await _kinds(boss)) == (True, False)
    for stranger, why in ((boss, NotAllowed), (court.trusted[0], NotAllowed), (world.mo, NotAllowed)):
        with pytest.raises(why):
            await appeals.judge_appeal(stranger, entry_id=court.entry, verdict="uphold", text="Mine")
    assert await duties(boss) == []
    await appeals.judge_appeal(chief, entry_id=court.entry, verdict="uphold", text="It stands")
    assert await appeal_state(court) == "upheld"


async def test_only_its_author_appeals_in_time_and_against_what_stands(world: World) -> None:
    court = await make_court(world)
    for stranger, why in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (world.mo, NotAllowed)):
        with pytest.raises(why):
            await appeals.begin_appeal(stranger, entry_id=court.entry)
        assert not (await statement(stranger, court.entry)).appeal.may_appeal
    assert (await statement(world.ana, court.entry)).appeal.may_appeal
    with pytest.raises(NotFound):
        await appeals.appeal(world.ana, entry_id=court.entry, reason="Not begun", words="x")
    async with db.transaction() as change:
        old = update(ModerationAction).where(col(ModerationAction.id) == court.entry).values(at=now() - timedelta(days=21))
        await change.session.exec(old)
    with pytest.raises(Invalid) as refused:
        await appeals.begin_appeal(world.ana, entry_id=court.entry)
    assert refused.value.key == "appeal.over"
    assert not (await statement(world.ana, court.entry)).appeal.may_appeal


async def test_a_suspended_author_appeals_too(world: World) -> None:
    court = await make_court(world)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == world.ana.id).values(state="suspended"))
    court.world.ana = await viewer(world.ana)
    await file(court)
    assert len(await seats(court)) == 5


async def test_nobody_decides_past_a_jury_unless_it_is_changed_or_against_the_law(world: World) -> None:
    court = await make_court(world, action="cover")
    await file(court)
    about: Any = {"subject_kind": "post", "subject_id": world.post, "reason": "R", "rule": "site:people"}
    with pytest.raises(Invalid) as refused:
        await decide(world.mo, **about, action="hide")
    assert refused.value.key == "decision.appealed"
    await _judge(court, "overturn", "overturn", "overturn")
    with pytest.raises(Invalid) as refused:
        await decide(world.mo, **about, action="warn")
    assert refused.value.key == "decision.overturned"
    await decide(world.mo, **about, action="warn", law="StGB 185")
    await edit_text(world.ana, post_id=world.post, text="Worse", based_on=1)
    await decide(world.mo, **about, action="hide")


async def test_a_decision_that_its_moderator_takes_back_needs_no_jury(world: World) -> None:
    court = await make_court(world)
    await file(court)
    juror = (await seats(court))[0]
    await undo_decision(world.mo, entry_id=court.entry, reason="I was wrong")
    assert await appeal_state(court) == "undone"
    assert await duties(juror) == []
    with pytest.raises(NotFound):
        await appeals.judge_appeal(juror, entry_id=court.entry, verdict="uphold", text="Still")
    assert (await queue(world.mo)).cases != []


async def test_what_was_decided_on_anew_stays_as_the_newer_decision_has_it(world: World) -> None:
    court = await make_court(world, action="cover")
    await file(court)
    about: Any = {"subject_kind": "post", "subject_id": world.post, "reason": "R", "rule": "site:people"}
    await edit_text(world.ana, post_id=world.post, text="Worse", based_on=1)
    await decide(world.mo, **about, action="hide")
    await _judge(court, "overturn", "overturn", "overturn")
    assert (await posts.one(world.ana, world.post)).hidden
    assert (await statement(Viewer(), court.entry)).undone_by > 0


async def test_an_appeal_elsewhere_is_nobody_elses(world: World) -> None:
    court = await make_court(world)
    await file(court)
    other = await make_post(world.ben, world.place, headline="Another")
    entry = await decide(world.mo, subject_kind="post", subject_id=other, action="hide", reason="R", rule="site:people")
    with pytest.raises(NotFound):
        await appeals.judge_appeal((await seats(court))[0], entry_id=entry, verdict="uphold", text="Not mine")


async def test_of_more_than_a_pool_holds_some_from_all_over_are_set_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("SOME", 8), ("STARTS", 4)):
        monkeypatch.setattr(jury, name, number)
    monkeypatch.setattr(limits, "JURY_POOL", 6)
    court = await make_court(world, trusted=20)
    pools: set[frozenset[int]] = set()
    for _ in range(12):
        await appeals.begin_appeal(world.ana, entry_id=court.entry)
        async with db.transaction() as change:
            pools.add(frozenset((await change.session.exec(select(JurorTicket.member_id))).all()))
            await change.session.exec(delete(JurorTicket))
            await change.session.exec(delete(Appeal))
    drawn = frozenset[int]().union(*pools)
    assert drawn <= {one.id for one in court.trusted}
    assert max(map(len, pools)) <= 6
    # Of twelve pools more members were in one than come first among the trusted.
    assert (len(drawn) > 8, len(pools) > 1) == (True, True)
