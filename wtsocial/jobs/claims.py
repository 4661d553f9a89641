"""Claims: who runs a job, and until when. Each statement reads one end of an index, however many jobs wait or are done."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, FromClause, Row, Table, bindparam, func, literal, literal_column, select, union_all, update

from wtsocial.db import Transaction
from wtsocial.models import Job

JOB: Final = cast(Table, vars(Job)["__table__"])
PRIORITIES: Final = (0, 1, 2)

LEASE: Final = timedelta(seconds=30)
"""How long a worker that says nothing more is waited for."""
RECLAIMED_AT_ONCE: Final = 100
_LEASES: Final = ""
"""In place of a queue's name."""


@dataclass(frozen=True)
class Claim:
    """A job that a worker has claimed."""

    id: int
    task: str
    args: dict[str, Any]
    attempts: int
    worker: str
    due_at: datetime
    deadline_at: datetime | None
    last_error: str


_CLAIM = tuple(JOB.c[name] for name in ("id", "task", "args", "attempts", "worker", "due_at", "deadline_at", "last_error"))


@dataclass(frozen=True)
class Outlook:
    """What there is to do: when the first job of each queue is due, and when the first lease ends."""

    due_at: dict[str, datetime]
    lease_ends_at: datetime | None


def in_state(jobs: FromClause, state: str) -> ColumnElement[bool]:
    """The condition of the index for this state; a parameter in place of the word would hide it from the planner."""
    return jobs.c.state == literal_column(f"'{state}'")


def _first(waiting: FromClause, priority: int, what: ColumnElement[Any], queue: Any) -> Any:
    there = (in_state(waiting, "waiting"), waiting.c.queue == queue, waiting.c.priority == priority)
    return select(what).where(*there).order_by(waiting.c.due_at, waiting.c.id).limit(1)


@lru_cache
def _outlook(queues: tuple[str, ...]) -> Any:
    waiting = JOB.alias("waiting")
    looks: list[Any] = [
        select(literal(queue), _first(waiting, priority, waiting.c.due_at, queue).scalar_subquery())
        for queue in queues
        for priority in PRIORITIES
    ]
    lease: Any = select(JOB.c.lease_until).where(in_state(JOB, "running")).order_by(JOB.c.lease_until).limit(1)
    return union_all(*looks, select(literal(_LEASES), lease.scalar_subquery()))


async def outlook(connection: Any, queues: Collection[str]) -> Outlook:
    """What there is to do in these queues; nobody is kept from writing meanwhile."""
    first: dict[str, datetime] = {}
    for name, at in (await connection.execute(_outlook(tuple(queues)))).all():
        if at:
            first[name] = min(at, first.get(name, at))
    return Outlook(lease_ends_at=first.pop(_LEASES, None), due_at=first)


def _claim_next() -> Any:
    waiting = JOB.alias("waiting")
    due = waiting.c.due_at <= bindparam("due_by")
    firsts = [
        _first(waiting, priority, waiting.c.id, bindparam("of_queue")).where(due).with_for_update(skip_locked=True).scalar_subquery()
        for priority in PRIORITIES
    ]
    return update(JOB).where(JOB.c.id == func.coalesce(*firsts)).values(attempts=JOB.c.attempts + 1).returning(*_CLAIM)


_CLAIM_NEXT: Final = _claim_next()
_SETTLE: Final = update(JOB).where(
    JOB.c.id == bindparam("job_id"),
    in_state(JOB, "running"),
    JOB.c.worker == bindparam("by_worker"),
    JOB.c.attempts == bindparam("in_attempt"),
)


async def claim_next(change: Transaction, queue: str, *, worker: str, at: datetime) -> Claim | None:
    """Claim the most urgent job that is due in the queue, of those the one that has been due longest; None if there is none.

    Two workers never claim the same one: PostgreSQL passes over what another claims just now, SQLite has one writer.
    """
    claimed = {"state": "running", "worker": worker, "lease_until": at + LEASE}
    row = (await (await change.session.connection()).execute(_CLAIM_NEXT, {"of_queue": queue, "due_by": at, **claimed})).first()
    return _claim(row) if row else None


def _claim(row: Row[Any]) -> Claim:
    return Claim(*row)


async def settle(change: Transaction, claim: Claim, **values: Any) -> bool:
    """Write what became of a claimed job; False when the claim was lost, and then nothing is written."""
    ours = {"job_id": claim.id, "by_worker": claim.worker, "in_attempt": claim.attempts}
    result: Any = await (await change.session.connection()).execute(_SETTLE, {"worker": "", "lease_until": None, **values, **ours})
    return result.rowcount == 1


async def renew(change: Transaction, jobs: Iterable[int], *, worker: str, at: datetime) -> set[int]:
    """Prolong the leases of these jobs of a worker; the ids of those that it still has."""
    ours = (JOB.c.id.in_(sorted(jobs)), in_state(JOB, "running"), JOB.c.worker == worker)
    renewed = update(JOB).where(*ours).values(lease_until=at + LEASE).returning(JOB.c.id)
    return set((await (await change.session.connection()).execute(renewed)).scalars())


async def release(change: Transaction, *, worker: str) -> int:
    """Give back whatever a worker still has, as if it had not been begun; how many."""
    ours = update(JOB).where(in_state(JOB, "running"), JOB.c.worker == worker)
    result: Any = await (await change.session.connection()).execute(
        ours.values(state="waiting", worker="", lease_until=None, attempts=JOB.c.attempts - 1)
    )
    return result.rowcount


async def lost(change: Transaction, *, at: datetime) -> list[Claim]:
    """Some of the jobs whose worker has not said anything for too long, locked."""
    ended = select(*_CLAIM).where(in_state(JOB, "running"), JOB.c.lease_until < at).order_by(JOB.c.lease_until)
    rows = await (await change.session.connection()).execute(ended.limit(RECLAIMED_AT_ONCE).with_for_update(skip_locked=True))
    return [_claim(row) for row in rows]
