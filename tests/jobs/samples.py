"""Tasks for tests, which note what they did; and a clock that can be moved."""

import asyncio
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from wtsocial import db, jobs
from wtsocial.db import Transaction
from wtsocial.jobs.claims import JOB
from wtsocial.models import StripeLink, now


@dataclass(frozen=True)
class Number:
    n: int


@dataclass
class Record:
    """What the tasks did since it was made, and what they are to do."""

    ran: list[int] = field(default_factory=list[int])
    errors: dict[int, list[Exception]] = field(default_factory=dict[int, list[Exception]])
    """What a number raises, one after the other, before it succeeds."""
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[int] = field(default_factory=list[int])
    connections: int = 0

    def fail(self, n: int) -> None:
        if self.errors.get(n):
            raise self.errors[n].pop(0)


record = Record()


def forget() -> Record:
    record.__init__()
    return record


@jobs.task("test.note")
async def note(args: Number) -> None:
    record.begun.append(args.n)
    record.fail(args.n)
    record.ran.append(args.n)


@jobs.task("test.wait", queue=jobs.Queue("test_waiting", 2))
async def wait(args: Number) -> None:
    record.begun.append(args.n)
    await record.gate.wait()
    record.ran.append(args.n)


@jobs.transactional_task("test.link")
async def link(change: Transaction, args: Number) -> None:
    change.session.add(StripeLink(source=f"s{args.n}", target="t"))
    await change.session.flush()
    record.fail(args.n)
    record.ran.append(args.n)


LETTERS = jobs.Queue("test_letters", 1)


@jobs.stream_task("test.letters", queue=LETTERS)
async def letters(stream: jobs.JobStream[Number]) -> None:
    record.connections += 1
    async for job in stream:
        record.begun.append(job.args.n)
        if job.args.n == 1_000:
            await record.gate.wait()
        try:
            record.fail(job.args.n)
        except jobs.GiveUp as refused:
            job.give_up(str(refused))
        except jobs.RetryLater as refused:
            job.retry_later(str(refused), pause=refused.pause)
        else:
            record.ran.append(job.args.n)


@jobs.task("test.file", queue=jobs.Queue("test_files", 4))
async def write_file(args: Number) -> None:
    """Note in a file of the data folder, which several processes share, when it began and when it ended."""
    _line(f"begin {args.n} {os.getpid()}")
    if args.n >= 1_000:
        await asyncio.sleep(600)
    await asyncio.sleep(0)
    _line(f"end {args.n} {os.getpid()}")


@jobs.periodic_task("test.tick", every=timedelta(hours=1))
async def tick() -> None:
    record.ran.append(-1)
    _line(f"tick {os.getpid()}")
    record.fail(-1)


def _line(text: str) -> None:
    with Path(os.environ["WTSOCIAL_DATA_DIR"], "lines").open("a") as lines:
        lines.write(f"{text}\n")


def lines() -> list[list[str]]:
    path = Path(os.environ["WTSOCIAL_DATA_DIR"], "lines")
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


class Clock:
    """The time, plus what it was moved by."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


async def enqueue(task: Any, *numbers: int, **options: Any) -> None:
    async with db.transaction() as change:
        await jobs.enqueue_many(change, task, [jobs.NewJob(Number(n), **options) for n in numbers])


async def rows(*, task: Any = None) -> list[Any]:
    """The jobs as they are in the table, oldest first."""
    wanted = select(JOB).order_by(JOB.c.id)
    async with db.reading() as session:
        connection = await session.connection()
        return list((await connection.execute(wanted.where(JOB.c.task == task.name) if task else wanted)).all())


async def row(task: Any) -> Any:
    (found,) = await rows(task=task)
    return found


async def change_rows(**values: Any) -> None:
    async with db.transaction() as change:
        await (await change.session.connection()).execute(update(JOB).values(**values))


async def until(condition: Any) -> None:
    """Wait for a condition, which may be awaited; two minutes at most, for machines that have much else to do."""
    async with asyncio.timeout(120):
        while True:
            met = condition()
            if await met if asyncio.iscoroutine(met) else met:
                return
            await asyncio.sleep(0.02)
