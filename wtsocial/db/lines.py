"""Execution: a statement that is kept goes to the driver as it was compiled once, any other one SQLAlchemy's own way."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, Protocol, cast

from sqlalchemy import Connection, Executable
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_only, greenlet_spawn

from wtsocial.db.compiled import Compiled, Values, compiled
from wtsocial.db.engines import SENT_AHEAD

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""Values by their names; or many sets of them."""


class Driver(Protocol):
    """A connection to the database, as `db/sqlite.py` and `db/postgres.py` make it."""

    async def run(self, statement: str, values: Any) -> tuple[Any, Sequence[Any]]:
        """Run one statement: what the driver says of its columns, and the rows."""
        ...

    def send_ahead(self, statement: str, parameters: Any, *, many: bool = False) -> None:
        """Run a statement with the next trip."""
        ...


async def run(connection: AsyncConnection, statement: Executable, given: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement; none for one that answers nothing. Raises what SQLAlchemy raises."""
    raw = _begun(connection)
    if use := compiled(statement, raw.dialect, list(given)):
        return await _run(raw, use, given)
    result = await connection.execute(statement, given)
    return result.all() if result.returns_rows else ()


async def send(connection: AsyncConnection, statement: Executable, given: Parameters) -> None:
    """Have a statement travel with the next one. An INSERT has to be `inline()`, so that no key is asked for."""
    raw = _begun(connection)
    sets = [given] if isinstance(given, Mapping) else given
    if use := compiled(statement, raw.dialect, list(sets[0]), many=len(sets) > 1):
        each = [use.values(one) for one in sets]
        values, many = (each, True) if len(sets) > 1 else (each[0], False)
        _tell_listeners(raw, use.sql, values, many=many)
        _driver(raw).send_ahead(use.sql, values, many=many)
    else:
        await connection.execute(statement, given, execution_options=SENT_AHEAD)


def read(connection: Connection, statement: Executable, given: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement that reads, for who is in a greenlet of SQLAlchemy's."""
    if use := compiled(statement, connection.dialect, list(given)):
        return await_only(_run(connection, use, given))
    return connection.execute(statement, given).all()


def _begun(connection: AsyncConnection) -> Connection:
    if connection.sync_connection is None:
        raise RuntimeError("a connection that was not begun")
    return connection.sync_connection


def _driver(connection: Connection) -> Driver:
    return cast("Driver", connection.connection.driver_connection)


async def _run(connection: Connection, use: Compiled, given: Mapping[str, Any]) -> Sequence[Any]:
    values = use.values(given)
    _tell_listeners(connection, use.sql, values)
    try:
        description, found = await _driver(connection).run(use.sql, values)
    except BaseException as error:  # also when nobody waits any more: what the connection is doing is unknown then
        await greenlet_spawn(_give_up, connection, error, use.sql, values)
        raise
    return use.rows(found, description)


def _tell_listeners(connection: Connection, statement: str, values: Any, *, many: bool = False) -> None:
    """Whoever listens for statements hears of these, too."""
    for tell in connection.dispatch.before_cursor_execute:
        tell(connection, None, statement, values, None, many)


def _give_up(connection: Connection, error: BaseException, statement: str, values: Values) -> NoReturn:
    """Raise it as SQLAlchemy does for its own statements: in its own words, and with the connection given up where that was lost."""
    try:
        raise error
    except BaseException as raised:  # noqa: BLE001 # it is raised again
        connection._handle_dbapi_exception(raised, statement, cast("Any", values), None, None)  # pyright: ignore[reportPrivateUsage]
