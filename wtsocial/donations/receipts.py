"""Receipts: the mails about donations, kept with what they tell and sent afterwards, in the reader's language."""

import logging
from datetime import date, timedelta
from typing import Any, Final

from sqlmodel import col, select, update

from wtsocial import db
from wtsocial.core.settings import settings
from wtsocial.gateways import mail
from wtsocial.i18n import say
from wtsocial.models import Donation, DonationMail, Member, now
from wtsocial.text.money import written

log = logging.getLogger(__name__)

AT_ONCE: Final = 100
LONGEST_PAUSE: Final = timedelta(days=1)


async def send_due() -> int:
    """Send the mails that are due; how many left. One that fails is tried again later; one refused for good is given up.

    A mail whose sender is killed between handing it over and noting so is sent once more after ten minutes: rather twice than never.
    """
    due = (
        select(DonationMail, Donation, Member)
        .select_from(DonationMail)
        .join(Donation)
        .outerjoin(Member, col(Donation.member_id) == Member.id)
    )
    due = due.where(col(DonationMail.sent_at).is_(None), DonationMail.next_at <= now())
    async with db.reading() as session:
        waiting = (await session.exec(due.order_by(col(DonationMail.next_at)).limit(AT_ONCE))).all()
    return sum([await _send(about, donation, member) for about, donation, member in waiting])


async def _send(about: DonationMail, donation: Donation, member: Member | None) -> bool:
    if not await _claim(about):
        return False
    letter = _letter(about, donation, member)
    sent = letter is not None
    if letter:
        try:
            await mail.send(letter)
        except mail.MailFailed as failed:
            log.warning("mail not sent (%s): %s", letter.subject, failed)
            if not failed.for_good:
                return False
            sent = False
    async with db.transaction() as change:
        done = update(DonationMail).where(col(DonationMail.key) == about.key)
        await change.session.exec(done.values(sent_at=now()))
    return sent


async def _claim(about: DonationMail) -> bool:
    """Put its next turn off; False when another worker did just now."""
    pause = min(timedelta(minutes=10 * 2 ** min(about.attempts, 20)), LONGEST_PAUSE)
    as_seen = (col(DonationMail.key) == about.key, col(DonationMail.attempts) == about.attempts, col(DonationMail.sent_at).is_(None))
    async with db.transaction() as change:
        result: Any = await change.session.exec(
            update(DonationMail).where(*as_seen).values(attempts=about.attempts + 1, next_at=now() + pause)
        )
        return result.rowcount == 1


def _letter(about: DonationMail, donation: Donation, member: Member | None) -> mail.Mail | None:
    """The letter; None for a member who is gone."""
    if member and member.state == "deleted":
        return None
    address, language = (member.email, member.language) if member else (about.address, donation.language)
    params = about.params
    filled = {
        "site": settings().host,
        "amount": written(params["amount"], params["currency"], language),
        "what": say(language, f"mail.donation_{params['kind']}"),
        "day": date.fromisoformat(params["day"]),
        "reference": donation.reference[:8],
        "link": f"{settings().site_url}/donate",
        "books": f"{settings().site_url}/books",
    }
    more = say(language, "mail.donation_places", count=params["places"]) if params.get("places") else ""
    key = f"mail.donation.{about.kind}"
    return mail.Mail(address, say(language, f"{key}.subject", **filled), say(language, f"{key}.text", more=more, **filled))
