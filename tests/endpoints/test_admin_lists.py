"""The lists of the dashboard as files: whole, harmless to a spreadsheet, and for admins alone."""

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlmodel import col, update
from starlette.applications import Starlette

from tests.factories import join, login, make_member, make_subwiki
from wtsocial import db
from wtsocial.admin import pages
from wtsocial.core.settings import settings
from wtsocial.endpoints import admin_lists
from wtsocial.endpoints.guards import guarded
from wtsocial.models import Member, Source, Subwiki


@pytest.fixture
async def site(database: str) -> AsyncIterator[httpx.AsyncClient]:
    app = guarded(Starlette(routes=admin_lists.ROUTES))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings().site_url) as client:
        yield client


async def test_the_file_holds_everybody_whom_the_list_shows_and_no_formula(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    root = await make_member("root", admin=True)
    names = [f"an{letter}" for letter in "abcde"]
    for name in names:
        await make_member(name)
    async with db.transaction() as change:
        formula = update(Member).where(col(Member.name) == "ana").values(email="=cmd|'/c calc'!A1@example.org")
        await change.session.exec(formula)
    cookie = {"Cookie": f"session={await login(root)}"}
    answer = await site.get("/admin/members.csv", params={"name": "an"}, headers=cookie)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["name"] for row in rows] == names
    assert rows[0]["email"] == "'=cmd|'/c calc'!A1@example.org"
    assert {row["state"] for row in rows} == {"active"}


async def test_the_files_of_subwikis_and_sources_hold_all_that_fits(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST", 1)
    root = await make_member("root", admin=True)
    for slug in ("ice", "snow", "rain"):
        await make_subwiki(slug, by=root, name=f"={slug}" if slug == "ice" else slug)
    async with db.transaction() as change:
        await change.session.exec(update(Subwiki).where(col(Subwiki.slug) == "snow").values(vetted=True))
        change.session.add_all(Source(domain=f"{name}.example", posts_count=1, own_count=1, corrected_count=1) for name in ("a", "b", "c"))
        change.session.add(Source(domain="d.example", posts_count=1))
    cookie = {"Cookie": f"session={await login(root)}"}
    subwikis = await site.get("/admin/subwikis.csv", params={"kind": "unvetted"}, headers=cookie)
    assert [(row["slug"], row["name"]) for row in csv.DictReader(io.StringIO(subwikis.text))] == [("rain", "rain"), ("ice", "'=ice")]
    sources = await site.get("/admin/sources.csv", params={"kind": "corrected"}, headers=cookie)
    assert [row["domain"] for row in csv.DictReader(io.StringIO(sources.text))] == ["c.example", "b.example", "a.example"]


@pytest.mark.parametrize("name", [one.name for one in admin_lists.LISTS])
async def test_nobody_but_an_admin_gets_a_file(site: httpx.AsyncClient, name: str) -> None:
    ana = await make_member("ana")
    moderator = await join(await make_member("mo"), await make_subwiki(), role="moderator")
    cookies = [{"Cookie": f"session={await login(one)}"} for one in (ana, moderator)]
    for cookie in ({}, *cookies, {"Cookie": "session=guessed"}):
        answer = await site.get(f"/admin/{name}.csv", headers=cookie)
        assert answer.status_code == 403
        assert "," not in answer.text
