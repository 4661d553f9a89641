"""Suspensions, as members, juries and the timer end them: the member takes part again, or waits again."""

from sqlmodel import select

from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.joining import admission, waiting_list
from wtsocial.models import Member


async def let_take_part(change: Transaction, member: Member) -> None:
    """A locked member is suspended no longer, unless their state is another one by now. The waiting list is locked."""
    member.suspended_until = None
    if member.state != "suspended":
        return
    member.state, member.suspended_reason = "active" if member.email_confirmed_at else "waiting", ""
    if await waiting_list.is_waiting(change, id_of(member)):
        await admission.readmit(change, member)
    change.outdate_pages(f"member:{member.id}")


async def end_suspension(change: Transaction, member_id: int) -> None:
    """The same for the member of this id, who is locked now. The waiting list was locked first."""
    member = (await change.session.exec(select(Member).where(Member.id == member_id).with_for_update(key_share=True))).one()
    await let_take_part(change, member)
