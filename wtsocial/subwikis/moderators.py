"""Moderators of subwikis: whoever moderates one names another, in public and with a reason."""

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.db.statements import id_of
from wtsocial.models import Membership, ModerationAction
from wtsocial.notifications.notify import notify
from wtsocial.subwikis import access, policy
from wtsocial.subwikis.lookups import existing_member
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line


async def appoint_moderator(viewer: Viewer, *, slug: str, member_name: str, reason: str) -> int:
    """Make an active member of a subwiki its moderator, who is told; the log entry's id.

    Raises NotFound, NotFound("error.no_such_member", `name`) at `member_name`, LoginNeeded, NotAllowed for all but its moderators and
    admins, Invalid at `reason`, Invalid("subwiki.not_a_member") or Invalid("subwiki.moderates_already") at `member_name`.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        subwiki = await access.existing_subwiki(session, slug, lock=True)
        number = id_of(subwiki)
        permissions.ensure(viewer, policy.may_appoint(viewer, number))
        member = await existing_member(session, member_name)
        membership = await session.get(Membership, (member.id, number))
        if membership is None:
            raise Invalid("subwiki.not_a_member", field="member_name", name=member.name)
        if membership.role == "moderator":
            raise Invalid("subwiki.moderates_already", field="member_name", name=member.name)
        membership.role = "moderator"
        entry = ModerationAction(
            actor_id=viewer.id,
            action="appoint",
            subject_kind="subwiki",
            subject_id=number,
            subwiki_id=number,
            member_id=member.id,
            reason=reason,
        )
        session.add(entry)
        await session.flush()
        await notify(change, id_of(member), "appointed", f"/w/{slug}/about", name=subwiki.name, by=viewer.name, reason=reason)
    return id_of(entry)
