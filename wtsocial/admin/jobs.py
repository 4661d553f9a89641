"""Jobs: an admin has those that were given up tried anew, or throws them away."""

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.views import DeadJobView, JobsView
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.jobs import dead_letters, queries
from wtsocial.models import now
from wtsocial.text.limits import Id


async def overview(viewer: Viewer) -> JobsView:
    """How the queue is, and the jobs that died last. Raises LoginNeeded, NotAllowed for all but admins."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    health = await queries.health()
    listed = await queries.dead_jobs()
    dead = [DeadJobView(one.id, one.task, one.attempts, to_millis(one.finished_at), one.last_error) for one in listed]
    return JobsView(due=health.due, due_since=to_millis(health.oldest_due_at), dead=health.dead, dead_jobs=dead)


async def retry_dead(viewer: Viewer, *, job_id: Id) -> None:
    """Have a dead job tried anew, as if it had just been written.

    Raises LoginNeeded, NotAllowed, NotFound for one that is not dead (any more).
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.transaction() as change:
        if not await dead_letters.retry(change, job_id, at=now()):
            raise NotFound


async def discard_dead(viewer: Viewer, *, job_id: Id) -> None:
    """Throw a dead job away. Raises LoginNeeded, NotAllowed, NotFound for one that is not dead (any more)."""
    permissions.ensure(viewer, permissions.may_administer(viewer))
    async with db.transaction() as change:
        if not await dead_letters.discard(change, job_id):
            raise NotFound
