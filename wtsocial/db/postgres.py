"""PostgreSQL, not waited for without end: a server that is stopped, or behind a dead line, counts as away after some seconds.

What nobody waits for (BEGIN, and writes that are sent ahead) travels with the next statement, or with the commit.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Generator
from contextvars import ContextVar
from typing import Any, Final, Self, cast

import psycopg
from psycopg.errors import _WaitTimeout  # pyright: ignore[reportPrivateUsage] # raised by `wait`, whose argument is public
from psycopg.pq import TransactionStatus
from psycopg.waiting import wait_async
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg
from typing_extensions import override

from wtsocial.db import outages

LONGEST_WAIT: Final = 4.0
"""Seconds that one statement may take where a person waits; a press has a few of them, and its page gives up after ten."""
CONNECT_WAIT: Final = 2
"""Seconds for a new connection, and for one of the pool to come free. The driver takes no less."""
PATIENT: Final = 300.0
"""Seconds, where nobody waits: commands and jobs."""

_longest: Final[ContextVar[float]] = ContextVar("longest", default=LONGEST_WAIT)


@contextlib.contextmanager
def patient() -> Generator[None]:
    """Statements may take long here: nobody waits for an answer."""
    token = _longest.set(PATIENT)
    try:
        yield
    finally:
        _longest.reset(token)


def is_patient() -> bool:
    """Whether this is work that nobody waits for."""
    return _longest.get() > LONGEST_WAIT


class Connection(psycopg.AsyncConnection[Any]):
    """A connection that is given up when one statement takes longer than it may.

    A timeout of the server's own would not do: a server that is stopped keeps no time.
    """

    @override
    async def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # as the driver calls it
        """What the server answers. Raises psycopg.OperationalError, and closes, when it takes too long."""
        longest = _longest.get() if is_patient() else outages.wait_at_most(_longest.get())
        try:
            return await wait_async(gen, self.pgconn.socket, interval=interval, timeout=timeout or longest)
        except asyncio.CancelledError:
            # Whoever is cancelled waits no longer: the driver would first have a server that says nothing cancel the query, for ten
            # seconds. The pool gives up the connection in any case.
            self.pgconn.finish()
            raise
        except _WaitTimeout:
            if timeout:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {longest:g} s") from None

    @override
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._ahead: list[tuple[str, Any, bool]] = []

    @property
    def is_begun(self) -> bool:
        """Whether a transaction was begun, or is to be with the next trip."""
        return bool(self._ahead) or self.info.transaction_status != TransactionStatus.IDLE

    async def run(self, statement: str, values: Any) -> tuple[Callable[[], Any], list[Any]]:
        """Run one statement: what tells of its columns, and the rows."""
        cursor = Cursor(self)
        await cursor.execute(cast("Any", statement), values)
        rows = await cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
        # To describe columns takes the driver longer than to read a few rows.
        return lambda: cursor.description, rows

    def begin(self) -> None:
        """Begin a transaction with the next trip, unless one is begun; one that does nothing makes none."""
        if not self.is_begun:
            self._ahead.append(("BEGIN", None, False))

    def send_ahead(self, statement: str, parameters: Any, *, many: bool = False) -> None:
        """Run a statement with the next trip, before what that is for, which fails when this does."""
        self._ahead.append((statement, parameters, many))

    @contextlib.asynccontextmanager
    async def one_trip(self) -> AsyncGenerator[None]:
        """Send what is sent meanwhile in one trip, after what was sent ahead."""
        ahead, self._ahead = self._ahead, []
        if not ahead:
            yield
            return
        async with self.pipeline():
            for statement, parameters, many in ahead:
                cursor = psycopg.AsyncCursor(self)
                await (cursor.executemany if many else cursor.execute)(cast("Any", statement), parameters)
            yield

    @override
    async def commit(self) -> None:
        """Commit, together with what was sent ahead."""
        if [statement for statement, *_ in self._ahead] == ["BEGIN"]:
            self._ahead = []
        if not self._ahead:
            return await super().commit()
        self.send_ahead("COMMIT", None)
        async with self.one_trip():
            return None

    @override
    async def rollback(self) -> None:
        """Roll back what was begun; what was sent ahead never leaves."""
        self._ahead = []
        if self.is_begun:
            await super().rollback()


class Cursor(psycopg.AsyncCursor[Any]):
    """A cursor whose statements take along what was sent ahead."""

    @override
    async def execute(self, *arguments: Any, **options: Any) -> Self:
        """Run one statement."""
        async with cast(Connection, self.connection).one_trip():
            await super().execute(*arguments, **options)
        return self

    @override
    async def executemany(self, *arguments: Any, **options: Any) -> None:
        """Run one statement for each set of parameters."""
        async with cast(Connection, self.connection).one_trip():
            await super().executemany(*arguments, **options)


class Compiler(PGCompiler_psycopg):
    """Writes how many rows are wanted into a statement, where the planner reads it.

    Of a parameter it does not know how many that will be, and takes it for a tenth of all that there are: in a large table the one plan
    for any parameters then seems dear, and the statement, however quickly it runs, is planned anew each time.
    """

    @override
    def limit_clause(self, select: Any, **options: Any) -> str:
        """LIMIT and OFFSET, with numbers."""
        return super().limit_clause(select, **(options | {"literal_execute": True}))  # pyright: ignore[reportUnknownMemberType]


class _Dial:
    """Whether the last try to connect failed, and the end of a try by which all others go."""

    failed = False
    ended: asyncio.Event | None = None


async def connect(*arguments: Any, **options: Any) -> Connection:
    """An open connection, as `create_async_engine(connect_args={"async_creator_fn": …})` wants it.

    Where the last try failed one at a time tries again, and the others wait for how that ends: a server that woke up would have hundreds
    to turn away who are gone long since.
    """
    if _Dial.ended:
        await _Dial.ended.wait()
        if _Dial.failed:
            raise psycopg.OperationalError("no connection a moment ago")
    ended = _Dial.ended = asyncio.Event() if _Dial.failed else None
    try:
        connection = await _connect(*arguments, **options)
    except psycopg.OperationalError:
        _Dial.failed = True
        raise
    else:
        _Dial.failed = False
        return connection
    finally:
        if ended:
            ended.set()
            _Dial.ended = None


async def _connect(*arguments: Any, **options: Any) -> Connection:
    longest = CONNECT_WAIT if is_patient() else outages.wait_at_most(CONNECT_WAIT)
    try:
        # The driver's own timeout is two seconds at least.
        async with asyncio.timeout(longest):
            return await Connection.connect(*arguments, connect_timeout=CONNECT_WAIT, cursor_factory=Cursor, **options)
    except TimeoutError:
        raise psycopg.OperationalError(f"no connection within {longest:g} s") from None
