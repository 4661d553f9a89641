"""SQLite, awaited: each statement is one trip to its connection's thread, where the driver alone makes four."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, cast

import aiosqlite

CHUNK = 64
"""How many rows the driver would fetch at once; nothing here does."""


class OneTripCursor:
    """What SQLAlchemy asks of a cursor. Executing fetches all rows and closes, so that nothing else has to travel."""

    arraysize = 1

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement."""
        return await self._travel(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run one statement for each set of parameters."""
        return await self._travel(lambda cursor: cursor.executemany(statement, parameters))

    async def _travel(self, work: Callable[[sqlite3.Cursor], object]) -> Self:
        def there(cursor: sqlite3.Cursor) -> None:
            work(cursor)
            # The rows first: with RETURNING, the count of rows is known after the last.
            self._rows = cursor.fetchall()
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            cursor.close()

        await self._connection.travel(there)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, which are here already."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open."""


class OneTripConnection(aiosqlite.Connection):
    """A connection to a database file, in a thread of its own. `wait`: seconds to wait for another process that writes."""

    def __init__(self, path: str, *, wait: float) -> None:
        # SQLAlchemy sets options of the connection from the loop's thread.
        super().__init__(lambda: sqlite3.connect(path, timeout=wait, check_same_thread=False), CHUNK)
        # A program that ends does not wait for it.
        self._thread.daemon = True

    def cursor(self) -> Any:
        """A cursor that is made where it is used."""
        return OneTripCursor(self)

    async def travel(self, work: Callable[[sqlite3.Cursor], None]) -> None:
        """Do some work with a new cursor in the connection's thread."""
        run = cast(Callable[..., Any], self._execute)  # pyright: ignore[reportUnknownMemberType] # untyped there
        await run(lambda: work(self._conn.cursor()))


async def connect(path: str, *, wait: float) -> OneTripConnection:
    """An open connection, as `create_async_engine(async_creator=…)` wants it."""
    made = OneTripConnection(path, wait=wait)
    await made
    return made
