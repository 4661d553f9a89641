"""Statements that many modules need: insert what is missing, count, step a counter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Table, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import TooMany
from wtsocial.models import Post, Subwiki


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model: lists select its columns instead of building rows."""
    return cast(Table, vars(model)["__table__"])


HOUR = timedelta(hours=1)


class Identified(Protocol):
    """A row with an id of its own, which it gets when it is flushed."""

    @property
    def id(self) -> int | None:
        """None before it is flushed."""
        ...


def id_of(row: Identified) -> int:
    """The id of a row that came from the database or was flushed to it. Raises ValueError for one that was not."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} has no id before it is flushed")
    return row.id


async def insert_once(session: AsyncSession, model: type[SQLModel], **values: Any) -> bool:
    """Insert a row unless its key is there already; whether it was inserted. Safe against the same at the same moment."""
    return len(await insert_missing(session, model, [values])) == 1


async def insert_missing(session: AsyncSession, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Sequence[Any]:
    """Insert those rows whose keys are not there yet, in few statements; the primary keys of those inserted, in any order."""
    if not rows:
        return []
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    into = table(model)
    return (await connection.execute(insert(into).on_conflict_do_nothing().returning(*into.primary_key), rows)).all()


async def ensure_fewer(session: AsyncSession, most: int, model: type[SQLModel], *what: ColumnElement[bool]) -> None:
    """Go on while there are fewer than `most` such rows. Raises TooMany("error.quota"), with `limit`."""
    count = (await session.exec(select(func.count()).select_from(model).where(*what))).one()
    if count >= most:
        raise TooMany("error.quota", limit=most)


async def count(session: AsyncSession, model: type[Subwiki] | type[Post], row_id: int, **steps: int) -> None:
    """Add to counters of a row (`comments_count=1`) in the database itself, so that no step is lost."""
    counted = table(model)
    grown = {name: counted.c[name] + step for name, step in steps.items()}
    await (await session.connection()).execute(update(counted).where(counted.c.id == row_id).values(**grown))
