"""Reviews: trusted members mark changes that they checked and found good."""

from sqlalchemy import delete

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.db import statements
from wtsocial.db.statements import table
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.queries import changes
from wtsocial.models import Review, now
from wtsocial.revisions import contributions
from wtsocial.text.limits import Id


async def review(viewer: Viewer, *, revision_id: Id) -> bool:
    """Mark a revision as reviewed; False when somebody had, which changes nothing.

    Raises NotFound (also for what is hidden or erased), LoginNeeded, or NotAllowed ("review.own" for one's own change).
    """
    async with db.transaction() as change:
        seen = await changes.judged(change.session, viewer, revision_id)
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        if seen.editor_id == viewer.id:
            raise NotAllowed("review.own")
        permissions.ensure(viewer, editing_policy.may_review(viewer, seen.subwiki_id, seen.editor_id))
        if seen.post_id:
            await contributions.take_part_in(change, viewer.id, seen.post_id)
        return await statements.insert_once(change.session, Review, revision_id=revision_id, reviewer_id=viewer.id, at=now())


async def unreview(viewer: Viewer, *, revision_id: Id) -> bool:
    """Take a review back, whoever gave it; False when there was none. Raises like `review`."""
    async with db.transaction() as change:
        seen = await changes.judged(change.session, viewer, revision_id)
        permissions.ensure(viewer, editing_policy.may_review(viewer, seen.subwiki_id, seen.editor_id))
        given = table(Review)
        gone = await (await change.session.connection()).execute(delete(given).where(given.c.revision_id == revision_id))
        return gone.rowcount == 1
