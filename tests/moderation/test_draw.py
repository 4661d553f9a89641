"""The draw of a jury: what is told when, and that a script outside the program works it out again."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from tests.documents import document_site
from tests.moderation.appealing import Court, file, is_late, make_court, seats
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.core.errors import NotFound
from wtsocial.db.migrations import HOME
from wtsocial.endpoints import atom_feeds
from wtsocial.models import DrawNumber
from wtsocial.moderation import appeals, draw
from wtsocial.moderation.appeal_queries import jury_draw
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.duties import duties

SCRIPT = HOME / "tools" / "recompute_draw.py"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


def recompute(told: dict[str, Any], *noted: str) -> tuple[int, str]:
    """What the script outside the program says of a draw, and whether it agrees (0)."""
    # Isolated: nothing of the program can be imported.
    run = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *noted], input=json.dumps(told), capture_output=True, text=True, check=False, cwd="/"
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


async def _told(site: httpx.AsyncClient, court: Court) -> dict[str, Any]:
    return (await site.get(f"/log/{court.entry}/draw.json")).json()


async def test_the_script_works_a_draw_out_again_from_what_was_noted_before_it(world: World, site: httpx.AsyncClient) -> None:
    court = await make_court(world, trusted=9)
    first = await _told(site, court)
    assert (first["site_number"], first["pool"], first["seed"]) == ("", [], "")
    await appeals.begin_appeal(world.ana, entry_id=court.entry)
    begun = await _told(site, court)
    assert (begun["site_number"], len(begun["pool"]), begun["drawn"]) == ("", 9, [])
    assert recompute(begun)[0] == 1
    await file(court)
    noted = ("--commitment", first["commitment"], "--pool-hash", begun["pool_hash"])
    told = await _told(site, court)
    code, said = recompute(told, *noted)
    assert (code, len(told["drawn"]), told["seats"]) == (0, 5, 5)
    assert all(one["ticket"] in said for one in told["drawn"])
    late = (await seats(court))[0]
    await is_late(late)
    await appeals.replace_silent_jurors()
    after = await _told(site, court)
    assert (recompute(after, *noted)[0], len(after["drawn"])) == (0, 6)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site_number", "another"),
        ("appellant_number", "another"),
        ("pool_hash", "0" * 64),
        ("commitment", "0" * 64),
        ("pool", ["0" * 64]),
        ("drawn", []),
        ("decision", 9),
    ],
)
async def test_the_script_says_what_does_not_fit(world: World, site: httpx.AsyncClient, field: str, value: Any) -> None:
    court = await make_court(world)
    await file(court)
    told = await _told(site, court)
    code, said = recompute(told | {field: value})
    assert (code, "It fits" in said) == (1, False)


async def test_who_was_exchanged_after_the_draw_is_found(world: World, site: httpx.AsyncClient) -> None:
    court = await make_court(world)
    await file(court)
    told = await _told(site, court)
    drawn = [one["ticket"] for one in told["drawn"]]
    friend = next(ticket for ticket in told["pool"] if ticket not in drawn)
    told["drawn"][0]["ticket"] = friend
    assert recompute(told) == (1, "Those who were drawn are not the first in the order of the draw.\n")


async def test_the_sites_number_is_told_nowhere_before_the_authors(world: World, site: httpx.AsyncClient) -> None:
    court = await make_court(world)
    async with db.reading() as session:
        number = (await session.exec(select(DrawNumber.number).where(DrawNumber.entry_id == court.entry))).one()
    await appeals.begin_appeal(world.ana, entry_id=court.entry)
    pages = [f"/log/{court.entry}", f"/log/{court.entry}.json", f"/log/{court.entry}/draw", f"/log/{court.entry}/draw.json", "/log.json"]
    assert [page for page in pages if number in (await site.get(page)).text] == []
    await file(court)
    assert number in (await site.get(f"/log/{court.entry}/draw")).text


async def test_each_juror_can_see_that_a_ticket_is_theirs_and_the_public_cannot(world: World, site: httpx.AsyncClient) -> None:
    court = await make_court(world)
    await file(court)
    said = json.dumps(await _told(site, court)) + (await site.get(f"/log/{court.entry}/draw")).text
    for juror in await seats(court):
        (case,) = await duties(juror)
        assert draw.ticket(court.entry, juror.id, case.nonce) == case.ticket
        assert (case.ticket in said, case.nonce in said, juror.name in said) == (True, False, False)


async def test_a_pool_begun_twice_is_the_same(world: World) -> None:
    court = await make_court(world)
    assert await appeals.begin_appeal(world.ana, entry_id=court.entry) == await appeals.begin_appeal(world.ana, entry_id=court.entry)


async def test_what_nobody_can_appeal_against_has_no_draw(world: World, site: httpx.AsyncClient) -> None:
    court = await make_court(world, action="dismiss")
    for address in (f"/log/{court.entry}/draw.json", "/log/999/draw.json", "/log/x/draw.json", f"/log/{court.entry}/draw", "/log/x/draw"):
        assert (await site.get(address)).status_code == 404
    with pytest.raises(NotFound):
        await jury_draw(court.entry)
    with pytest.raises(NotFound):
        await appeals.begin_appeal(world.ana, entry_id=court.entry)


async def test_two_decisions_have_two_numbers(world: World) -> None:
    court = await make_court(world, action="warn")
    other = await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason="R", rule="site:people")
    draws = [await jury_draw(entry) for entry in (court.entry, other)]
    assert draws[0].commitment != draws[1].commitment
