"""Dead letters: an admin sees them, has them tried anew or throws them away, and nobody else does."""

import pytest
from sqlmodel import select, update

from tests.factories import make_member
from tests.jobs.dead import give_up_mail
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin import jobs
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound
from wtsocial.models import Job, now
from wtsocial.ops import doctor


async def _die() -> int:
    """A mail that was given up; its job."""
    return await give_up_mail((await make_member("ana")).id)


async def _finding() -> doctor.Finding:
    (found,) = [finding async for finding in doctor.examine() if finding.name == "jobs"]
    return found


async def test_an_admin_sees_what_was_given_up_and_has_it_tried_anew_or_thrown_away() -> None:
    admin, number = await make_member("admin", admin=True), await _die()
    seen = await jobs.overview(admin)
    assert (seen.due, seen.dead) == (0, 1)
    assert [(one.id, one.task, one.attempts, one.last_error) for one in seen.dead_jobs] == [
        (number, "mails.send", 7, "554 we take nothing from you")
    ]
    assert not (await _finding()).well
    await jobs.retry_dead(admin, job_id=number)
    seen = await jobs.overview(admin)
    assert (seen.due, seen.due_since > 0, seen.dead) == (1, True, 0)
    assert (await _finding()).well
    with pytest.raises(NotFound):
        await jobs.discard_dead(admin, job_id=number)
    async with db.transaction() as change:
        await change.session.exec(update(Job).values(state="dead", finished_at=now()))
    await jobs.discard_dead(admin, job_id=number)
    assert await jobs.overview(admin) == jobs.JobsView()


async def test_nobody_but_an_admin_sees_or_touches_them() -> None:
    ana_or_nobody = [(Viewer(), LoginNeeded), (await make_member("mo"), NotAllowed)]
    number = await _die()
    for viewer, refusal in ana_or_nobody:
        with pytest.raises(refusal):
            await jobs.overview(viewer)
        with pytest.raises(refusal):
            await jobs.retry_dead(viewer, job_id=number)
        with pytest.raises(refusal):
            await jobs.discard_dead(viewer, job_id=number)
    async with db.reading() as session:
        assert (await session.exec(select(Job.state))).all() == ["dead"]
