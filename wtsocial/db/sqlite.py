"""SQLite, awaited: each statement is one trip to its connection's thread, where the driver alone makes four.

What nobody waits for (BEGIN, and writes that are sent ahead) travels with the next statement, or with the commit.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self, cast

import aiosqlite

CHUNK = 64
"""How many rows the driver would fetch at once; nothing here does."""

Work = Callable[[sqlite3.Cursor], object]
"""What is done with a new cursor in the connection's thread."""


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

    async def _travel(self, work: Work) -> Self:
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
        self._begin = ""
        self._ahead: list[Work] = []
        self._is_open = False
        """A transaction was begun, or is being begun by a trip that nobody waits for any more."""

    def cursor(self) -> Any:
        """A cursor that is made where it is used."""
        return OneTripCursor(self)

    async def run(self, statement: str, values: Sequence[Any]) -> tuple[Callable[[], Any], list[Any]]:
        """Run one statement: what tells of its columns, and the rows."""
        cursor = await OneTripCursor(self).execute(statement, values)
        return lambda: cursor.description, await cursor.fetchall()

    def begin(self, statement: str) -> None:
        """Begin a transaction with the next trip, unless one is begun; one that does nothing makes none."""
        if not self.is_begun:
            self._begin = statement

    @property
    def is_begun(self) -> bool:
        """Whether a transaction was begun, or is to be with the next trip."""
        return bool(self._begin) or self._is_open

    def send_ahead(self, statement: str, parameters: Any, *, many: bool = False) -> None:
        """Run a statement with the next trip, before what that is for, which fails when this does."""
        self._ahead.append(partial(_run, statement, parameters, many=many))

    async def travel(self, work: Work) -> None:
        """Do some work with a new cursor in the connection's thread."""
        before = ([partial(_run, self._begin, ())] if self._begin else []) + self._ahead
        self._is_open = self._is_open or bool(self._begin)
        self._begin, self._ahead = "", []

        def there() -> None:
            for step in before:
                step(self._conn.cursor())
            work(self._conn.cursor())

        await self._there(there)

    async def commit(self) -> None:
        """Commit, after what was sent ahead."""
        if self._ahead:
            await self.travel(partial(_run, "COMMIT", ()))
        elif self._is_open:
            await self._there(self._conn.commit)
        self._begin, self._is_open = "", False

    async def rollback(self) -> None:
        """Roll back what was begun; what was sent ahead never leaves."""
        self._begin, self._ahead = "", []
        if self._is_open or self._conn.in_transaction:
            await self._there(self._conn.rollback)
        self._is_open = False

    async def _there(self, work: Callable[[], object]) -> None:
        run = cast("Callable[..., Any]", self._execute)  # pyright: ignore[reportUnknownMemberType] # untyped there
        await run(work)


def _run(statement: str, parameters: Any, cursor: sqlite3.Cursor, *, many: bool = False) -> None:
    (cursor.executemany if many else cursor.execute)(statement, parameters)
    # One that returns rows is finished by fetching them.
    cursor.fetchall()
    cursor.close()


async def connect(path: str, *, wait: float) -> OneTripConnection:
    """An open connection, as `create_async_engine(async_creator=…)` wants it."""
    made = OneTripConnection(path, wait=wait)
    await made
    return made
