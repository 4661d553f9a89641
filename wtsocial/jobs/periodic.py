"""Periodic tasks: each has one job, which is never done but waits for its next period; so it runs once, however many workers there are."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select, update

from wtsocial import db
from wtsocial.jobs.claims import JOB, in_state
from wtsocial.jobs.queue import enqueue
from wtsocial.jobs.registry import Nothing, periodic_task, tasks
from wtsocial.models import now

DONE_FOR: Final = timedelta(days=7)
DEAD_FOR: Final = timedelta(days=90)
FORGOTTEN_AT_ONCE: Final = 1_000


async def schedule(at: datetime) -> bool:
    """Write the job of each periodic task that has none, due one period from now; True. A worker does so when it begins."""
    wanted = {_key(task.name): task for task in tasks().values() if task.every}
    placed = select(JOB.c.key, JOB.c.queue, JOB.c.priority).where(JOB.c.key.in_(list(wanted)))
    async with db.reading() as session:
        there = {key: (queue, priority) for key, queue, priority in (await (await session.connection()).execute(placed)).all()}
    for key, task in wanted.items():
        place = (task.queue.name, int(task.priority))
        if there.get(key, place) != place:  # an older version of the program had it in another queue
            async with db.transaction() as change:
                moved = update(JOB).where(JOB.c.key == key).values(queue=place[0], priority=place[1])
                await (await change.session.connection()).execute(moved)
        if key not in there and task.every:
            async with db.transaction() as change:
                await enqueue(change, task, Nothing(), key=key, due_at=at + task.every)
    return True


def _key(name: str) -> str:
    return f"periodic:{name}"


@periodic_task("jobs.forget", every=timedelta(hours=1))
async def forget_finished() -> int:
    """Delete jobs that were done a week ago, and those that were given up three months ago, in short transactions; how many."""
    return await _forget("done", before=now() - DONE_FOR) + await _forget("dead", before=now() - DEAD_FOR)


async def _forget(state: str, *, before: datetime) -> int:
    old = select(JOB.c.id).where(in_state(JOB, state), JOB.c.finished_at < before).order_by(JOB.c.finished_at).limit(FORGOTTEN_AT_ONCE)
    count = 0
    while True:
        async with db.transaction() as change:
            result: Any = await (await change.session.connection()).execute(delete(JOB).where(JOB.c.id.in_(old.scalar_subquery())))
        count += result.rowcount
        if result.rowcount < FORGOTTEN_AT_ONCE:
            return count
