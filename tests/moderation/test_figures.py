"""The figures of moderation: what is counted where, and how long things waited."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select, update
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import make_member, make_post, make_subwiki
from tests.moderation.appealing import file, make_court, seats
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.endpoints import atom_feeds
from wtsocial.models import ModerationAction, ModerationCase, ModerationFigure, now
from wtsocial.moderation import appeals
from wtsocial.moderation import figures as counting
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.figure_queries import figures
from wtsocial.moderation.figure_views import MonthFigures
from wtsocial.moderation.flags import flag
from wtsocial.moderation.members import suspend_member


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


def _counts(one: MonthFigures) -> tuple[int, ...]:
    return one.flagged, one.by_hand, one.automatic, one.undone, one.appeals, one.upheld, one.overturned, one.suspended


async def _waits(post: int, waited: timedelta) -> None:
    async with db.transaction() as change:
        since = update(ModerationCase).where(col(ModerationCase.subject_id) == post).values(opened_at=now() - waited)
        await change.session.exec(since)


async def test_what_was_done_is_counted_by_month_place_and_office(world: World) -> None:
    court = await make_court(world)
    await file(court)
    for juror in (await seats(court))[:3]:
        await appeals.judge_appeal(juror, entry_id=court.entry, verdict="overturn", text="Fine")
    root = await make_member("root", admin=True)
    other = await make_post(world.ana, await make_subwiki("lakes"), headline="Private")
    await flag(world.ben, subject_kind="post", subject_id=other, reason="privacy")
    entry = await decide(root, subject_kind="post", subject_id=other, action="warn", reason="W", rule="site:people")
    await undo_decision(root, entry_id=entry, reason="No")
    await suspend_member(root, member_name="cem", reason="Spam")
    found = await figures()
    assert [one.month for one in found.months][-1] == f"{now():%Y-%m}"
    assert len(found.months) == 12
    assert (_counts(found.every), _counts(found.months[-1])) == ((2, 2, 1, 1, 1, 0, 1, 1),) * 2
    assert [(one.reason, one.count) for one in found.every.flags] == [("hate", 1), ("privacy", 1)]
    assert _counts((await figures(subwiki="climate")).every) == (1, 1, 0, 0, 1, 0, 1, 0)
    assert _counts((await figures(subwiki="lakes")).every) == (1, 1, 1, 1, 0, 0, 0, 0)
    by_office = {office: _counts((await figures(office=office)).every)[1:] for office in ("moderator", "admin", "rule")}
    assert by_office == {"moderator": (1, 0, 0, 1, 0, 1, 0), "admin": (1, 0, 1, 0, 0, 0, 1), "rule": (0, 1, 0, 0, 0, 0, 0)}
    async with db.reading() as session:
        offices = select(ModerationAction.office).where(ModerationAction.id == court.entry)
        assert (await session.exec(offices)).one() == "moderator"


async def test_half_and_nine_of_ten_are_told_within_a_tenth(world: World) -> None:
    hours = [1, 1, 2, 2, 3, 4, 5, 6, 30, 90]
    for number, waited in enumerate(hours):
        post = await make_post(world.ana, world.place, headline=f"Post {number}")
        await flag(world.ben, subject_kind="post", subject_id=post, reason="spam")
        await _waits(post, timedelta(hours=waited))
        await decide(world.mo, subject_kind="post", subject_id=post, action="dismiss", reason="Fine")
    every = (await figures()).every
    assert every.median == pytest.approx(3 * 3600, rel=0.1)
    assert every.ninetieth == pytest.approx(30 * 3600, rel=0.1)
    none = (await figures(office="admin")).every
    assert (none.median, none.ninetieth) == (0, 0)


@pytest.mark.parametrize("seconds", [0, 1, 59, 3600, 86_400, 10**7])
def test_a_step_stands_for_what_falls_into_it(seconds: int) -> None:
    step = counting.step_of(timedelta(seconds=seconds))
    assert counting.seconds_of(step) == pytest.approx(max(seconds, 1), rel=0.1)


async def test_what_was_refused_is_not_counted(world: World) -> None:
    with pytest.raises(Invalid):
        await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="Nothing open")
    async with db.reading() as session:
        assert (await session.exec(select(ModerationFigure))).all() == []


async def test_they_are_read_by_machine_and_before_any_script(world: World, site: httpx.AsyncClient) -> None:
    await make_court(world)
    told = (await site.get("/log/figures.json?subwiki=climate&months=2")).json()
    assert [(one["flagged"], one["by_hand"]) for one in told["months"]] == [(0, 0), (1, 1)]
    page = (await site.get("/log/figures?subwiki=climate")).text
    assert ("Hate speech" in page or "hate speech" in page, 'value="climate" selected' in page) == (True, True)
    for address in ("/log/figures.json?months=0", "/log/figures.json?months=x", "/log/figures.json?subwiki=x", "/log/figures?office=x"):
        assert (await site.get(address)).status_code == 404
    with pytest.raises(NotFound):
        await figures(months=121)


async def test_reading_them_takes_as_many_statements_and_rows_however_much_was_decided(
    world: World, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    async def cost() -> tuple[int, int]:
        with count_statements() as sent:
            await figures(subwiki="climate")
        async with db.reading() as session:
            return len(sent), len((await session.exec(select(ModerationFigure))).all())

    costs: list[tuple[int, int]] = []
    for number in range(6):
        post = await make_post(world.ana, world.place, headline=f"Post {number}")
        await flag(world.ben, subject_kind="post", subject_id=post, reason="spam")
        await _waits(post, timedelta(hours=1))
        await decide(world.mo, subject_kind="post", subject_id=post, action="dismiss", reason="Fine")
        costs.append(await cost())
    assert len(set(costs)) == 1
