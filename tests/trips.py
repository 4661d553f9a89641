"""Trips: how often an action waits for the database, counted at the driver, whatever SQLAlchemy makes of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from wtsocial import db
from wtsocial.db.sqlite import OneTripConnection


@contextmanager
def counting_trips() -> Iterator[list[str]]:
    """Collect, in `with … as trips`, one entry for each time that an answer of the database is waited for. Begin when nothing runs."""
    with _on_sqlite() if db.engine().dialect.name == "sqlite" else _on_postgres() as trips:
        yield trips


@contextmanager
def _on_sqlite() -> Iterator[list[str]]:
    """Every call into the thread of a connection."""
    trips: list[str] = []
    travel: Any = OneTripConnection._execute

    async def counted(self: Any, function: Any, *arguments: Any, **named: Any) -> Any:
        trips.append(str(function))
        return await travel(self, function, *arguments, **named)

    with patch.object(OneTripConnection, "_execute", counted):
        yield trips


@contextmanager
def _on_postgres() -> Iterator[list[str]]:
    """Every message to the server after which it owes an answer, as libpq traces them."""
    trips: list[str] = []
    with tempfile.NamedTemporaryFile("w+") as trace:

        def follow(connection: Any, *_about: Any) -> None:
            connection.driver_connection.pgconn.trace(trace.fileno())

        def leave(connection: Any, *_about: Any) -> None:
            connection.driver_connection.pgconn.untrace()

        pool = db.engine().sync_engine.pool
        event.listen(pool, "checkout", follow, insert=True)
        event.listen(pool, "checkin", leave)
        try:
            yield trips
        finally:
            event.remove(pool, "checkout", follow)
            event.remove(pool, "checkin", leave)
            trace.seek(0)
            trips += [line for line in trace.read().splitlines() if _is_waited_for(line)]


def _is_waited_for(line: str) -> bool:
    parts = line.split("\t")
    return len(parts) > 3 and parts[1] == "F" and parts[3].strip() in ("Query", "Sync")
