"""Each statement of the queue goes by the index of one state: none reads what is done, nor more of what waits than it takes."""

from tests.jobs.samples import Record, enqueue, note
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.jobs import Worker, claims, dead_letters, queries
from wtsocial.jobs.periodic import forget_finished
from wtsocial.models import now


async def _everything(worker: Worker) -> None:
    await worker.run_due()
    await worker.reclaim(now())
    await queries.health()
    await queries.dead_jobs()
    await forget_finished()
    async with db.transaction() as change:
        await claims.renew(change, [1, 2], worker=worker.name, at=now())
        await claims.release(change, worker=worker.name)
        await dead_letters.retry(change, 1, at=now())
        await dead_letters.discard(change, 1)


async def test_statements_go_by_an_index(record: Record, worker: Worker) -> None:
    await enqueue(note, *range(20))
    with noting() as sent:
        await _everything(worker)
    asked = {statement: parameters for statement, parameters in sent if statement.startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(asked) >= 9
    for statement, parameters in asked.items():
        said = await plan(statement, parameters)
        steps = said.splitlines()
        assert "ix_job_" in said or "PRIMARY KEY" in said or "pk_job" in said, statement + said
        assert not [step for step in steps if "SCAN job" in step and "USING" not in step], statement + said
        assert not [step for step in steps if "Seq Scan" in step or "TEMP B-TREE" in step or "Sort  (" in step], statement + said


async def test_a_claim_takes_one_statement(record: Record, worker: Worker) -> None:
    await enqueue(note, *range(20))
    async with db.transaction() as change:
        with noting() as sent:
            claim = await claims.claim_next(change, "database", worker="w", at=now())
    assert claim
    assert len([statement for statement, _ in sent if not statement.startswith("BEGIN")]) == 1
