"""An announcement stands on pages without scripts, too, for everybody who has not put it away."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import make_member
from wtsocial.admin.announcements import announce
from wtsocial.core.settings import settings
from wtsocial.endpoints import looks
from wtsocial.endpoints.page_cache import PageCache
from wtsocial.site import current

TEXT = "We move <house> tonight"


@pytest.fixture
async def site(database: str, tmp_path: Path) -> httpx.AsyncClient:
    return document_site(tmp_path, cache=PageCache(seconds=1000))


async def _announce(tone: str) -> int:
    await announce(await make_member("root", admin=True), text=TEXT, tone=tone, hours=6)  # pyright: ignore[reportArgumentType]
    await current.read_anew()
    return current.announcement().id


@pytest.mark.parametrize("path", ["/all", "/admin", "/no/such/page"])
async def test_it_stands_on_every_page(site: httpx.AsyncClient, path: str) -> None:
    assert "announcement" not in (await site.get(path)).text
    await _announce("warning")
    page = (await site.get(path, params={"new": "1"})).text
    assert '<section class="announcement warning" aria-label="Please note:">' in page
    assert "We move &lt;house&gt; tonight" in page


async def test_a_browser_that_put_it_away_sees_it_no_more_and_others_do(site: httpx.AsyncClient) -> None:
    number = await _announce("news")
    for _ in ("made", "kept ready"):
        assert "announcement" in (await site.get("/all")).text
        assert "announcement" not in (await site.get("/all", headers={"Cookie": f"announcement={number}"})).text
    assert "announcement" in (await site.get("/all", headers={"Cookie": f"announcement={number + 1}"})).text


async def test_it_is_put_away_by_a_form() -> None:
    app = Starlette(routes=looks.ROUTES)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings().site_url) as client:
        answer = await client.post("/auth/looks", data={"announcement": "12", "next": "/all"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/all")
        assert answer.headers["set-cookie"].startswith("announcement=12; Max-Age=31536000; Path=/; SameSite=lax")
        nonsense = await client.post("/auth/looks", data={"announcement": "12; HttpOnly", "next": "/all"})
        assert "set-cookie" not in nonsense.headers
