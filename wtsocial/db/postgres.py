"""PostgreSQL, not waited for without end: a server that is stopped, or behind a dead line, counts as away after some seconds."""

import contextlib
from collections.abc import Generator
from contextvars import ContextVar
from typing import Any, Final

import psycopg
from psycopg.errors import _WaitTimeout  # pyright: ignore[reportPrivateUsage] # raised by `wait`, whose argument is public
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
            return await super().wait(gen, interval, timeout or longest)
        except _WaitTimeout:
            if timeout:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {longest:.0f} s") from None


async def connect(*arguments: Any, **options: Any) -> Connection:
    """An open connection, as `create_async_engine(connect_args={"async_creator_fn": …})` wants it."""
    return await Connection.connect(*arguments, connect_timeout=CONNECT_WAIT, **options)
