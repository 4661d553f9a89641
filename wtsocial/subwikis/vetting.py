"""Vetting: admins decide, in public and with a reason, which subwikis newcomers are offered first."""

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction
from wtsocial.subwikis import access, policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line


async def set_vetted(viewer: Viewer, *, slug: str, vetted: bool, reason: str) -> int:
    """Put a subwiki on the list that newcomers are offered, or take it off; the log entry's id.

    Raises NotFound, LoginNeeded, NotAllowed for all but admins, Invalid at `reason`, Invalid("subwiki.vetted_already").
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        subwiki = await access.existing_subwiki(change.session, slug, lock=True)
        permissions.ensure(viewer, policy.may_vet(viewer))
        if subwiki.vetted == vetted:
            raise Invalid("subwiki.vetted_already")
        subwiki.vetted = vetted
        number = id_of(subwiki)
        entry = ModerationAction(
            actor_id=viewer.id,
            action="vet" if vetted else "unvet",
            subject_kind="subwiki",
            subject_id=number,
            subwiki_id=number,
            reason=reason,
        )
        change.session.add(entry)
        await change.session.flush()
    return id_of(entry)
