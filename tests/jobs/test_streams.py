"""A stream takes its jobs one after the other over one connection; each is written down before the next one is taken."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.jobs.samples import Clock, Record, enqueue, letters, rows, until
from wtsocial.jobs import GiveUp, Priority, RetryLater, Worker, claims, working


async def _states() -> list[str]:
    return [row.state for row in await rows(task=letters)]


async def test_many_jobs_share_one_connection(record: Record, worker: Worker) -> None:
    await enqueue(letters, *range(30))
    await worker.run_due()
    assert record.ran == list(range(30))
    assert record.connections == 1
    assert await _states() == ["done"] * 30


async def test_an_urgent_one_is_taken_next(record: Record) -> None:
    async with working():
        await enqueue(letters, 1_000, *range(20), priority=Priority.BULK)
        await until(lambda: record.begun == [1_000])
        await enqueue(letters, 77, priority=Priority.URGENT)
        record.gate.set()
        await until(lambda: len(record.ran) == 22)
    assert record.ran == [1_000, 77, *range(20)]
    assert record.connections == 1


async def test_one_that_is_refused_keeps_no_other_up(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors = {1: [GiveUp("550 no such mailbox")], 2: [RetryLater("452 full", pause=timedelta(minutes=10))]}
    await enqueue(letters, 0, 1, 2, 3)
    await worker.run_due()
    assert record.ran == [0, 3]
    assert record.connections == 1
    assert [(row.state, row.last_error) for row in await rows(task=letters)] == [
        ("done", ""), ("dead", "550 no such mailbox"), ("waiting", "452 full"), ("done", ""),
    ]  # fmt: skip
    clock.move(minutes=11)
    await worker.run_due()
    assert record.ran == [0, 3, 2]


async def test_an_error_fails_the_job_at_hand_alone(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors = {2: [ConnectionResetError("the line dropped")]}
    await enqueue(letters, *range(5))
    await worker.run_due()
    assert record.ran == [0, 1, 3, 4]
    assert record.connections == 2
    failed = (await rows(task=letters))[2]
    assert (failed.state, failed.attempts, failed.last_error) == ("waiting", 1, "ConnectionResetError: the line dropped")
    clock.move(minutes=1)
    await worker.run_due()
    assert record.ran == [0, 1, 3, 4, 2]


async def test_what_was_sent_is_done_when_the_stream_is_stopped(record: Record) -> None:
    async with working() as worker:
        await enqueue(letters, 1, 2, 1_000, 3)
        await until(lambda: record.begun == [1, 2, 1_000])
        await worker.stop(0)
    assert await _states() == ["done", "done", "waiting", "waiting"]
    assert [row.attempts for row in await rows(task=letters)] == [1, 1, 0, 0]


async def test_a_lease_that_is_looked_at_while_its_job_ends_breaks_nothing_off(
    record: Record, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_next, hold, held = claims.claim_next, asyncio.Event(), asyncio.Event()

    async def claim_slowly(*args: Any, **options: Any) -> Any:
        if record.ran == [1]:
            held.set()
            await hold.wait()
        return await claim_next(*args, **options)

    async def ended(*args: Any, **options: Any) -> set[int]:
        return set()

    monkeypatch.setattr(claims, "claim_next", claim_slowly)
    monkeypatch.setattr(claims, "renew", ended)
    async with working() as worker:
        await enqueue(letters, 1, 2)
        await held.wait()
        renewing = asyncio.create_task(worker.renew_leases())
        if database.startswith("postgresql"):  # on SQLite it waits for its turn to write
            await renewing
        hold.set()
        await renewing
        await until(lambda: record.ran == [1, 2])
    assert record.connections == 1
