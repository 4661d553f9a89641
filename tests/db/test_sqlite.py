"""SQLite by way of SQLAlchemy: every statement is one trip, and says what the driver says."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from wtsocial.db import sqlite


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    path = tmp_path / "small.db"
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", async_creator=lambda: sqlite.connect(str(path), wait=5))
    async with engine.connect() as connected:
        await connected.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
        yield connected
    await engine.dispose()


async def test_a_statement_is_one_trip(connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[str] = []
    travel = sqlite.OneTripConnection._execute

    async def counted(self: Any, function: Any, *arguments: Any, **named: Any) -> Any:
        trips.append("there and back")
        return await travel(self, function, *arguments, **named)

    monkeypatch.setattr(sqlite.OneTripConnection, "_execute", counted)
    rows = (await connection.execute(text("SELECT 1 UNION SELECT 2"))).all()
    assert [tuple(row) for row in rows] == [(1,), (2,)]
    assert len(trips) == 1


async def test_counts_and_returned_rows_come_back(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO thing (name) VALUES (:name)"), [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    changed = await connection.execute(text("UPDATE thing SET name = name || '!' WHERE id < 3 RETURNING name"))
    assert [name for (name,) in changed] == ["a!", "b!"]
    assert (await connection.execute(text("DELETE FROM thing"))).rowcount == 3


async def test_what_the_database_refuses_is_raised_and_the_connection_lives(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO thing (name) VALUES ('a')"))
    with pytest.raises(IntegrityError):
        await connection.execute(text("INSERT INTO thing (name) VALUES ('a')"))
    assert (await connection.execute(text("SELECT count(*) FROM thing"))).scalar() == 1
