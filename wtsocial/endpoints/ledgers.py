"""Documents of ledgers: recent changes, a day's corrections, what is remembered of a source, and the books."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.donations import ledger_queries
from wtsocial.editing.queries import changes, corrections
from wtsocial.editing.views import CorrectionsPage
from wtsocial.endpoints.written import Ask, Document
from wtsocial.i18n import say
from wtsocial.sources import queries as sources
from wtsocial.text.money import written

TOLD: Final = 3
"""Corrections that a preview on another site quotes."""


async def _changes(_query: Mapping[str, str], viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    page = await changes.recent(viewer)
    fill = {"changes": page.changes}
    return Document(say(language, "changes.list"), say(language, "changes.what"), "changes.html", fill, feed="/changes.atom")


async def _corrections(query: Mapping[str, str], _viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    day = corrections.day_of(query.get("day", ""))
    try:
        page = await corrections.of_day(day, older=query.get("older", ""))
    except Invalid:
        page = await corrections.of_day(day)
    title = say(language, "corrections.of_day", day=_in_words(day, language))
    address = f"/corrections?day={page.day}" if query.get("day") else ""
    fill = {"page": page, "in_words": _in_words(day, language)}
    return Document(title, _summary(page, language), "corrections.html", fill, kind="article", address=address, feed="/corrections.atom")


async def _source(query: Mapping[str, str], viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    try:
        found = await sources.of_domain(viewer, parts[0], older=query.get("older", ""))
    except Invalid:
        found = await sources.of_domain(viewer, parts[0])
    key, count = ("source.record", found.corrected) if found.corrected else ("source.no_record", found.posts)
    record = say(language, key, count=count, posts=found.posts)
    title = say(language, "source.title", domain=found.domain)
    return Document(title, record, "source.html", {"source": found, "record": record}, address=f"/source/{found.domain}")


async def _books(query: Mapping[str, str], viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    found = await ledger_queries.books(viewer, currency=query.get("currency", ""))

    def money(amount: int) -> str:
        return written(amount, found.currency, language)

    covered = say(language, "books.covered", percent=found.covered, costs=money(found.costs)) if found.costs else ""
    fill = {"books": found, "money": money, "covered": covered or say(language, "books.no_costs")}
    return Document(say(language, "books.title"), covered or say(language, "books.what"), "books.html", fill)


def _in_words(day: date, language: str) -> str:
    return format_date(day, "full", locale=language)


def _summary(page: CorrectionsPage, language: str) -> str:
    """How many, and the first of them in words: what a link to the day shows elsewhere."""
    if not page.corrections:
        return say(language, "corrections.empty")
    told = [say(language, "corrections.example", before=one.before, after=one.after) for one in page.corrections[:TOLD]]
    return " ".join([say(language, "corrections.count", count=page.count) + ".", *told])


ASKED: Mapping[str, Ask] = {"/books": _books, "/changes": _changes, "/corrections": _corrections, "/source/[domain]": _source}
"""Public pages whose text stands in the HTML, and depends on the query."""
