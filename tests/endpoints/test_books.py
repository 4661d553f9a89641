"""Webhooks and books over HTTP: refused without a secret; the ledger as CSV and JSON, harmless and adding up."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import func, select
from starlette.applications import Starlette

from tests.factories import make_member
from tests.money import Stripe, make_order, receive
from tests.stripe_server.deliveries import signature
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.donations import expenses as spending
from wtsocial.donations import ledger_queries as shown
from wtsocial.endpoints import books, webhooks
from wtsocial.endpoints.guards import guarded
from wtsocial.jobs import Worker
from wtsocial.models import StripeEvent


@pytest.fixture
async def site(database: str) -> AsyncIterator[httpx.AsyncClient]:
    app = guarded(Starlette(routes=[*books.ROUTES, *webhooks.ROUTES]), larger={webhooks.STRIPE: webhooks.MOST_BYTES})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings().site_url) as client:
        yield client


async def _kept() -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(StripeEvent))).one()


async def test_without_a_secret_every_webhook_is_refused_and_nothing_written(site: httpx.AsyncClient) -> None:
    event = {"id": "evt_1", "object": "event", "type": "charge.succeeded", "created": 1_780_000_000, "data": {"object": {"id": "ch_1"}}}
    told = json.dumps(event).encode()
    for headers in ({}, {"Stripe-Signature": signature(told, "")}, {"Stripe-Signature": signature(told, "whsec_guessed")}):
        assert (await site.post("/webhooks/stripe", content=told, headers=headers)).status_code == 400
    assert await _kept() == 0


async def test_with_the_secret_a_signed_webhook_is_taken_and_worked_on(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_ours")
    settings.cache_clear()
    await make_order()
    stripe = Stripe()
    told = json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": "charge.succeeded",
            "created": stripe.clock,
            "data": {"object": stripe.charge(metadata=stripe.metadata)},
        }
    ).encode()
    answer = await site.post("/webhooks/stripe", content=told, headers={"Stripe-Signature": signature(told, "whsec_ours")})
    assert (answer.status_code, answer.content, await _kept()) == (200, b"", 1)
    await Worker().run_due()
    assert (await shown.books(Viewer())).given == 1000


async def _world() -> None:
    admin = await make_member("margarethe", admin=True)
    for payee in ("=cmd|' /C calc'!A0", "+1 234", "-7", "@SUM(A1)", "A plain, “quoted” host"):
        day = datetime.now(UTC).date().isoformat()
        await spending.enter_expense(admin, category="servers", payee=payee, amount="12", currency="EUR", day=day, note="", receipt="R")
    await make_order()
    await receive(Stripe().pay_once())


async def test_the_csv_is_harmless_in_a_spreadsheet_and_adds_up(site: httpx.AsyncClient) -> None:
    await _world()
    answer = await site.get("/books.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 12
    texts = [row[name] for row in rows for name in ("kind", "account", "note", "currency", "month", "at")]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []
    assert "'=cmd|' /C calc'!A0" in texts
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        sums[row["entry"], row["currency"]] += int(row["amount"])
    assert set(sums.values()) == {0}
    given = -sum(int(row["amount"]) for row in rows if row["account"].startswith("donations:"))
    assert given == (await shown.books(Viewer())).given == 1000
    assert "ch_1_1" not in answer.text


async def test_the_json_is_the_same_ledger_page_by_page(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await _world()
    whole = (await site.get("/books.json")).json()
    assert (len(whole["lines"]), whole["next"]) == (12, None)
    limited = shown.entries

    async def two(*, after: int = 0) -> object:
        return await limited(after=after, limit=2)

    monkeypatch.setattr(shown, "entries", two)
    found, following = [], "/books.json"
    while following:
        page = (await site.get(following)).json()
        found += page["lines"]
        following = page["next"]
    assert found == whole["lines"]


async def test_the_figures_are_those_of_the_page(site: httpx.AsyncClient) -> None:
    await _world()
    answer = await site.get("/api/v1/books.json?months=3")
    told, view = answer.json(), await shown.books(Viewer(), months=3)
    assert (told["given"], told["spent"], told["left"], len(told["months"])) == (view.given, view.spent, view.left, 3)
    assert (told["minor_units"], answer.headers["access-control-allow-origin"]) == (2, "*")
    assert "may_enter" not in told


@pytest.mark.parametrize(
    "path", ["/api/v1/books.json?currency=XXX", "/api/v1/books.json?months=x", "/books.json?after=-1", "/books.json?after=٣"]
)
async def test_what_is_not_there_is_not_found(site: httpx.AsyncClient, path: str) -> None:
    assert (await site.get(path)).status_code == 404
