"""A job that fails is tried again after growing pauses until its deadline; then it is dead, until an admin has it tried anew."""

from datetime import timedelta

import pytest

from tests.factories import make_member
from tests.jobs.samples import Clock, Record, change_rows, enqueue, note, row, rows, until
from wtsocial.accounts.views import Viewer
from wtsocial.admin.jobs import discard_dead, retry_dead
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound
from wtsocial.jobs import GiveUp, RetryLater, Worker, queries, working
from wtsocial.jobs.periodic import forget_finished
from wtsocial.jobs.registry import FIRST_PAUSE, JITTER, LONGEST_PAUSE
from wtsocial.models import now


def test_pauses_grow_up_to_the_longest_and_no_two_are_alike() -> None:
    for attempts in range(1, 40):
        usual = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
        pauses = {note.pause(attempts) for _ in range(50)}
        assert all(usual * (1 - JITTER) <= pause <= usual * (1 + JITTER) for pause in pauses)
        assert len(pauses) > 40


async def test_a_job_that_fails_is_tried_again_until_it_succeeds(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors[1] = [ValueError("one"), OSError("two"), TimeoutError("three")]
    await enqueue(note, 1)
    for attempt, reason in enumerate(("ValueError: one", "OSError: two", "TimeoutError: three"), start=1):
        at = clock()
        assert await worker.run_due() == 1
        waits = await row(note)
        assert (waits.state, waits.attempts, waits.last_error) == ("waiting", attempt, reason)
        assert waits.due_at >= at + FIRST_PAUSE * 2 ** (attempt - 1) * (1 - JITTER)
        assert await worker.run_due() == 0, "not before its time"
        clock.move(seconds=(waits.due_at - clock()).total_seconds() + 0.001)
    await worker.run_due()
    assert record.ran == [1]
    assert ((await row(note)).state, (await row(note)).last_error) == ("done", "")


async def test_a_job_can_say_when_to_try_again(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors[1] = [RetryLater("busy", pause=timedelta(minutes=20))]
    await enqueue(note, 1)
    await worker.run_due()
    waits = await row(note)
    assert timedelta(minutes=19) < waits.due_at - clock() <= timedelta(minutes=20)
    assert waits.last_error == "busy"


async def test_what_cannot_succeed_is_dead_at_once_and_its_reason_names_nobody(record: Record, worker: Worker) -> None:
    record.errors[1] = [GiveUp("550 no such mailbox ana@example.org")]
    await enqueue(note, 1)
    await worker.run_due()
    dead = await row(note)
    assert (dead.state, dead.attempts, dead.last_error) == ("dead", 1, "550 no such mailbox (address)")
    assert dead.args == {"n": 1}


async def test_a_job_that_fails_past_its_deadline_is_dead(record: Record, worker: Worker, clock: Clock) -> None:
    record.errors[1] = [ValueError("still")] * 1_000
    await enqueue(note, 1)
    attempts = 0
    while (await row(note)).state == "waiting":
        attempts += await worker.run_due()
        clock.move(hours=2)
    assert 30 < attempts < 40, "every two hours for three days"
    health = await queries.health()
    assert (health.dead, health.last_error, health.due) == (1, "ValueError: still", 0)


async def test_a_job_that_nobody_ran_before_its_deadline_is_not_run(record: Record, worker: Worker, clock: Clock) -> None:
    await enqueue(note, 1)
    clock.move(days=4)
    assert await worker.run_due() == 0
    assert ((await row(note)).state, record.begun) == ("dead", [])


async def test_an_admin_has_a_dead_job_tried_anew(record: Record) -> None:
    record.errors[1] = [GiveUp("no")]
    admin, member = await make_member("ada", admin=True), await make_member("ben")
    async with working():
        await enqueue(note, 1)
        await until(queries.dead_jobs)
        (dead,) = await queries.dead_jobs()
        assert (dead.task, dead.attempts, dead.last_error) == ("test.note", 1, "no")
        with pytest.raises(LoginNeeded):
            await retry_dead(Viewer(), job_id=dead.id)
        with pytest.raises(NotAllowed):
            await retry_dead(member, job_id=dead.id)
        assert record.ran == []
        await retry_dead(admin, job_id=dead.id)
        await until(lambda: record.ran == [1])
        with pytest.raises(NotFound):
            await retry_dead(admin, job_id=dead.id)


async def test_an_admin_throws_a_dead_job_away(record: Record, worker: Worker) -> None:
    record.errors[1] = [GiveUp("no")]
    admin, member = await make_member("ada", admin=True), await make_member("ben")
    await enqueue(note, 1)
    job_id = (await row(note)).id
    with pytest.raises(NotFound):
        await discard_dead(admin, job_id=job_id)
    await worker.run_due()
    with pytest.raises(NotAllowed):
        await discard_dead(member, job_id=job_id)
    await discard_dead(admin, job_id=job_id)
    assert await rows() == []


async def test_a_job_of_another_version_of_the_program_is_kept(record: Record, worker: Worker, clock: Clock) -> None:
    await enqueue(note, 1)
    await change_rows(task="test.of_tomorrow")
    assert await worker.run_due() == 0
    (waits,) = await rows()
    assert (waits.state, waits.attempts, waits.last_error) == ("waiting", 0, "no task is called test.of_tomorrow")
    await change_rows(task="test.note")
    clock.move(minutes=6)
    await worker.run_due()
    assert record.ran == [1]


async def test_a_job_whose_arguments_cannot_be_read_is_kept(record: Record, worker: Worker, clock: Clock) -> None:
    await enqueue(note, 1)
    await change_rows(args={"number": 1})
    await worker.run_due()
    assert (await row(note)).state == "waiting"
    await change_rows(args={"n": 1})
    clock.move(minutes=1)
    await worker.run_due()
    assert record.ran == [1]


async def test_jobs_are_forgotten_in_the_end() -> None:
    await enqueue(note, *range(2_500))
    await change_rows(state="done", finished_at=now() - timedelta(days=8))
    await enqueue(note, 1, 2, 3)
    first, second, third = (await rows())[-3:]
    assert await forget_finished() == 2_500
    assert [one.id for one in await rows()] == [first.id, second.id, third.id]
