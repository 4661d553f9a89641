"""Jobs are written with the change that they follow from, once for each key, many in few statements, and run soon after."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.jobs.samples import Clock, Number, Record, enqueue, link, note, row, rows, until, wait
from wtsocial import db, jobs
from wtsocial.jobs import Priority, Worker, working


async def test_a_job_that_is_rolled_back_with_its_change_leaves_nothing(record: Record, worker: Worker) -> None:
    with suppress(RuntimeError):
        async with db.transaction() as change:
            await jobs.enqueue(change, note, Number(1))
            raise RuntimeError
    assert await rows() == []
    assert await worker.run_due() == 0


async def test_a_job_runs_after_the_commit_and_then_forgets_what_it_was_about(record: Record, worker: Worker) -> None:
    async with db.transaction() as change:
        assert await jobs.enqueue(change, note, Number(7))
    assert await worker.run_due() == 1
    assert record.ran == [7]
    done = await row(note)
    assert (done.state, done.args, done.worker, done.lease_until, done.attempts) == ("done", {}, "", None, 1)


async def test_a_worker_of_the_same_process_is_woken_by_the_commit(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.jobs.worker.POLL", 3600.0)
    async with working():
        await enqueue(note, 1)
        await until(lambda: record.ran == [1])
        await enqueue(note, 2)
        await until(lambda: len(record.ran) == 2)
    assert record.ran == [1, 2]


async def test_a_job_of_the_future_runs_in_time(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.jobs.worker.POLL", 3600.0)
    async with working():
        await enqueue(note, 1, due_at=datetime.now(UTC) + timedelta(milliseconds=300))
        assert record.ran == []
        await until(lambda: bool(record.ran))
    assert record.ran == [1]


async def test_a_job_with_a_key_is_written_once(record: Record, worker: Worker) -> None:
    async with db.transaction() as change:
        assert await jobs.enqueue(change, note, Number(1), key="about:1")
        assert not await jobs.enqueue(change, note, Number(2), key="about:1")
    await worker.run_due()
    async with db.transaction() as change:
        assert not await jobs.enqueue(change, note, Number(3), key="about:1")
        assert await jobs.enqueue_many(change, note, [jobs.NewJob(Number(n), f"about:{n}") for n in (1, 2, 3)]) == 2
    await worker.run_due()
    assert sorted(record.ran) == [1, 2, 3]


async def test_ten_thousand_jobs_are_written_in_few_statements(count_statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    with count_statements() as sent:
        await enqueue(note, *range(10_000))
    assert len(sent) <= 10
    assert len(await rows()) == 10_000


async def test_a_confirmation_overtakes_notices(record: Record, worker: Worker) -> None:
    await enqueue(note, *range(50), priority=Priority.BULK)
    await enqueue(note, 100)
    await enqueue(note, 200, priority=Priority.URGENT)
    await worker.run_due()
    assert record.ran == [200, 100, *range(50)]


async def test_jobs_wait_for_no_job_of_another_queue(record: Record) -> None:
    async with working():
        await enqueue(wait, *range(10))
        await until(lambda: len(record.begun) == 2)
        await enqueue(note, 100)
        await until(lambda: record.ran == [100])
        assert len(record.begun) == 3, "no more of a queue run at once than it says"
        record.gate.set()
        await until(lambda: len(record.ran) == 11)


async def test_a_job_in_a_transaction_is_done_with_it(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors[1] = [ValueError("not yet")]
    await enqueue(link, 1)
    await worker.run_due()
    assert (await row(link)).state == "waiting", "what it had written is undone, or it could not be written again"
    clock.move(minutes=1)
    await worker.run_due()
    assert (await row(link)).state == "done"
    assert record.ran == [1]


@dataclass(frozen=True)
class Typed:
    name: str
    day: date
    at: datetime
    numbers: tuple[int, ...] = ()


def test_arguments_come_back_as_they_were() -> None:
    @jobs.task(f"test.typed.{id(object())}")
    async def typed(args: Typed) -> None:
        """Does nothing."""

    args = Typed("ana", date(2026, 11, 30), datetime(2026, 11, 30, 8, tzinfo=UTC), (1, 2))
    assert typed.decode(typed.encode(args)) == args
    wrong: Any = 5
    with pytest.raises(ValueError):
        typed.encode(Typed(wrong, args.day, args.at))
    with pytest.raises(ValueError):
        typed.decode(typed.encode(args) | {"more": 1})
    with pytest.raises(ValueError):
        note.decode({})
    with pytest.raises(ValueError):
        note.decode({"n": "1"})


async def test_arguments_of_another_type_are_not_written() -> None:
    wrong: Any = "1"
    with pytest.raises(ValueError):
        await enqueue(note, wrong)
    assert await rows() == []


def test_a_task_is_registered_once_and_takes_a_frozen_dataclass() -> None:
    with pytest.raises(ValueError, match=r"test\.note"):

        @jobs.task("test.note")
        async def again(args: Number) -> None:
            """Does nothing."""

    with pytest.raises(TypeError):

        @jobs.task("test.loose")
        async def loose(args: dict[str, int]) -> None:
            """Does nothing."""

    with pytest.raises(ValueError, match="alone in its queue"):

        @jobs.stream_task("test.crowded", queue=jobs.DATABASE)
        async def crowded(stream: jobs.JobStream[Number]) -> None:
            """Does nothing."""
