"""The database away, over HTTP: pages and forms say so (503), say when to come again, and nothing that was typed is lost."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.documents import document_site
from tests.outages import take_database_away
from wtsocial.admin.health import database_answers
from wtsocial.core.errors import OutcomeUnknown
from wtsocial.core.settings import settings
from wtsocial.endpoints import api, atom_feeds, auth, books, webhooks
from wtsocial.endpoints.guards import guarded
from wtsocial.gateways import rate_limits

ORIGIN = {"Origin": "http://localhost:3000"}
SESSION = {"Cookie": "session=somebody"}
FIELDS = {
    "login": "ana",
    "password": "seven herons",
    "username": "ana",
    "email": "ana@example.org",
    "agreed": "on",
    "token": "x",
    "current": "x",
}


async def _lose(_request: Request) -> Response:
    raise OutcomeUnknown("the line broke")


@pytest.fixture(autouse=True)
async def away(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits.forget()
    monkeypatch.setattr(auth, "EVEN_SECONDS", 0)
    monkeypatch.setenv("WTSOCIAL_LOGINS_PER_MINUTE", "1000")
    settings.cache_clear()
    await take_database_away(monkeypatch)


@pytest.fixture
def site() -> httpx.AsyncClient:
    routes = [*auth.routes(), *api.ROUTES, *atom_feeds.ROUTES, *books.ROUTES, *webhooks.ROUTES, Route("/lost", _lose, methods=["POST"])]
    transport = httpx.ASGITransport(guarded(Starlette(routes=routes)))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:3000", headers=ORIGIN | SESSION)


@pytest.mark.parametrize("path", ["/", "/all", "/post/1", "/w/climate", "/u/ana", "/corrections", "/changes", "/books"])
async def test_a_page_is_the_shell_without_what_would_stand_in_it(tmp_path: Path, path: str) -> None:
    answer = await document_site(tmp_path).get(path, headers=SESSION | {"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "5", "no-store")
    assert "does not answer just now" in answer.text
    assert "</html>" in answer.text


async def test_a_page_says_so_in_the_readers_language(tmp_path: Path) -> None:
    answer = await document_site(tmp_path).get("/", headers=SESSION | {"Accept-Language": "he"})
    assert 'dir="rtl"' in answer.text
    assert "נחזור בעוד רגע" in answer.text


@pytest.mark.parametrize("form", ["register", "login", "resend", "reset", "confirm", "new-password", "change-password", "logout"])
async def test_a_form_stays_with_what_was_typed(site: httpx.AsyncClient, form: str) -> None:
    answer = await site.post(f"/auth/{form}", data=FIELDS, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json() == {"errors": {"": {"key": "error.database_away", "params": {}}}}


async def test_without_scripts_a_form_says_how_to_send_it_again(site: httpx.AsyncClient) -> None:
    answer = await site.post("/auth/login", data=FIELDS, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "was not finished" in answer.text
    assert "go back" in answer.text


async def test_what_may_have_been_done_is_not_said_to_be_undone(site: httpx.AsyncClient) -> None:
    answer = await site.post("/lost", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "was not finished" not in answer.text
    assert "do not know yet" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/books.json", "/books.json", "/books.csv", "/feed.atom", "/corrections.json"])
async def test_machines_are_told_when_to_come_again(site: httpx.AsyncClient, path: str) -> None:
    answer = await site.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_health_says_that_the_database_does_not_answer() -> None:
    assert await database_answers() is False
