"""The log by what was done and where, on the page and by machine."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import join, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from wtsocial.endpoints import atom_feeds
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag
from wtsocial.text import limits


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


REASON = "It says what the report does not say."


async def _busy(world: World) -> None:
    """Hidden, restored, and a flag dismissed elsewhere."""
    about = {"subject_kind": "post", "subject_id": world.post}
    await decide(world.mo, **about, action="hide", reason=REASON)
    await decide(world.mo, **about, action="restore", reason=REASON)
    other = await make_subwiki("rivers")
    rita = await join(await make_member("rita"), other, role="moderator")
    post = await make_post(world.ana, other)
    await flag(world.ben, subject_kind="post", subject_id=post, reason="spam")
    await decide(rita, subject_kind="post", subject_id=post, action="dismiss", reason=REASON)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["dismiss", "restore", "hide"]),
        ({"action": "hide"}, ["hide"]),
        ({"action": "suspend"}, []),
        ({"subwiki": "rivers"}, ["dismiss"]),
        ({"subwiki": "nowhere"}, []),
        ({"subwiki": "rivers", "action": "hide"}, []),
        ({"subwiki": "climate", "action": "restore"}, ["restore"]),
    ],
)
async def test_only_what_is_asked_for(wanted: dict[str, Any], found: list[str], world: World, site: httpx.AsyncClient) -> None:
    await _busy(world)
    assert [entry.action for entry in await moderation.log(**wanted)] == found
    told = (await site.get("/log.json", params=wanted)).json()
    assert ([entry["action"] for entry in told["entries"]], told["more"]) == (found, None)
    page = (await site.get("/log", params=wanted)).text
    assert page.count('<li><div class="by">') == len(found)


async def test_the_whole_is_read_page_by_page_with_its_filter(
    world: World, site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _busy(world)
    monkeypatch.setattr(limits, "LOG_PAGE", 1)
    first = (await site.get("/log.json", params={"subwiki": "climate"})).json()
    second = (await site.get(first["more"])).json()
    last = (await site.get(second["more"])).json()
    assert [entry["action"] for told in (first, second, last) for entry in told["entries"]] == ["restore", "hide"]
    older = f"/log?entry={first['entries'][0]['id'] - 1}&amp;subwiki=climate"
    assert older in (await site.get("/log", params={"subwiki": "climate"})).text


@pytest.mark.parametrize("place", ["nowhere", "x" * 5000, "%27%20OR%201=1%20--"])
async def test_a_subwiki_that_no_subwiki_can_be_has_no_entries(place: str, world: World, site: httpx.AsyncClient) -> None:
    await _busy(world)
    for address in ("/log", "/log.json"):
        answer = await site.get(f"{address}?subwiki={place}")
        assert (answer.status_code, REASON in answer.text) == (200, False)


@pytest.mark.parametrize("query", ["action=frown", "older=x", "older=99999999999", "older=-1", "action=hide%00"])
async def test_what_no_filter_can_be_is_refused_by_machine_and_left_out_on_the_page(
    query: str, world: World, site: httpx.AsyncClient
) -> None:
    await _busy(world)
    assert (await site.get(f"/log.json?{query}")).status_code == 404
    assert (await site.get(f"/log?{query}")).status_code == 200
