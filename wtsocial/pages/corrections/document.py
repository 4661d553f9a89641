"""A day's corrections before any script runs."""

from datetime import date
from typing import Final

from babel.dates import format_date

from wtsocial.core.errors import Invalid
from wtsocial.editing.queries import corrections
from wtsocial.editing.views import CorrectionsPage
from wtsocial.endpoints.document import Document, PageRequest

TOLD: Final = 3
"""Corrections that a preview on another site quotes."""


async def document(request: PageRequest) -> Document:
    """`/corrections`"""
    day = corrections.day_of(request.query.get("day", ""))
    try:
        page = await corrections.of_day(day, older=request.query.get("older", ""))
    except Invalid:
        page = await corrections.of_day(day)
    last = "" if page.count else await corrections.last_day(day)
    written = _written(day, request)
    title = request.say("corrections.of_day", day=written)
    return Document(
        title,
        _summary(page, request),
        "corrections/document.html",
        {"page": page, "written": written, "last": last},
        kind="article",
        address=f"/corrections?day={page.day}" if request.query.get("day") else "",
        feed="/corrections.atom",
    )


def _written(day: date, request: PageRequest) -> str:
    return format_date(day, "full", locale=request.language)


def _summary(page: CorrectionsPage, request: PageRequest) -> str:
    """How many, and the first of them in words: what a link to the day shows elsewhere."""
    if not page.corrections:
        return request.say("corrections.empty")
    told = [request.say("corrections.example", before=one.before, after=one.after) for one in page.corrections[:TOLD]]
    return " ".join([request.say("corrections.many" if page.many else "corrections.count", count=page.count) + ".", *told])
