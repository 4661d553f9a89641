"""A mail that was given up, for tests of who sees dead jobs and what they may do with them."""

from sqlmodel import col, func, select, update

from wtsocial import db
from wtsocial.accounts.emails import PASSWORD_CHANGED
from wtsocial.accounts.mail_jobs import Letter, send_letter
from wtsocial.models import Job, now

REFUSAL = "554 we take nothing from you"


async def give_up_mail(member_id: int) -> int:
    """Enqueue a mail to a member and have it given up after seven attempts; the id of the job."""
    async with db.transaction() as change:
        await send_letter(change, Letter(PASSWORD_CHANGED, member_id))
        await change.session.flush()
        number = (await change.session.exec(select(func.max(Job.id)))).one()
        died = {"state": "dead", "attempts": 7, "finished_at": now(), "last_error": REFUSAL}
        await change.session.exec(update(Job).where(col(Job.id) == number).values(**died))
    assert number
    return number
