"""Transactions: all or nothing, and nobody is told of what did not happen."""

import asyncio
from dataclasses import dataclass
from typing import cast

import pytest
from sqlalchemy import QueuePool, bindparam
from sqlmodel import col, func, select, update

from tests.factories import make_member
from wtsocial import db
from wtsocial.core.messages import Message
from wtsocial.models import Member

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True)
class About(Message):
    kind = "about"

    about: str


async def _about(name: str) -> str:
    async with db.reading() as session:
        return (await session.exec(select(Member.about).where(Member.name == name))).one()


async def _change(about: str, *, failing: bool = False) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.name) == "ana").values(about=about))
        change.announce("all", message=About(about))
        if failing:
            raise RuntimeError("half-way")


async def test_an_announcement_leaves_after_the_commit_held(database: str) -> None:
    await make_member()
    heard: list[tuple[tuple[str, ...], str, str]] = []

    async def publish(rooms: tuple[str, ...], message: Message) -> None:
        heard.append((rooms, message.to_json()["about"], await _about("ana")))

    db.on_announcement(publish)
    await _change("new")
    assert heard == [(("all",), "new", "new")]


async def test_nothing_is_changed_or_said_when_a_transaction_fails() -> None:
    await make_member()
    heard: list[str] = []

    async def publish(_rooms: tuple[str, ...], message: Message) -> None:
        heard.append(message.to_json()["about"])

    db.on_announcement(publish)
    with pytest.raises(RuntimeError):
        await _change("lost", failing=True)
    assert (heard, await _about("ana")) == ([], "")


async def test_a_change_stands_when_telling_of_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    await make_member()

    async def publish(_rooms: tuple[str, ...], _message: Message) -> None:
        raise ConnectionError("nobody there")

    db.on_announcement(publish)
    await _change("kept")
    assert await _about("ana") == "kept"
    assert "after a commit" in caplog.text


async def test_many_writers_at_once_all_get_their_turn() -> None:
    await make_member()

    async def lengthen() -> None:
        async with db.transaction() as change:
            about = (await change.session.exec(select(Member.about).where(Member.name == "ana").with_for_update())).one()
            await asyncio.sleep(0)
            await change.session.exec(update(Member).where(col(Member.name) == "ana").values(about=about + "x"))

    await asyncio.gather(*(lengthen() for _ in range(40)))
    assert await _about("ana") == "x" * 40


async def test_a_reader_is_not_held_up_by_a_writer() -> None:
    await make_member()
    async with db.transaction() as change:
        await change.session.exec(update(Member).values(about="unseen"))
        async with db.reading() as session:
            assert (await session.exec(select(func.count()).select_from(Member))).one() == 1
        assert await _about("ana") == ""


async def test_statements_that_do_not_wait_for_each_other_are_answered_in_their_order() -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    named = select(Member.id).where(Member.name == bindparam("name"))
    found = await db.fetch_each((named, {"name": "ben"}), (named, {"name": "nobody"}), (named, {"name": "ana"}))
    assert [[row.id for row in rows] for rows in found] == [[ben.id], [], [ana.id]]


async def test_more_connections_than_the_pool_keeps_are_closed(caplog: pytest.LogCaptureFixture) -> None:
    await make_member()
    pool, named = cast("QueuePool", db.engine().sync_engine.pool), select(Member.about).where(Member.name == "ana")
    found = await asyncio.gather(*(db.fetch_each((named, {}), (named, {})) for _ in range(pool.size() + 4)))
    async with db.transaction() as change:
        await asyncio.gather(*(db.fetch(named, {}) for _ in range(pool.size() + 4)))
        await change.run(named, {})
    assert [row.about for rows in found for (row,) in rows] == [""] * 2 * (pool.size() + 4)
    assert (pool.checkedout(), pool.checkedin(), caplog.text) == (0, pool.size(), "")


@pytest.mark.parametrize("turns", range(4))
async def test_a_reading_that_nobody_waits_for_any_more_gives_its_connection_back(turns: int) -> None:
    await make_member()
    named = select(Member.about).where(Member.name == "ana")
    given_up = asyncio.create_task(db.fetch_each((named, {}), (named, {})))
    for _ in range(turns):
        await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert cast("QueuePool", db.engine().sync_engine.pool).checkedout() == 0
    assert [row.about for row in await db.fetch(named, {})] == [""]
