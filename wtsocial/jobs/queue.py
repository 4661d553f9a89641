"""The queue: jobs are written in the transaction of the change that they follow from, and leave with its commit or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from wtsocial.db import Transaction
from wtsocial.jobs.claims import JOB
from wtsocial.jobs.registry import Priority, Task
from wtsocial.models import now

A = TypeVar("A")

_INSERT: Final = insert(JOB).inline()
_INSERT_MISSING: Final = {
    dialect.name: insert_into(JOB).on_conflict_do_nothing().returning(JOB.c.id)
    for dialect, insert_into in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}

_wakers: list[Callable[[], None]] = []


@dataclass(frozen=True)
class NewJob(Generic[A]):
    """A job to be written. With a `key`, it is written only if no job with this key is there, finished or not."""

    args: A
    key: str | None = None
    due_at: datetime | None = None
    """When to run it; at once unless told."""
    priority: Priority | None = None
    """Another one than its task's."""


async def enqueue(
    change: Transaction,
    task: Task[A],
    args: A,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    priority: Priority | None = None,
) -> bool:
    """Write a job in this transaction; False when there is one with this `key`. It runs soon after the commit.

    Raises ValueError when the arguments are not of the types that the task's dataclass says.
    """
    return await enqueue_many(change, task, [NewJob(args, key, due_at, priority)]) == 1


async def enqueue_many(change: Transaction, task: Task[A], jobs: Sequence[NewJob[A]]) -> int:
    """Write many jobs of one task in this transaction, a thousand in each statement; how many, less those whose key was there."""
    if not jobs:
        return 0
    at = now()
    rows = [_row(task, job, at) for job in jobs]
    if any(job.key is not None for job in jobs):
        written = len((await change.connection.execute(_INSERT_MISSING[change.dialect], rows)).all())
    else:
        # All of them: there is no need to wait for an answer.
        written = len(rows)
        await change.send(_INSERT, rows)
    if not change.wakes_workers:
        change.wakes_workers = True
        change.after_commit(wake_workers)
    return written


def _row(task: Task[A], job: NewJob[A], at: datetime) -> dict[str, Any]:
    due_at = job.due_at or at
    return {
        "task": task.name,
        "args": task.encode(job.args),
        "key": job.key,
        "queue": task.queue.name,
        "priority": int(task.priority if job.priority is None else job.priority),
        "state": "waiting",
        "due_at": due_at,
        "deadline_at": None if task.every else due_at + task.deadline,
        "attempts": 0,
        "worker": "",
        "created_at": at,
        "last_error": "",
    }


def on_enqueue(wake: Callable[[], None]) -> Callable[[], None]:
    """Call `wake` after each commit of this process that wrote jobs; what is answered ends that."""
    _wakers.append(wake)
    return lambda: _wakers.remove(wake)


async def wake_workers() -> None:
    """Have the workers of this process look at once; others look each second."""
    for wake in _wakers:
        wake()
