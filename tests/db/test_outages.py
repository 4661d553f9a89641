"""Outages: a database that is away is told from a mistake of ours, soon, and what was committed is never said to be lost."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from tests.factories import make_member
from tests.stores import PostgresServer
from wtsocial import db
from wtsocial.core.errors import DatabaseAway, OutcomeUnknown, Unavailable
from wtsocial.core.settings import settings
from wtsocial.db import engines, outages, postgres, session
from wtsocial.models import Member

PATIENCE = 10
"""Seconds that a page waits for an answer (assets/kit/forms/dialogs.js)."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    made = PostgresServer()
    yield made
    made.stop()


@pytest.fixture
async def on_postgres(server: PostgresServer, environment: object, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """An empty database of a PostgreSQL that a test may stop."""
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", server.create("outages"))
    settings.cache_clear()
    db.engine.cache_clear()
    async with db.engine().begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield
    await db.close()


async def _away_after(what: Any) -> float:
    began = time.monotonic()
    with pytest.raises(DatabaseAway):
        await what()
    return time.monotonic() - began


async def _read() -> None:
    async with db.reading() as session:
        await session.exec(text("SELECT 1"))  # pyright: ignore[reportCallIssue, reportArgumentType] # no table is asked


async def _write_about(about: str) -> None:
    async with db.transaction() as change:
        await (await change.session.connection()).execute(text("UPDATE member SET about = :about"), {"about": about})


@pytest.mark.usefixtures("on_postgres")
async def test_a_server_that_was_stopped_is_away_at_once_and_back_without_a_restart(server: PostgresServer) -> None:
    await make_member("ana")
    server.leave()
    try:
        assert await _away_after(_read) < PATIENCE / 2
        assert await _away_after(db.answers) < PATIENCE / 2
    finally:
        server.come_back()
    await db.answers()
    await _read()


@pytest.mark.usefixtures("on_postgres")
async def test_a_server_that_answers_nothing_is_away_within_the_patience_of_a_page(server: PostgresServer) -> None:
    await _read()
    server.pause()
    try:
        assert await _away_after(_read) < PATIENCE - 2
        # No connection is left then: a new one is not answered, either.
        assert await _away_after(db.answers) < PATIENCE / 2
    finally:
        server.go_on()
    async with asyncio.timeout(PATIENCE):
        await db.answers()


@pytest.mark.usefixtures("on_postgres")
async def test_when_every_connection_is_taken_nobody_waits_for_long() -> None:
    async def hold(taken: asyncio.Semaphore, done: asyncio.Event) -> None:
        async with db.reading() as held:
            await held.connection()
            taken.release()
            await done.wait()

    taken, done = asyncio.Semaphore(0), asyncio.Event()
    holders = [asyncio.create_task(hold(taken, done)) for _ in range(20)]
    for _ in holders:
        await taken.acquire()
    assert await _away_after(_read) < PATIENCE / 2
    done.set()
    await asyncio.gather(*holders)
    await _read()


@pytest.mark.usefixtures("on_postgres")
async def test_a_statement_that_waits_for_somebody_elses_lock_is_given_up_where_a_person_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_member("ana")
    token = postgres._longest.set(0.5)
    with psycopg.connect(settings().database_url) as other:
        other.execute("LOCK TABLE member IN ACCESS EXCLUSIVE MODE")
        assert await _away_after(lambda: _write_about("in vain")) < postgres.LONGEST_WAIT
        with db.patient():
            waiting = asyncio.create_task(_write_about("waited"))
            await asyncio.sleep(1)
            assert not waiting.done()
    postgres._longest.reset(token)
    await waiting


@pytest.mark.usefixtures("on_postgres")
@pytest.mark.parametrize("arrives", [True, False], ids=["committed", "not committed"])
async def test_a_line_that_breaks_during_the_commit_leaves_it_open_whether_it_stands(arrives: bool) -> None:
    ana = await make_member("ana")
    dialect = db.engine().dialect

    def break_the_line(connection: Any) -> None:
        if arrives:
            connection.commit()
        connection.driver_connection.pgconn.finish()
        raise psycopg.OperationalError("the line is dead")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(dialect, "do_commit", break_the_line)
        with pytest.raises(OutcomeUnknown):
            await _write_about("new")
    async with db.reading() as reading:
        found = await reading.get(Member, ana.id)
    assert found is not None
    assert found.about == ("new" if arrives else "")


async def test_a_file_that_somebody_else_holds_is_away_and_reading_goes_on(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LONG_WAIT", 300)
    await make_member("ana")
    await db.close()
    other = sqlite3.connect(database.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await _away_after(db.answers) < PATIENCE / 2
    await _read()
    other.execute("COMMIT")
    await db.answers()


async def test_once_it_is_known_to_be_away_nobody_waits_for_long_until_it_takes_a_change(database: str) -> None:
    await make_member("ana")
    other = sqlite3.connect(database.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    first, second = await _away_after(db.answers), await _away_after(db.answers)
    assert first > engines.LONG_WAIT / 1000 - 1
    # A form's draft and the form itself are two events: together they stay within the patience of a page.
    assert second < 2
    other.execute("COMMIT")
    await db.answers()
    other.execute("BEGIN IMMEDIATE")
    assert await _away_after(db.answers) > engines.LONG_WAIT / 1000 - 1


async def test_nobody_stands_in_line_behind_writers_for_longer_than_a_page_waits(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "TURN_WAIT", 0.2)
    async with db.transaction():
        assert await _away_after(db.answers) < 2
    await db.answers()


async def test_a_mistake_in_a_statement_is_no_outage(database: str) -> None:
    for wrong in ("SELECT nothing FROM nowhere", "SELEC"):
        with pytest.raises(DBAPIError):
            async with db.reading() as reading:
                await (await reading.connection()).execute(text(wrong))


async def test_a_full_disk_is_an_outage(database: str) -> None:
    await make_member("ana")

    def only_so_many_pages(connection: Any, _entry: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    await db.close()
    event.listen(db.engine().sync_engine, "connect", only_so_many_pages)
    assert await _away_after(lambda: _write_about("x" * 10_000_000)) < PATIENCE


async def test_whoever_waits_for_its_return_is_called_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "LOOKS", 0.01)
    asked, back = 0, asyncio.Event()

    async def answers() -> None:
        nonlocal asked
        asked += 1
        if asked < 3:
            raise Unavailable

    async def on_return() -> None:
        assert not back.is_set()
        back.set()

    watching = asyncio.create_task(outages.watch(answers, on_return))
    outages._noted(DatabaseAway("stopped"))
    async with asyncio.timeout(5):
        await back.wait()
    await asyncio.sleep(0.1)
    watching.cancel()
    assert asked == 3
