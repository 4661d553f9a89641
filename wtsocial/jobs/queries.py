"""What is in the queue, for the doctor and the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Subquery, func, literal_column, select, true, union_all

from wtsocial import db
from wtsocial.jobs.claims import JOB, PRIORITIES, in_state
from wtsocial.jobs.registry import Queue, tasks
from wtsocial.models import now

COUNTED: Final = 1_000
"""Up to which jobs are counted: the answer costs the same when there are a million."""
LISTED: Final = 50


@dataclass(frozen=True)
class QueueHealth:
    """How the queue is. Counts end at COUNTED."""

    due: int = 0
    """Jobs that should have begun."""
    oldest_due_at: datetime | None = None
    later: int = 0
    """Jobs that wait for their time or their next attempt; periodic ones are not counted."""
    running: int = 0
    dead: int = 0
    last_error: str = ""
    """Why the job that died last did."""


@dataclass(frozen=True)
class DeadJob:
    """A job that is not tried any more, without what it was about."""

    id: int
    task: str
    attempts: int
    created_at: datetime
    finished_at: datetime
    last_error: str


async def health() -> QueueHealth:
    """How the queue is just now."""
    at = now()
    due, later = _waiting(JOB.c.due_at <= at), _waiting(JOB.c.due_at > at, JOB.c.deadline_at.is_not(None))
    waiting = [select(func.count()).select_from(some).scalar_subquery() for some in (due, later)]
    counts = [*waiting, _count(in_state(JOB, "running")), _count(in_state(JOB, "dead"))]
    oldest = select(func.min(due.c.due_at)).scalar_subquery()
    last = select(JOB.c.last_error).where(in_state(JOB, "dead")).order_by(JOB.c.finished_at.desc()).limit(1).scalar_subquery()
    async with db.reading() as session:
        row = cast("Sequence[Any]", (await (await session.connection()).execute(select(*counts, oldest, last))).one())
    due_count, later_count = (min(count, COUNTED) for count in row[:2])
    return QueueHealth(due_count, row[4], later_count, running=row[2], dead=row[3], last_error=row[5] or "")


def _waiting(*what: ColumnElement[bool]) -> Subquery:
    """When jobs that wait are due: the first COUNTED of each queue and priority, as their index has them."""
    waiting = select(JOB.c.due_at).where(in_state(JOB, "waiting"), *what).order_by(JOB.c.due_at, JOB.c.id).limit(COUNTED)
    queues = sorted({task.queue.name for task in tasks().values()})
    firsts = [waiting.where(JOB.c.queue == queue, JOB.c.priority == priority).subquery() for queue in queues for priority in PRIORITIES]
    return union_all(*(select(first.c.due_at) for first in firsts)).subquery()


def _count(*what: ColumnElement[bool]) -> Any:
    some = select(true().label("one")).select_from(JOB).where(*what).limit(COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


@dataclass(frozen=True)
class Backlog:
    """The jobs of one queue that are not done. Counts end at COUNTED."""

    waiting: int = 0
    """Those that wait, for their first attempt or another one, or run."""
    failed: int = 0
    """Those that failed so far, dead ones among them."""
    last_error: str = ""


async def backlog(queue: Queue) -> Backlog:
    """What is not done yet of a queue."""
    here = JOB.c.queue == queue.name
    waiting, dead = (in_state(JOB, "waiting"), here), (in_state(JOB, "dead"), here)
    # Said in full and not as a parameter, or SQLite could not tell that the index is meant.
    retried = (*waiting, JOB.c.attempts > literal_column("0"))
    counts = [_count(*waiting), _count(in_state(JOB, "running"), here), _count(*retried), _count(*dead)]
    errors = [
        select(JOB.c.last_error).where(*which).order_by(place.desc()).limit(1).scalar_subquery()
        for which, place in ((retried, JOB.c.due_at), (dead, JOB.c.finished_at))
    ]
    async with db.reading() as session:
        row = (await (await session.connection()).execute(select(*counts, *errors))).one()
    return Backlog(row[0] + row[1], row[2] + row[3], row[4] or row[5] or "")


async def dead_jobs() -> list[DeadJob]:
    """The jobs that died last, newest first."""
    shown = [JOB.c[name] for name in ("id", "task", "attempts", "created_at", "finished_at", "last_error")]
    newest = select(*shown).where(in_state(JOB, "dead")).order_by(JOB.c.finished_at.desc()).limit(LISTED)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(newest)).all()
    return [DeadJob(*row) for row in rows]
