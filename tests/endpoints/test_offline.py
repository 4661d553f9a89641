"""The page for a dead line: in the reader's language, and whole without anything else."""

import re

import httpx
import pytest
from starlette.applications import Starlette

from wtsocial.endpoints import offline


@pytest.fixture
def site() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=offline.ROUTES)), base_url="http://localhost:3000")


@pytest.mark.parametrize(
    ("language", "direction", "title"), [("en", "ltr", "No connection"), ("he", "rtl", "אין חיבור"), ("xx", "ltr", "No connection")]
)
async def test_it_says_what_happened_in_the_language_of_the_page(
    site: httpx.AsyncClient, language: str, direction: str, title: str
) -> None:
    text = (await site.get(f"/offline.html?language={language}")).text
    assert f'dir="{direction}"' in text
    assert f"<h1>{title}</h1>" in text


async def test_it_asks_for_nothing_that_could_not_be_had(site: httpx.AsyncClient) -> None:
    text = (await site.get("/offline.html")).text
    assert re.findall(r'(?:src|href)="([^"]*)"', text) == [""]
    assert 'http-equiv="refresh"' in text


async def test_the_script_that_keeps_it_answers_for_the_whole_site(site: httpx.AsyncClient) -> None:
    answer = await site.get("/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "/offline.html" in answer.text
