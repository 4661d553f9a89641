"""Jobs: an admin has those that were given up tried anew, or throws them away."""

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.jobs import dead_letters
from wtsocial.models import now
from wtsocial.text.limits import Id


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
