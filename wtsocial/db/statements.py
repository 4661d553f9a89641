"""Statements that many modules need: insert what is missing, count, step a counter, write what was changed of a row.

Building a statement costs more than running it, so what is run at every press is built once, with bound parameters.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import ColumnElement, FromClause, Insert, Select, Table, Update, bindparam, func, insert, inspect, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import TooMany
from wtsocial.db.session import change_of
from wtsocial.models import Member, Post, Subwiki

_INSERT: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


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


def some_of_each(dialect: str, each: Table, some: Table, rows: Select[*tuple[Any, ...]]) -> tuple[FromClause, FromClause]:
    """Each row of a table, joined with those of another (with an `id`) that `rows`, correlated to it, finds for it; and these alone."""
    if dialect == "sqlite":
        # It knows no LATERAL, and looks up the ids of a correlated list by their row number.
        listed = some.alias("found")
        return each.join(listed, listed.c.id.in_(rows.with_only_columns(rows.selected_columns.id))), listed
    # As they were found: to look them up by their ids once more, PostgreSQL may well go through the whole table.
    found = rows.lateral("found")
    return each.join(found, true()), found


async def insert_once(session: AsyncSession, model: type[SQLModel], **values: Any) -> bool:
    """Insert a row unless its key is there already; whether it was inserted. Safe against the same at the same moment."""
    change = change_of(session)
    return bool(await change.run(_insert_missing(change.dialect, table(model)), values))


async def insert_missing(session: AsyncSession, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Sequence[Any]:
    """Insert those rows whose keys are not there yet, in few statements; the primary keys of those inserted, in any order."""
    if not rows:
        return []
    connection = await session.connection()
    return (await connection.execute(_insert_missing(connection.dialect.name, table(model)), rows)).all()


@lru_cache
def _insert_missing(dialect: str, into: Table) -> Insert:
    return _INSERT[dialect](into).on_conflict_do_nothing().returning(*into.primary_key)


async def insert_unasked(session: AsyncSession, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows whose keys nobody needs to know: they travel with the next statement (`Transaction.send`)."""
    if rows:
        await change_of(session).send(_insert(table(model)), rows if len(rows) > 1 else rows[0])


@lru_cache
def _insert(into: Table) -> Insert:
    return insert(into).inline()


async def ensure_fewer(session: AsyncSession, most: int, model: type[SQLModel], *what: ColumnElement[bool]) -> None:
    """Go on while there are fewer than `most` such rows. Raises TooMany("error.quota"), with `limit`."""
    count = (await session.exec(select(func.count()).select_from(model).where(*what))).one()
    if count >= most:
        raise TooMany("error.quota", limit=most)


async def count(session: AsyncSession, model: type[Subwiki] | type[Post] | type[Member], row_id: int, **steps: int) -> None:
    """Add to counters of a row (`comments_count=1`) in the database itself, so that no step is lost."""
    counted = {f"step_{name}": step for name, step in steps.items()}
    await change_of(session).send(_count(table(model), tuple(steps)), {"row_id": row_id, **counted})


@lru_cache
def _count(counted: Table, names: tuple[str, ...]) -> Update:
    grown = {name: counted.c[name] + bindparam(f"step_{name}") for name in names}
    return update(counted).where(counted.c.id == bindparam("row_id")).values(grown)


async def save(session: AsyncSession, row: Identified) -> None:
    """Write what was changed of a row of the session's: it travels with the next statement, where a flush would be a trip of its own."""
    changed = {name: getattr(row, name) for name in sorted(inspect(row).committed_state)}
    if changed:
        await change_of(session).send(_save(table(type(cast(SQLModel, row))), tuple(changed)), changed | {"row_id": row.id})
    for name, value in changed.items():
        set_committed_value(row, name, value)


@lru_cache
def _save(changed: Table, names: tuple[str, ...]) -> Update:
    return update(changed).where(changed.c.id == bindparam("row_id")).values({name: bindparam(name) for name in names})
