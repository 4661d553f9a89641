"""Language and light are chosen without scripts: by the form in the frame of every page, which leads back to it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from tests.documents import document_site
from wtsocial.core.settings import settings
from wtsocial.endpoints import looks
from wtsocial.endpoints.guards import guarded


@pytest.fixture
async def site(tmp_path: Path, database: str) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, guarded(Starlette(routes=looks.ROUTES))) as made:
        made.headers["Origin"] = settings().site_url
        yield made


async def test_a_language_is_chosen_and_spoken_on_the_same_page(site: httpx.AsyncClient) -> None:
    page = (await site.get("/subwikis?search=ice")).text
    assert '<html lang="en" dir="ltr">' in page
    back = re.search(r'action="/auth/looks"><input type="hidden" name="next" value="([^"]+)"', page)
    assert back
    answer = await site.post("/auth/looks", data={"next": back[1], "language": "he"})
    assert (answer.status_code, answer.headers["location"], answer.headers["cache-control"]) == (303, "/subwikis?search=ice", "no-store")
    page = (await site.get(answer.headers["location"])).text
    assert '<html lang="he" dir="rtl">' in page
    assert re.search(r'value="he" lang="he" aria-pressed="true"', page)


async def test_light_or_dark_is_chosen_and_stays(site: httpx.AsyncClient) -> None:
    for theme in ("dark", "light"):
        await site.post("/auth/looks", data={"next": "/all", "theme": theme})
        page = (await site.get("/about")).text
        assert f'<html lang="en" dir="ltr" class="{theme}">' in page
        assert re.search(f'name="theme" value="{theme}" aria-pressed="true"', page)


async def test_what_is_no_choice_changes_nothing_and_leads_nowhere_else(site: httpx.AsyncClient) -> None:
    for fields in ({"language": "tlh"}, {"theme": 'dark" onload="alert(1)'}, {"next": "//evil.example/"}, {"next": "/\\evil.example"}, {}):
        answer = await site.post("/auth/looks", data=fields)
        assert (answer.status_code, answer.headers["location"], "set-cookie" in answer.headers) == (303, "/", False), fields
    site.cookies.set("theme", '"><script>')
    assert '<html lang="en" dir="ltr">' in (await site.get("/about")).text


async def test_another_site_chooses_for_nobody(site: httpx.AsyncClient) -> None:
    assert (await site.post("/auth/looks", data={"theme": "dark"}, headers={"Origin": "https://evil.example"})).status_code == 403


async def test_the_bar_and_the_title_have_the_name_of_the_site(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_NAME", "חדשות.כפר <b>")
    settings.cache_clear()
    page = (await site.get("/subwikis")).text
    assert '<a class="brand" href="/"><bdi lang="he">חדשות<b>.</b>כפר &lt;b&gt;</bdi></a>' in page
    assert "WT.Social" not in page


async def test_what_is_for_browsers_without_scripts_ends_where_it_should(site: httpx.AsyncClient) -> None:
    for path in ("/login", "/register", "/all"):
        page = (await site.get(path)).text
        assert "</noscript>" in page
        assert not re.search("<noscript>(?:(?!</noscript>).)*<noscript>", page, re.DOTALL), path
        assert page.count("<noscript>") == page.count("</noscript>")
