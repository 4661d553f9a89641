"""Lines: a connection taken from the pool. Statements that are kept go to the driver as they were compiled once, others SQLAlchemy's way.

To have SQLAlchemy begin, commit and close costs more than a vote's statements, so that it is asked only where it is needed.
"""

# SQLAlchemy's own words for failures are made where no public name leads.
# pyright: reportPrivateUsage=false

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NoReturn, Protocol, cast

from sqlalchemy import Connection, Engine, Executable, PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import greenlet_spawn

from wtsocial.db.compiled import compiled
from wtsocial.db.engines import SENT_AHEAD, begin

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""Values by their names; or many sets of them."""


class Driver(Protocol):
    """A connection to the database, as `db/sqlite.py` and `db/postgres.py` make it."""

    @property
    def is_begun(self) -> bool:
        """Whether a transaction was begun, or is to be with the next trip."""
        ...

    async def run(self, statement: str, values: Any) -> tuple[Callable[[], Any], Sequence[Any]]:
        """Run one statement: what tells of its columns, and the rows."""
        ...

    def send_ahead(self, statement: str, parameters: Any, *, many: bool = False) -> None:
        """Run a statement with the next trip."""
        ...

    async def commit(self) -> None:
        """Commit, after what was sent ahead."""
        ...

    async def rollback(self) -> None:
        """Roll back what was begun."""
        ...


class Line:
    """A connection of the pool, until `end`."""

    def __init__(self, made: AsyncEngine, taken: PoolProxiedConnection) -> None:
        self.dialect = made.dialect
        self._made = made
        self._taken = taken
        self._driver = cast("Driver", taken.driver_connection)
        self._listeners = made.sync_engine.dispatch.before_cursor_execute

    async def begin(self) -> None:
        """Begin a transaction with the next trip, of the kind that the engine is for."""
        await begin(self._driver, self._taken.info, self._made.sync_engine.get_execution_options())

    @cached_property
    def connection(self) -> AsyncConnection:
        """SQLAlchemy's own of the same, in the same transaction."""
        connection = Connection(self._made.sync_engine, self._taken)
        connection.begin()
        return AsyncConnection(self._made, connection)

    @property
    def _raw(self) -> Connection:
        return cast("Connection", self.connection.sync_connection)

    async def run(self, statement: Executable, given: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of a statement; none for one that answers nothing. Raises what SQLAlchemy raises."""
        use = compiled(statement, self.dialect, list(given))
        if use is None:
            result = await self.connection.execute(statement, given)
            return result.all() if result.returns_rows else ()
        values = use.values(given)
        self._tell_listeners(use.sql, values)
        try:
            describe, found = await self._driver.run(use.sql, values)
        except BaseException as error:  # also when nobody waits any more: what the connection is doing is unknown then
            await greenlet_spawn(_give_up, self._raw, error, use.sql, values)
            raise
        return use.rows(found, describe)

    async def send(self, statement: Executable, given: Parameters) -> None:
        """Have a statement travel with the next one. An INSERT has to be `inline()`, so that no key is asked for."""
        sets = [given] if isinstance(given, Mapping) else given
        use = compiled(statement, self.dialect, list(sets[0]), many=len(sets) > 1)
        if use is None:
            await self.connection.execute(statement, given, execution_options=SENT_AHEAD)
            return
        each = [use.values(one) for one in sets]
        values, many = (each, True) if len(sets) > 1 else (each[0], False)
        self._tell_listeners(use.sql, values, many=many)
        self._driver.send_ahead(use.sql, values, many=many)

    async def commit(self) -> None:
        """Commit, after what was sent ahead."""
        if "connection" in vars(self):
            await self.connection.commit()
            return
        try:
            await self._driver.commit()
        except BaseException as error:
            await greenlet_spawn(_give_up, self._raw, error, "COMMIT", ())
            raise

    async def end(self) -> None:
        """Roll back what was not committed, and give the connection back, also while nobody waits any more."""
        if "connection" in vars(self):
            await asyncio.shield(asyncio.ensure_future(greenlet_spawn(_close, self._raw)))
        elif self._driver.is_begun:
            await asyncio.shield(asyncio.ensure_future(self._undo()))
        else:
            # One that the pool has no room for is closed.
            await greenlet_spawn(self._taken.close)

    async def _undo(self) -> None:
        try:
            await self._driver.rollback()
        finally:
            await greenlet_spawn(self._taken.close)

    def _tell_listeners(self, statement: str, values: Any, *, many: bool = False) -> None:
        """Whoever listens for statements hears of these, too."""
        if self._listeners:
            for tell in self._listeners:
                tell(None, None, statement, values, None, many)


async def take(made: AsyncEngine) -> Line:
    """A connection of the engine's pool. Raises what SQLAlchemy raises."""
    return Line(made, await greenlet_spawn(_take, made.sync_engine))


def _take(made: Engine) -> PoolProxiedConnection:
    try:
        return made.raw_connection()
    except made.dialect.loaded_dbapi.Error as error:
        Connection._handle_dbapi_exception_noconnection(error, made.dialect, made)


def _give_up(connection: Connection, error: BaseException, statement: str, values: Any) -> NoReturn:
    """Raise it as SQLAlchemy does for its own statements: in its own words, and with the connection given up where that was lost."""
    try:
        raise error
    except BaseException as raised:  # noqa: BLE001 # it is raised again
        connection._handle_dbapi_exception(raised, statement, values, None, None)


def _close(connection: Connection) -> None:
    try:
        connection.rollback()
    finally:
        connection.close()
