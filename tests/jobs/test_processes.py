"""Workers in processes of their own: one that is killed loses nothing, and two never run the same job."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from tests.jobs.samples import Clock, Record, change_rows, enqueue, lines, row, rows, tick, until, write_file
from wtsocial.db.migrations import HOME
from wtsocial.jobs import Worker, claims, periodic
from wtsocial.models import now

LONG = 1_000
"""From this number on, a job takes ten minutes."""


@contextmanager
def worker_process() -> Iterator[subprocess.Popen[str]]:
    """A worker that has begun. Ended in order at the end, unless it was killed."""
    command = [sys.executable, "-m", "tests.jobs.child"]
    process = subprocess.Popen(command, cwd=HOME, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdin
    try:
        assert process.stdout.readline().startswith("ready")
        yield process
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


async def _states() -> list[str]:
    return [one.state for one in await rows(task=write_file)]


async def test_a_job_whose_worker_is_killed_is_found_again(clock: Clock) -> None:
    with worker_process() as process:
        await enqueue(write_file, LONG)
        await until(lambda: lines() == [["begin", str(LONG), str(process.pid)]])
        process.kill()
    left = await row(write_file)
    assert (left.state, left.attempts) == ("running", 1)
    assert left.lease_until <= now() + claims.LEASE
    await change_rows(args={"n": 1})
    with worker_process() as other:
        await enqueue(write_file, 2)
        await until(lambda: ["end", "2", str(other.pid)] in lines())
        assert ["begin", "1", str(other.pid)] not in lines(), "its lease has not ended yet"
        await change_rows(lease_until=now() - timedelta(seconds=1))
        await until(lambda: ["end", "1", str(other.pid)] in lines())
    assert (await rows(task=write_file))[0].attempts == 2


async def test_a_job_that_takes_its_workers_with_it_waits_longer_each_time(record: Record, worker: Worker, clock: Clock) -> None:
    await enqueue(write_file, 1)
    for attempts in range(1, 4):
        await change_rows(state="running", worker="killed", attempts=attempts, lease_until=clock() - timedelta(seconds=1))
        await worker.reclaim(clock())
        waits = await row(write_file)
        assert (waits.state, waits.worker, waits.last_error) == ("waiting", "", "its worker ended")
        assert (waits.due_at > clock()) == (attempts > 1)


async def test_two_processes_never_run_the_same_job() -> None:
    with worker_process() as one, worker_process() as other:
        both, written = {str(one.pid), str(other.pid)}, 0
        # On a busy machine one of them may be slow to come: there is more to do until both had some of it.
        while written < 150 or (written < 1500 and {pid for _, _, pid in lines()} != both):
            await enqueue(write_file, *range(written, written + 15))
            written += 15
            if written >= 150:
                await until(partial(_all, written))
    began = [(kind, number) for kind, number, _ in lines()]
    assert Counter(began) == Counter([(kind, str(number)) for kind in ("begin", "end") for number in range(written)])
    assert {pid for _, _, pid in lines()} == both


async def _all(count: int) -> bool:
    return await _states() == ["done"] * count


async def test_a_periodic_task_runs_once_in_two_processes() -> None:
    await periodic.schedule(now())
    with worker_process(), worker_process():
        for period in range(1, 6):
            await change_rows(due_at=now())
            await until(_ticked)
            # Both have looked by the time that this is done.
            await enqueue(write_file, *range(10))
            await until(partial(_all, 10 * period))
            assert len([line for line in lines() if line[0] == "tick"]) == period


async def _ticked() -> bool:
    found = await row(tick)
    return found.state == "waiting" and found.due_at > now()


async def test_a_process_that_ends_in_order_gives_back_what_it_runs() -> None:
    with worker_process() as process:
        await enqueue(write_file, LONG)
        await until(lambda: lines() == [["begin", str(LONG), str(process.pid)]])
    left = await row(write_file)
    assert (left.state, left.attempts, left.worker) == ("waiting", 0, "")
