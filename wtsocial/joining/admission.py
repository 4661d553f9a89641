"""Admission of members who have just confirmed their address: at once, by invitation, or onto the waiting list."""

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import Invalid
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.joining import waiting_list
from wtsocial.joining.invitation_queries import opens, with_code
from wtsocial.joining.queries import rules
from wtsocial.models import Admission, Invitation, InvitationUse, JoiningSettings, Member, WaitingListEntry, now
from wtsocial.notifications import notify


async def check_invitation(session: AsyncSession, code: str) -> Invitation | None:
    """The invitation that somebody registers with, None for none.

    Raises Invalid at `invite`: `invitation.needed` when joining takes an invitation and there is none, `invitation.shut` for one
    that does not admit anybody (any more), whatever the reason.
    """
    mode = (await rules(session)).mode
    if not code:
        if mode == "invited":
            raise Invalid("invitation.needed", field="invite")
        return None
    found = select(Invitation).where(with_code(code), *opens(mode, now()))
    invitation = (await session.exec(found)).first()
    if invitation is None:
        raise Invalid("invitation.shut", field="invite")
    return invitation


async def use_invitation(change: Transaction, member_id: int | None, invitation: Invitation) -> None:
    """Count one use of an invitation for a new member, in one statement: fifty at once cannot exceed its uses.

    `member_id` is None when the address has an account already: the use counts as any other until it is returned.

    Raises Invalid("invitation.shut") at `invite` when no use is left.
    """
    if not await _take(change.session, id_of(invitation)):
        raise Invalid("invitation.shut", field="invite")
    change.session.add(InvitationUse(member_id=member_id, invitation_id=id_of(invitation)))
    await change.session.flush()


async def admit_confirmed(change: Transaction, member: Member) -> None:
    """Admit a member who has just confirmed their address, or put them on the waiting list, which the caller has locked.

    A member who was suspended before confirming gets an entry without a position; `readmit` puts them back.
    """
    await change.session.flush()
    if member.state == "suspended":
        change.session.add(WaitingListEntry(member_id=id_of(member)))
        return
    if member.state != "waiting":
        return
    joining = await waiting_list.lock(change)
    invitation = await _counted_invitation(change.session, member)
    if invitation is not None:
        await _thank(change, joining, invitation, member)
    await _enter(change, joining, member, invitation)


async def readmit(change: Transaction, member: Member) -> None:
    """Put a member who was suspended while waiting back on the waiting list, or admit them when nobody has to wait."""
    joining = await waiting_list.lock(change)
    member.state = "waiting"
    await change.session.flush()
    await _enter(change, joining, member, None)


async def _enter(change: Transaction, joining: JoiningSettings, member: Member, invitation: Invitation | None) -> None:
    number = id_of(member)
    if await change.session.get(Admission, number) is not None:
        # Promised before they confirmed; how it came about stands with the promise.
        await waiting_list.let_in_member(change, number, way="admin", cause="", told=False)
    elif joining.mode == "open":
        await waiting_list.let_in_member(change, number, way="open", cause=_cause(invitation), told=False)
    elif invitation is not None and (joining.mode == "invited" or invitation.at_once):
        await waiting_list.let_in_member(change, number, way="invitation", cause=_cause(invitation), told=False)
    else:
        await waiting_list.enqueue(change, number)


async def _counted_invitation(session: AsyncSession, member: Member) -> Invitation | None:
    """The invitation that this member used, if they count: no other member has the same mailbox."""
    use = (await session.exec(select(InvitationUse).where(InvitationUse.member_id == member.id))).first()
    if use is None or use.counted_at is not None:
        return None
    same = (col(Member.email_key) == member.email_key, col(Member.id) != member.id)
    others = select(Member.id).where(*same, or_(col(Member.email_confirmed_at).is_not(None), _makes(use)))
    if (await session.exec(others.limit(1))).first() is not None:
        return None
    if use.given_back_at is not None and not await _take(session, use.invitation_id):
        return None
    use.counted_at, use.given_back_at = now(), None
    return await session.get(Invitation, use.invitation_id)


def _makes(use: InvitationUse) -> ColumnElement[bool]:
    return exists().where(col(Invitation.id) == use.invitation_id, col(Invitation.member_id) == Member.id)


async def _thank(change: Transaction, joining: JoiningSettings, invitation: Invitation, friend: Member) -> None:
    """Move the inviter up the waiting list and notify them. A group's invitation moves nobody."""
    if invitation.label:
        return
    moved = await waiting_list.move_up(change, invitation.member_id, joining.friend_moves_up)
    kind = "friend_moved" if moved else "friend_came"
    await notify.notify(change, invitation.member_id, kind, "/settings/invitations", by=friend.name, count=moved)


async def _take(session: AsyncSession, invitation_id: int) -> bool:
    mode = (await rules(session)).mode
    taken = update(Invitation).where(col(Invitation.id) == invitation_id, *opens(mode, now())).values(used=col(Invitation.used) + 1)
    return (await session.exec(taken)).rowcount == 1


def _cause(invitation: Invitation | None) -> str:
    return f"invitation:{invitation.id}" if invitation else ""
