"""Dead letters: jobs that were given up are tried anew, or thrown away."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from wtsocial.db import Transaction
from wtsocial.jobs.claims import JOB, in_state
from wtsocial.jobs.queue import wake_workers
from wtsocial.jobs.registry import DEADLINE, tasks


async def retry(change: Transaction, job_id: int, *, at: datetime) -> bool:
    """Have a dead job tried anew, with a new deadline; False when it is not dead (any more)."""
    connection = await change.session.connection()
    there = (JOB.c.id == job_id, in_state(JOB, "dead"))
    name = (await connection.execute(select(JOB.c.task).where(*there).with_for_update())).scalar()
    if name is None:
        return False
    deadline = tasks()[name].deadline if name in tasks() else DEADLINE
    anew = {"state": "waiting", "due_at": at, "deadline_at": at + deadline, "attempts": 0, "finished_at": None}
    await connection.execute(update(JOB).where(*there).values(**anew))
    change.after_commit(wake_workers)
    return True


async def discard(change: Transaction, job_id: int) -> bool:
    """Delete a dead job; False when it is not dead (any more)."""
    result: Any = await (await change.session.connection()).execute(delete(JOB).where(JOB.c.id == job_id, in_state(JOB, "dead")))
    return result.rowcount == 1
