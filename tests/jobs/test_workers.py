"""Workers stop in bounded time and lose nothing, give way to whoever has their job, and survive a database that is away."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.jobs.samples import Clock, Record, change_rows, enqueue, note, row, rows, tick, until, wait
from wtsocial import db
from wtsocial.jobs import Worker, claims, periodic, working
from wtsocial.jobs.worker import RELEASE_SECONDS


async def test_a_stop_waits_for_what_runs(record: Record) -> None:
    async with working(stop_seconds=20):
        await enqueue(wait, 1)
        await until(lambda: record.begun == [1])
        asyncio.get_running_loop().call_later(0.2, record.gate.set)
    assert record.ran == [1]
    assert (await row(wait)).state == "done"


async def test_a_stop_is_bounded_and_gives_back_what_runs_longer(record: Record) -> None:
    async with working(stop_seconds=0.2):
        await enqueue(wait, 1, 2, 3)
        await until(lambda: len(record.begun) == 2)
        began = time.monotonic()
    assert time.monotonic() - began < 0.2 + RELEASE_SECONDS + 1
    assert [(one.state, one.attempts, one.worker) for one in await rows(task=wait)] == [("waiting", 0, "")] * 3
    record.gate.set()
    await Worker().run_due()
    assert sorted(record.ran) == [1, 2, 3]


async def test_a_stop_is_bounded_when_the_database_is_away(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: Any, **__: Any) -> None:
        await asyncio.sleep(600)

    async with working(stop_seconds=0.1):
        await enqueue(wait, 1)
        await until(lambda: record.begun == [1])
        monkeypatch.setattr(claims, "release", hang)
        began = time.monotonic()
    assert time.monotonic() - began < 0.1 + RELEASE_SECONDS + 1
    assert (await row(wait)).state == "running", "its lease will end"


async def test_a_worker_lets_go_of_a_job_that_another_one_has(record: Record) -> None:
    async with working() as worker:
        await enqueue(wait, 1)
        await until(lambda: record.begun == [1])
        await worker.renew_leases()
        assert (await row(wait)).state == "running"
        await change_rows(worker="somebody else")
        await worker.renew_leases()
        record.gate.set()
        await enqueue(wait, 2)
        await until(lambda: record.ran == [2])
    (first, _) = await rows(task=wait)
    assert (first.state, first.worker) == ("running", "somebody else")


async def test_leases_are_renewed(record: Record, clock: Clock) -> None:
    worker = Worker(clock=clock)
    running = asyncio.create_task(worker.run())
    await enqueue(wait, 1)
    await until(lambda: record.begun == [1])
    before = (await row(wait)).lease_until
    clock.move(seconds=20)
    await worker.renew_leases()
    assert (await row(wait)).lease_until > before
    clock.move(seconds=20)
    other = Worker(clock=clock)
    await other.run_due()
    assert record.begun == [1], "its lease still runs"
    record.gate.set()
    await until(lambda: record.ran == [1])
    await worker.stop()
    await running


async def test_a_worker_outlives_a_database_that_is_away(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.jobs.worker.POLL", 0.05)
    looks = 0
    outlook = claims.outlook

    async def fail(*args: Any) -> Any:
        nonlocal looks
        looks += 1
        if looks < 5:
            raise OperationalError("SELECT", {}, Exception("the server closed the connection"))
        return await outlook(*args)

    monkeypatch.setattr(claims, "outlook", fail)
    async with working():
        await enqueue(note, 1)
        await until(lambda: record.ran == [1])
    assert looks >= 5


async def test_what_was_done_is_written_when_the_database_is_back(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.jobs.execution.RETRY_WRITE", 0.01)
    settle, tries = claims.settle, 0

    async def fail(*args: Any, **values: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries < 5:
            raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))
        return await settle(*args, **values)

    monkeypatch.setattr(claims, "settle", fail)
    await enqueue(note, 1)
    assert await Worker().run_due() == 1
    assert record.begun == record.ran == [1], "it was not done again"
    assert (await row(note)).state == "done"


async def test_a_worker_outlives_lost_connections(record: Record, database: str) -> None:
    if not database.startswith("postgresql"):
        pytest.skip("a file is not away")
    async with working():
        await enqueue(wait, 1)
        await until(lambda: record.begun == [1])
        await _end_connections()
        record.gate.set()
        await enqueue(note, 2)
        await until(lambda: sorted(record.ran) == [1, 2])
        await until(_all_done)


async def _end_connections() -> None:
    """End every connection to the database but this one and the one that empties it between tests."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'DELETE%'"
    async with db.engine().connect() as connection:
        ended = (await connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))).all()
    assert ended


async def _all_done() -> bool:
    return [one.state for one in await rows() if one.task != tick.name and one.deadline_at] == ["done", "done"]


async def test_a_periodic_task_runs_once_in_each_period(record: Record, clock: Clock) -> None:
    first, second = Worker(clock=clock), Worker(clock=clock)
    await asyncio.gather(periodic.schedule(clock()), periodic.schedule(clock()))
    assert len(await rows(task=tick)) == 1
    assert await first.run_due() == 0
    for period in range(1, 4):
        clock.move(hours=1)
        await asyncio.gather(first.run_due(), second.run_due())
        assert record.ran == [-1] * period
        assert (await row(tick)).state == "waiting"
        assert (await row(tick)).due_at > clock()
    clock.move(days=3)
    await first.run_due()
    assert record.ran == [-1] * 4, "what was missed is not made up for"


async def test_a_periodic_task_that_fails_is_tried_again_soon_and_never_dies(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors[-1] = [ValueError("no")] * 2
    await periodic.schedule(clock())
    clock.move(hours=1, seconds=1)
    await worker.run_due()
    assert ((await row(tick)).attempts, (await row(tick)).last_error) == (1, "ValueError: no")
    for _ in range(2):
        clock.move(minutes=1)
        await worker.run_due()
    assert len(record.ran) == 3
    assert ((await row(tick)).state, (await row(tick)).attempts, (await row(tick)).last_error) == ("waiting", 0, "")


async def test_a_periodic_task_moves_to_the_queue_that_it_is_in_now(record: Record, worker: Worker, clock: Clock) -> None:
    await periodic.schedule(clock())
    await change_rows(queue="of_yesterday", priority=0)
    await periodic.schedule(clock())
    assert ((await row(tick)).queue, (await row(tick)).priority) == ("database", 1)
