"""The engine of this process: how connections are made, begin a transaction, and take along what is sent ahead."""

import select
import time
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Literal

import psycopg
from sqlalchemy import event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

from wtsocial.core.settings import settings
from wtsocial.db import outages, postgres, sqlite

LONG_WAIT, SHORT_WAIT = 5_000, 2_000
"""Milliseconds to wait for whoever writes to SQLite; the short ones where it can as well be done later."""
TURN_WAIT = 6.0
"""Seconds to wait for the writers of this process. A page gives up after ten."""

IDLE = 1.0
"""Seconds after which a connection to PostgreSQL is asked for a sign of life before it is used."""
SENT_AHEAD = {"ahead": True}
"""What says that nobody waits for a statement."""


@lru_cache(maxsize=1)
def engine() -> AsyncEngine:
    """The engine of this process. Nothing is connected until it is used, so that a server may fork before."""
    return made_for(settings().sqlalchemy_url)


def made_for(url: str) -> AsyncEngine:
    """A new engine for the database of this address."""
    if not url.startswith("sqlite"):
        connecting = {"async_creator_fn": postgres.connect}
        pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 10, "pool_timeout": postgres.CONNECT_WAIT, "pool_reset_on_return": None}
        # The driver's own BEGIN would be a trip of its own; ours is in _begin_postgres.
        made = create_async_engine(url, connect_args=connecting, isolation_level="AUTOCOMMIT", **pool)
        made.dialect.statement_compiler = postgres.Compiler
        event.listen(made.sync_engine, "begin", _begin_by_sqlalchemy)
        event.listen(made.sync_engine, "reset", _roll_back)
        event.listen(made.sync_engine, "checkin", _note_use)
        event.listen(made.sync_engine, "checkout", _ensure_alive)
        _listen_for_ahead(made)
        return made
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    path = make_url(url).database or ""
    made = create_async_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=TURN_WAIT,
        pool_reset_on_return=None,
        async_creator=lambda: sqlite.connect(path, wait=LONG_WAIT / 1000),
    )
    event.listen(made.sync_engine, "connect", _prepare_sqlite)
    event.listen(made.sync_engine, "reset", _roll_back)
    event.listen(made.sync_engine, "begin", _begin_by_sqlalchemy)
    _listen_for_ahead(made)
    return made


def _listen_for_ahead(made: AsyncEngine) -> None:
    event.listen(made.sync_engine, "do_execute", partial(_send_ahead, many=False))
    event.listen(made.sync_engine, "do_executemany", partial(_send_ahead, many=True))


def _send_ahead(_cursor: Any, statement: str, parameters: Any, context: Any, *, many: bool) -> bool:
    """Whether a statement was handed to the driver to be sent with the next one (`statements.send`)."""
    if not context.execution_options.get("ahead", False):
        return False
    context.root_connection.connection.driver_connection.send_ahead(statement, parameters, many=many)
    return True


@lru_cache(maxsize=2)
def engine_for(what: Literal["writing", "alone"]) -> AsyncEngine:
    """The same engine, which begins transactions for this: none for a statement that is `alone`."""
    return engine().execution_options(**{what: True})


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN would come too late for the write lock; ours is in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: what was acknowledged survives a power cut, too.
    # secure_delete: what is erased is overwritten in the file, too.
    durable = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (*durable, f"busy_timeout={LONG_WAIT}", "temp_store=MEMORY", "cache_size=-32000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def begin(driver: Any, about: Any, options: Mapping[str, Any]) -> None:
    """Have a connection begin a transaction with the next trip, as its engine's `options` want it (`engine_for`)."""
    if isinstance(driver, postgres.Connection):
        _begin_postgres(driver, options)
        return
    wait = _new_wait(about, options)
    if wait is not None:
        await driver.run(f"PRAGMA busy_timeout={wait}", ())
    _begin_sqlite(driver, options)


def _begin_by_sqlalchemy(connection: Any) -> None:
    # On a connection that was begun already nothing is done.
    driver, options = connection.connection.driver_connection, connection.get_execution_options()
    if isinstance(driver, postgres.Connection):
        _begin_postgres(driver, options)
        return
    wait = None if driver.is_begun else _new_wait(connection.info, options)
    if wait is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
    _begin_sqlite(driver, options)


def _new_wait(about: Any, options: Mapping[str, Any]) -> int | None:
    """The milliseconds to wait for whoever writes to SQLite, where they are others than this connection waits so far."""
    wait = round(1000 * outages.wait_at_most(LONG_WAIT / 1000))
    if not options.get("writing", False) or about.get("wait", LONG_WAIT) == wait:
        return None
    about["wait"] = wait
    return wait


def _begin_sqlite(driver: sqlite.OneTripConnection, options: Mapping[str, Any]) -> None:
    if not options.get("alone", False):
        # IMMEDIATE takes the write lock at once: a reader that turns writer half-way could only fail.
        driver.begin("BEGIN IMMEDIATE" if options.get("writing", False) else "BEGIN")


def _begin_postgres(driver: postgres.Connection, options: Mapping[str, Any]) -> None:
    # Where somebody asked for another isolation, the driver says BEGIN.
    if options.get("writing", False) and driver.autocommit:
        driver.begin()


def _roll_back(connection: Any, _entry: ConnectionPoolEntry, state: PoolResetState) -> None:
    # In the place of the pool's own, which does so whether anything was begun or not, and takes a greenlet for it.
    if not state.terminate_only and connection.driver_connection.is_begun:
        connection.rollback()


def _note_use(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["used"] = time.monotonic()


def _ensure_alive(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask the server whether it still knows a connection that was idle, or has something to say unasked: mostly that it is over.

    On a busy one that would be a trip more for each change.
    """
    unasked = select.poll()
    unasked.register(connection.driver_connection.fileno(), select.POLLIN)
    if not unasked.poll(0) and time.monotonic() - entry.info.get("used", time.monotonic()) < IDLE:
        return
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        cursor.close()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


async def close() -> None:
    """Let go of every connection (at shutdown, and between tests)."""
    if engine.cache_info().currsize:
        await engine().dispose()
        engine.cache_clear()
        engine_for.cache_clear()
