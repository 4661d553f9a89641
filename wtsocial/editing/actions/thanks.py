"""Thanks: a member thanks the editor of a change, once."""

from sqlmodel import col

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.db import statements
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.queries import changes
from wtsocial.models import Thanks, now
from wtsocial.notifications import notify
from wtsocial.revisions import contributions
from wtsocial.text import limits
from wtsocial.text.limits import Id


async def thank(viewer: Viewer, *, revision_id: Id) -> bool:
    """Thank the editor of a revision, who is notified; False when the viewer had done so, which changes nothing.

    Raises NotFound (also for what is hidden or erased), LoginNeeded, NotAllowed ("thanks.own" for one's own change) or TooMany.
    """
    async with db.transaction() as change:
        session = change.session
        seen = await changes.judged(session, viewer, revision_id)
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        if not editing_policy.may_thank(viewer, seen.editor_id):
            raise NotAllowed("thanks.own")
        if not await statements.insert_once(session, Thanks, member_id=viewer.id, revision_id=revision_id, at=now()):
            return False
        recent = (col(Thanks.member_id) == viewer.id, col(Thanks.at) > now() - statements.HOUR)
        await statements.ensure_fewer(session, limits.THANKS_PER_HOUR + 1, Thanks, *recent)
        if seen.post_id:
            await contributions.take_part_in(change, viewer.id, seen.post_id)
            await notify.notify(change, seen.editor_id, "thanked", seen.path, post_id=seen.post_id, by=viewer.name)
        else:
            await notify.notify(change, seen.editor_id, "thanked_page", seen.path, by=viewer.name, name=seen.subwiki_name)
    return True
