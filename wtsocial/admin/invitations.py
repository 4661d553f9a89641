"""Invitations, for admins: which are open, who invited whom; one is taken back, with a reason, in the log."""

from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Select, and_, select, tuple_
from sqlmodel import select as find

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.pages import PAGE, last_number, written_number
from wtsocial.admin.views import InvitationRow, InvitationsPage
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db.cursors import decode_cursor, encode_cursor, to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.joining.invitation_queries import came_by, state_of
from wtsocial.models import Invitation, Member, now
from wtsocial.models.joining import OF_A_GROUP, UNREVOKED
from wtsocial.moderation import entries
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, is_hostile
from wtsocial.text.limits import Id
from wtsocial.text.names import LONGEST_USERNAME, skeleton

KINDS: Final = ("open", "all", "group")
"""What can be asked for: those that still admit somebody, which end soonest first; all, and those for groups, the newest first."""
_COLUMNS: Final = ("id", "label", "uses", "used", "at_once", "created_at", "ends_at", "revoked_at")


async def invitations(viewer: Viewer, *, kind: str = "open", name: str = "", older: str = "", most: int = PAGE) -> InvitationsPage:
    """Invitations of this kind; or, where a name is given, all that this member made, the newest first. No link is among what is shown.

    `older` is where a page begins (`InvitationsPage.older`). Raises LoginNeeded or NotAllowed for all but admins, Invalid("error.cursor").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    if is_hostile(name) or is_hostile(older):
        return InvitationsPage([])
    name, by_end = name.strip()[:LONGEST_USERNAME], kind not in ("all", "group") and not name.strip()
    wanted = _open(older) if by_end else _newest(kind, name, older)
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(wanted.limit(most + 1))).all()
        came = await came_by(session, [row.id for row in rows[:most]])
    further = ""
    if len(rows) > most:
        last = rows[most - 1]
        further = encode_cursor(last.ends_at, last.id) if by_end else written_number(last.id)
    return InvitationsPage([_view(row, [one.name for one in came.get(row.id, [])]) for row in rows[:most]], further)


async def take_back(viewer: Viewer, *, invitation_id: Id, reason: str) -> None:
    """Take an invitation back: nobody can use it any more; members who came by it stay. It is in the log.

    Raises LoginNeeded, NotAllowed, Invalid at `reason`, NotFound, Invalid("invitation.back_already").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        found = (await change.session.exec(find(Invitation).where(Invitation.id == invitation_id).with_for_update())).first()
        if found is None:
            raise NotFound
        if found.revoked_at is not None:
            raise Invalid("invitation.back_already")
        found.revoked_at = now()
        entries.log_of_site(change.session, viewer.id, "revoke", reason, kind="invitation", number=id_of(found), member_id=found.member_id)


def _listed() -> Select[Any]:
    invitation, member = table(Invitation), table(Member)
    joined = invitation.join(member, member.c.id == invitation.c.member_id)
    return select(*(invitation.c[name] for name in _COLUMNS), member.c.name.label("by")).select_from(joined)


def _open(older: str) -> Select[Any]:
    invitation = table(Invitation)
    place = tuple_(invitation.c.ends_at, invitation.c.id)
    # In the words of its index, or SQLite would not see that it fits.
    still = and_(cast("ColumnElement[bool]", UNREVOKED), invitation.c.ends_at > now(), invitation.c.used < invitation.c.uses)
    wanted = _listed().where(still, *([place > tuple_(*decode_cursor(older))] if older else []))
    return wanted.order_by(invitation.c.ends_at, invitation.c.id)


def _newest(kind: str, name: str, older: str) -> Select[Any]:
    invitation, member = table(Invitation), table(Member)
    wanted = _listed().where(invitation.c.id < last_number(older)).order_by(invitation.c.id.desc())
    if name:
        its_maker = select(member.c.id).where(member.c.skeleton == skeleton(name)).correlate(None).scalar_subquery()
        return wanted.where(invitation.c.member_id == its_maker)
    return wanted.where(cast("ColumnElement[bool]", OF_A_GROUP)) if kind == "group" else wanted


def _view(row: Any, came: list[str]) -> InvitationRow:
    return InvitationRow(
        id=row.id,
        by=row.by,
        label=row.label,
        uses=row.uses,
        used=row.used,
        at_once=row.at_once,
        created=to_millis(row.created_at),
        ends=to_millis(row.ends_at),
        state=state_of(row, now()),
        came=came,
    )
