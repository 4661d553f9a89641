"""Appeals of members who were suspended, limited, held or warned: the way there, the jury, and what is given back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_subwiki, viewer
from tests.moderation.appealing import Court, appeal_state, counters, file, newest_entry, seats
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import Member, MemberRestriction, ModerationAction, now
from wtsocial.moderation import appeal_queries, appeals, figure_queries, members, restrictions
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.duties import duties
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.moderation.queries import log
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import comments

RULED: Any = {"reason": "Insults, again and again", "rule": "site:people"}


async def told(member: Viewer) -> list[str]:
    return [one.kind for one in await notifications.inbox(member)]


async def row(member: Viewer) -> Member:
    async with db.reading() as session:
        return (await session.exec(select(Member).where(Member.id == member.id))).one()


async def suspended(world: World, *, trusted: int = 7) -> tuple[Court, Viewer]:
    """Ben flagged ana, an admin suspended her; the trusted are elsewhere."""
    elsewhere = await make_subwiki("rivers")
    jurors = [await join(await make_member(f"juror{number}", trusted=True), elsewhere) for number in range(trusted)]
    chief = await make_member("chief", admin=True)
    await flag(world.ben, subject_kind="member", subject_id=world.ana.id, reason="harassment", note="Look at it")
    await members.suspend_member(chief, member_name="ana", days=30, **RULED)
    entry = await newest_entry("suspend")
    world.ana = await viewer(world.ana)
    return Court(world, entry.id or 0, elsewhere, jurors), chief


async def restricted(world: World, kind: Any = "limit", days: Any = 7) -> Court:
    elsewhere = await make_subwiki("rivers")
    jurors = [await join(await make_member(f"juror{number}", trusted=True), elsewhere) for number in range(7)]
    entry = await restrictions.restrict_member(world.mo, member_name="ana", subwiki="climate", kind=kind, days=days, **RULED)
    world.ana = await viewer(world.ana)
    return Court(world, entry, elsewhere, jurors)


async def judge(court: Court, *verdicts: Any) -> None:
    for juror, verdict in zip(await seats(court), verdicts, strict=False):
        await appeals.judge_appeal(juror, entry_id=court.entry, verdict=verdict, text=f"I say {verdict}")


async def test_a_suspended_member_reads_why_and_appeals_and_nothing_else(world: World) -> None:
    court, _ = await suspended(world)
    (notice, *_) = await notifications.inbox(world.ana)
    assert (notice.kind, notice.path) == ("suspended_until", f"/log/{court.entry}")
    shown = await statement(world.ana, court.entry)
    assert (shown.entry.reason, shown.appeal.may_appeal, shown.appeal.until > 0) == (RULED["reason"], True, True)
    await file(court)
    assert (await appeal_state(court), len(await seats(court))) == ("jury", 5)
    with pytest.raises(NotAllowed, match=r"error\.suspended"):
        await comments.add_comment(world.ana, post_id=world.post, text="And another thing")
    with pytest.raises(Invalid, match=r"appeal\.once"):
        await appeals.begin_appeal(world.ana, entry_id=court.entry)


async def test_an_overturned_suspension_is_undone_in_full(world: World) -> None:
    court, chief = await suspended(world)
    assert await counters() == {"ben": [1, 0, 0, 0], "ana": [0, 0, 1, 0]}
    await file(court)
    await judge(court, "overturn", "uphold", "overturn", "overturn")
    assert await appeal_state(court) == "overturned"
    ana = await row(world.ana)
    assert (ana.state, ana.suspended_until, ana.suspended_reason) == ("active", None, "")
    assert await counters() == {"ben": [0, 1, 0, 0], "ana": [0, 0, 0, 1]}
    assert await comments.add_comment(await viewer(world.ana), post_id=world.post, text="Back again")
    outcome = await newest_entry("overturn")
    assert (outcome.subject_kind, outcome.member_id, outcome.detail) == ("member", world.ana.id, "3:1")
    assert (await statement(Viewer(), court.entry)).undone_by == outcome.id
    assert [(await told(who))[0] for who in (world.ana, chief, world.ben)] == [
        "appeal_overturned_own",
        "appeal_overturned_named",
        "flag_overturned_named",
    ]
    (mine,) = await own_flags(world.ben)
    assert (mine.state, mine.upheld) == ("decided", False)
    month = (await figure_queries.figures(office="admin")).months[-1]
    assert (month.suspended, month.appeals, month.overturned) == (1, 1, 1)


async def test_an_upheld_suspension_stays(world: World) -> None:
    court, chief = await suspended(world)
    await file(court)
    await judge(court, "uphold", "uphold", "uphold")
    assert ((await row(world.ana)).state, await counters()) == ("suspended", {"ben": [1, 0, 0, 0], "ana": [0, 0, 1, 0]})
    assert [(await told(who))[0] for who in (world.ana, chief)] == ["appeal_upheld_own", "appeal_upheld_named"]


async def test_a_newer_suspension_stays_when_an_older_one_is_overturned(world: World) -> None:
    court, chief = await suspended(world)
    await file(court)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == world.ana.id).values(suspended_until=now()))
    assert await members.end_suspensions() == 1
    await members.suspend_member(chief, member_name="ana", reason="At it again", rule="site:spam")
    await judge(court, "overturn", "overturn", "overturn")
    ana = await row(world.ana)
    assert (ana.state, ana.suspended_reason, ana.upheld_against) == ("suspended", "At it again", 1)


async def test_reinstating_takes_the_count_back_and_ends_the_appeal(world: World) -> None:
    court, chief = await suspended(world)
    await file(court)
    await members.reinstate_member(chief, member_name="ana", reason="It was a mistake")
    assert await appeal_state(court) == "undone"
    assert await counters() == {"ben": [1, 0, 0, 0]}
    assert await seats(court) == []
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == world.ana.id).values(state="suspended"))
    await members.reinstate_member(chief, member_name="ana", reason="From before suspensions counted")
    assert (await row(world.ana)).upheld_against == 0


@pytest.mark.parametrize("kind", ["limit", "hold"])
async def test_an_overturned_restriction_is_given_back_and_stands_in_its_subwiki(world: World, kind: str) -> None:
    court = await restricted(world, kind)
    assert world.ana.restrictions.startswith(f"{world.place}:{kind}:")
    await file(court)
    assert (await told(world.mo))[0] == "appeal_filed_named"
    await judge(court, "overturn", "overturn", "overturn")
    ana = await row(world.ana)
    assert (ana.restrictions, ana.upheld_against) == ("", 0)
    async with db.reading() as session:
        assert (await session.exec(select(MemberRestriction.ended_at))).one() is not None
    assert [line.action for line in await log(subwiki="climate")] == ["overturn", "appeal", kind]
    month = (await figure_queries.figures(subwiki="climate", office="moderator")).months[-1]
    assert (month.appeals, month.overturned) == (1, 1)


async def test_what_ended_by_itself_can_be_appealed_against_and_what_was_lifted_cannot(world: World) -> None:
    court = await restricted(world)
    async with db.transaction() as change:
        await change.session.exec(update(MemberRestriction).values(until=now() - timedelta(seconds=1)))
    assert await restrictions.end_restrictions() == 1
    await file(court)
    await judge(court, "overturn", "overturn", "overturn")
    assert await appeal_state(court) == "overturned"
    later = await restrictions.restrict_member(world.mo, member_name="ana", subwiki="climate", kind="limit", days=7, **RULED)
    await appeals.begin_appeal(world.ana, entry_id=later)
    await restrictions.lift_restriction(world.mo, entry_id=later, reason="I was wrong")
    assert not (await statement(world.ana, later)).appeal.may_appeal
    with pytest.raises(Invalid, match=r"appeal\.once"):
        await appeals.begin_appeal(world.ana, entry_id=later)
    third = await restrictions.restrict_member(world.mo, member_name="ana", subwiki="climate", kind="limit", days=7, **RULED)
    await restrictions.lift_restriction(world.mo, entry_id=third, reason="I was wrong again")
    with pytest.raises(Invalid, match=r"appeal\.over"):
        await appeals.begin_appeal(world.ana, entry_id=third)


async def test_nobody_appeals_for_them_nor_too_late(world: World) -> None:
    court, chief = await suspended(world)
    for stranger, why in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (chief, NotAllowed)):
        with pytest.raises(why):
            await appeals.begin_appeal(stranger, entry_id=court.entry)
    with pytest.raises(NotFound):
        await appeals.begin_appeal(world.ana, entry_id=court.entry + 1)
    async with db.transaction() as change:
        old = update(ModerationAction).where(col(ModerationAction.id) == court.entry).values(at=now() - timedelta(days=21))
        await change.session.exec(old)
    with pytest.raises(Invalid, match=r"appeal\.over"):
        await appeals.begin_appeal(world.ana, entry_id=court.entry)


async def test_jurors_see_what_was_decided_against_the_member_before_and_no_names(world: World) -> None:
    comment = await make_comment(world.ana, world.post, text="A rude word")
    await decide(world.mo, subject_kind="comment", subject_id=comment, action="hide", reason="Rude", rule="site:people")
    court, _ = await suspended(world)
    await file(court)
    (case,) = await duties((await seats(court))[0])
    assert (case.subject_kind, case.action, case.headline, case.text, case.until > 0) == ("member", "suspend", "", "", True)
    assert [(one.action, one.reason, one.text) for one in case.earlier] == [("hide", "Rude", "A rude word")]
    assert [(one.reason, one.note, one.flagger) for one in case.flags] == [("harassment", "Look at it", "")]
    assert not any(name in repr(case) for name in ("'ana'", "'ben'", "'mo'", "'chief'"))
    drawn = await appeal_queries.jury_draw(court.entry)
    assert (len(drawn.pool), drawn.seats) == (7, 5)


async def test_who_flagged_or_decided_on_the_member_is_not_drawn(world: World) -> None:
    court, chief = await suspended(world, trusted=3)
    flagged = await join(await make_member("flagged", trusted=True), court.elsewhere)
    second = await make_member("second", admin=True)
    await members.reinstate_member(second, member_name="ana", reason="Once more")
    await flag(flagged, subject_kind="member", subject_id=world.ana.id, reason="spam")
    await members.suspend_member(chief, member_name="ana", **RULED)
    court.entry = (await newest_entry("suspend")).id or 0
    world.ana = await viewer(world.ana)
    await file(court)
    assert {one.id for one in await seats(court)} == {one.id for one in court.trusted}
    for stranger in (flagged, second, chief, world.ben):
        assert await duties(stranger) == []


async def test_a_jury_on_one_decision_keeps_nobody_from_another_one_about_the_member(world: World) -> None:
    court = await restricted(world)
    await file(court)
    chief = await make_member("chief", admin=True)
    await members.suspend_member(chief, member_name="ana", **RULED)
    await judge(court, "overturn", "overturn", "overturn")
    assert ((await row(world.ana)).state, (await row(world.ana)).restrictions) == ("suspended", "")
