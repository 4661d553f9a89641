"""How the database means to answer: the plans of statements, as they were sent."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db

Sent = list[tuple[str, Any]]
"""Statements with their parameters."""


@contextmanager
def noting() -> Iterator[Sent]:
    """Collect, in `with … as sent`, the statements sent meanwhile, so that they can be explained."""
    sent: Sent = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append((statement, parameters))

    engine = db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def plan(statement: str, parameters: Any, *, may_sort: bool = False) -> str:
    """The plan of a statement, a line for each step; by an index that has its order, if there is any (unless it `may_sort`).

    With a handful of rows PostgreSQL rightly prefers to read a table whole, and to sort; at size it must not, so here it may not. What
    it knows of its tables is made new first: or it would know more or less of them, as its vacuum comes by earlier or later.
    """
    async with db.one_moment() as connection:
        lite = connection.dialect.name == "sqlite"
        if not lite:
            await _as_at_size(connection, may_sort=may_sort)
        rows = await connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + statement, parameters)
        return "\n".join(str(tuple(row)) for row in rows.all())


async def _as_at_size(connection: AsyncConnection, *, may_sort: bool) -> None:
    await connection.exec_driver_sql("ANALYZE")
    for way in ("seqscan", "bitmapscan", *(() if may_sort else ("sort",))):
        await connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")


async def generic_plan(statement: str, names: Iterable[str], *, may_sort: bool = True) -> str:
    """The plan that PostgreSQL keeps for a statement, whatever its parameters (of these names) are: it takes it after some executions."""
    for number, name in enumerate(names, 1):
        statement = statement.replace(f"%({name})s", f"${number}")
    async with db.one_moment() as connection:
        await _as_at_size(connection, may_sort=may_sort)
        rows = await connection.exec_driver_sql("EXPLAIN (GENERIC_PLAN) " + statement)
        return "\n".join(rows.scalars())
