"""The books for machines: figures as JSON, and every line of the ledger as JSON and CSV. Anybody may have them."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.donations import ledger_queries
from wtsocial.donations.views import LedgerLineView, LedgerPage
from wtsocial.endpoints.conditional import CACHE, kept_json
from wtsocial.endpoints.csv_files import csv_response
from wtsocial.text.money import minor_units

_HEADERS: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": CACHE}
_COLUMNS: Final = ("entry", "at", "month", "kind", "account", "currency", "amount", "minor_units", "note")
_FIGURES: Final = (
    "currency", "currencies", "months", "covered", "costs", "member_costs", "members", "places", "place_price", "given", "given_count",
    "spent", "returned", "fees", "exchanged", "left", "categories", "donations", "expenses",
)  # fmt: skip


async def figures(request: Request) -> Response:
    """`/api/v1/books.json`: the figures of the page (`?currency=EUR&months=12`); amounts in the currency's smallest unit."""
    asked = request.query_params
    try:
        found = await ledger_queries.books(Viewer(), currency=asked.get("currency", ""), months=_number(asked.get("months", "12")))
    except NotFound:
        return JSONResponse({"error": "not_found"}, 404, _HEADERS)
    told: dict[str, Any] = asdict(found)
    kept = {name: told[name] for name in _FIGURES} | {"minor_units": minor_units(found.currency), "ledger": "/books.json"}
    return kept_json(request, kept)


async def ledger_json(request: Request) -> Response:
    """`/books.json`: the ledger, a thousand entries at a time; `next` is the address of what follows."""
    try:
        page = await ledger_queries.entries(after=_number(request.query_params.get("after", "0")))
    except NotFound:
        return JSONResponse({"error": "not_found"}, 404, _HEADERS)
    lines = [dict(zip(_COLUMNS, _row(line), strict=True)) for line in page.lines]
    return kept_json(request, {"lines": lines, "next": f"/books.json?after={page.next}" if page.next else None})


async def ledger_csv(_request: Request) -> Response:
    """`/books.csv`: the whole ledger; no cell of it is a formula to a spreadsheet."""
    # Read before the answer begins: what fails then can still be told.
    first = await ledger_queries.entries(after=0)
    return csv_response("books.csv", _COLUMNS, _pages(first), headers=_HEADERS)


async def _pages(page: LedgerPage) -> AsyncIterator[list[tuple[str | int, ...]]]:
    while True:
        yield [_row(line) for line in page.lines]
        if not page.next:
            return
        page = await ledger_queries.entries(after=page.next)


def _row(line: LedgerLineView) -> tuple[str | int, ...]:
    at = datetime.fromtimestamp(line.at / 1000, UTC).isoformat(timespec="seconds")
    where = (line.entry, at, line.month, line.kind, line.account, line.currency)
    return (*where, line.amount, minor_units(line.currency), line.note)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


ROUTES = [
    Route("/api/v1/books.json", figures),
    Route("/books.json", ledger_json),
    Route("/books.csv", ledger_csv),
]
