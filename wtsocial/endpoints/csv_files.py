"""Tables for spreadsheets: CSV, row by row as it is read, of which no cell is a formula."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Final

from starlette.responses import StreamingResponse

Row = Sequence[str | int]
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What begins so is a formula to spreadsheets."""


def csv_response(name: str, columns: Row, pages: AsyncIterator[Iterable[Row]], *, headers: Mapping[str, str]) -> StreamingResponse:
    """A file of this name for keeping: a line with the columns' names, and then the rows, page by page."""
    told = {**headers, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(columns, pages), headers=told, media_type="text/csv; charset=utf-8")


async def _lines(columns: Row, pages: AsyncIterator[Iterable[Row]]) -> AsyncIterator[str]:
    yield _written([columns])
    async for rows in pages:
        yield _written([tuple(map(_harmless, row)) for row in rows])


def _harmless(cell: str | int) -> str | int:
    """The cell, with an apostrophe before a text that a spreadsheet would work out. Numbers stay numbers, those below zero too."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def _written(rows: Iterable[Row]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
