"""The list of members as a file: whole, harmless to a spreadsheet, and for admins alone."""

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlmodel import col, update
from starlette.applications import Starlette

from tests.factories import login, make_member
from wtsocial import db
from wtsocial.admin import members as listed
from wtsocial.core.settings import settings
from wtsocial.endpoints import members
from wtsocial.endpoints.guards import guarded
from wtsocial.models import Member


@pytest.fixture
async def site(database: str) -> AsyncIterator[httpx.AsyncClient]:
    app = guarded(Starlette(routes=members.ROUTES))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings().site_url) as client:
        yield client


async def test_the_file_holds_everybody_whom_the_list_shows_and_no_formula(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "MOST", 2)
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


async def test_nobody_but_an_admin_gets_the_file(site: httpx.AsyncClient) -> None:
    ana = await make_member("ana")
    for cookies in ({}, {"Cookie": f"session={await login(ana)}"}, {"Cookie": "session=guessed"}):
        answer = await site.get("/admin/members.csv", headers=cookies)
        assert answer.status_code == 403
        assert "@" not in answer.text
