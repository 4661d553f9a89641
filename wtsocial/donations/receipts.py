"""Receipts: the mails about a donation, composed in the donor's language."""

from datetime import date
from typing import Final

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts.mail_jobs import Letter, composes, send_letter
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.gateways import mail
from wtsocial.i18n import say
from wtsocial.models import Donation, DonationMail, Member
from wtsocial.text.money import written

DONATION: Final = "donation"
"""The kind of letter about a donation; its `DonationMail` row has the amounts, and the address of a donor who is no member."""


async def send_receipt(change: Transaction, key: str) -> None:
    """Enqueue the mail with this key."""
    await send_letter(change, Letter(DONATION, about={"key": key}), key=f"donation_mail:{key}")


@composes(DONATION)
async def _compose(letter: Letter) -> mail.Mail | None:
    found = select(DonationMail, Donation, Member).select_from(DonationMail).join(Donation)
    found = found.outerjoin(Member, col(Donation.member_id) == Member.id).where(DonationMail.key == letter.about["key"])
    async with db.reading() as session:
        row = (await session.exec(found)).first()
    return _letter(*row) if row else None


def _letter(about: DonationMail, donation: Donation, member: Member | None) -> mail.Mail | None:
    """The mail to the donor; None when the member was deleted."""
    if member and member.state == "deleted":
        return None
    address, language = (member.email, member.language) if member else (about.address, donation.language)
    params = about.params
    filled = {
        "site": settings().site_name,
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
