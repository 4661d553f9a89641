"""Outages: tells a database that is away from a mistake of ours, and notices when it is back."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from wtsocial.core.errors import DatabaseAway, OutcomeUnknown, Unavailable

log = logging.getLogger(__name__)

WAIT_ONCE_AWAY: Final = 0.5
"""Seconds."""
LOOKS: Final = 0.5
"""Seconds between two looks whether it is back."""

_PASSING: Final = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
"""What SQLite says of a file that somebody holds, that is full or gone. It says of a wrong statement that it is "operational", too."""


class _Outage:
    """Whether the database is away, as far as this process has noticed; `since_commit`: nothing was committed since it was."""

    away = False
    since_commit = False


def is_away(error: BaseException) -> bool:
    """Whether this is no mistake in a statement: the database, the line to it or its disk does not do its part."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, NoConnectionLeft)
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING
    return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)


@contextmanager
def telling_outages() -> Generator[None]:
    """Raise DatabaseAway for what the database is to blame for."""
    try:
        yield
    except Unavailable:
        raise
    except (DBAPIError, NoConnectionLeft) as error:
        if not is_away(error):
            raise
        raise _noted(DatabaseAway(said(error))) from error


@contextmanager
def telling_lost_commits(is_committing: Callable[[], bool]) -> Generator[None]:
    """Raise OutcomeUnknown when the connection is lost while the server commits. SQLite answers always: an error is a no."""
    try:
        yield
    except DBAPIError as error:
        if not is_committing() or not is_away(error) or isinstance(error.orig, sqlite3.Error):
            raise
        raise _noted(OutcomeUnknown(said(error))) from error


def said(error: BaseException) -> str:
    """What the driver says of it, in one line."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _noted(error: Unavailable) -> Unavailable:
    if not _Outage.away:
        log.warning("the database is away: %s", error)
    _Outage.away = _Outage.since_commit = True
    return error


def wait_at_most(seconds: float) -> float:
    """How long to wait for the database: not as long as usual for one that just kept somebody waiting. A page sends several events."""
    return min(seconds, WAIT_ONCE_AWAY) if _Outage.since_commit else seconds


def note_commit() -> None:
    """It takes changes: waiting for it is worth while."""
    _Outage.since_commit = False


async def watch(answers: Callable[[], Awaitable[object]], on_return: Callable[[], Awaitable[None]]) -> None:
    """Until cancelled: when the database was away, ask until it `answers`, and call `on_return` then."""
    while True:
        await asyncio.sleep(LOOKS)
        if not _Outage.away:
            continue
        try:
            await answers()
        except Unavailable:
            continue
        _Outage.away = False
        log.warning("the database is back")
        await on_return()
