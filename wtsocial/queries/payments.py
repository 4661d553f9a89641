"""Payments: whether what Stripe told is worked on."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from wtsocial import db
from wtsocial.models import DonationMail, Settling, StripeEvent


@dataclass(frozen=True)
class PaymentsHealth:
    """What waits: events to be worked on, those of them that failed (`trouble` says why the last one did), fees, mails."""

    waiting: int = 0
    failed: int = 0
    trouble: str = ""
    unsettled: int = 0
    unsent: int = 0


async def health() -> PaymentsHealth:
    """What waits just now."""
    open_events = col(StripeEvent.worked_at).is_(None)
    counted = select(func.count(), func.count().filter(col(StripeEvent.attempts) > 0)).select_from(StripeEvent).where(open_events)
    told = select(StripeEvent.trouble).where(open_events, StripeEvent.trouble != "").order_by(col(StripeEvent.received_at).desc()).limit(1)
    async with db.reading() as session:
        waiting, failed = (await session.exec(counted)).one()
        trouble = (await session.exec(told)).first() or ""
        unsettled = (await session.exec(select(func.count()).select_from(Settling).where(col(Settling.settled_at).is_(None)))).one()
        unsent = (await session.exec(select(func.count()).select_from(DonationMail).where(col(DonationMail.sent_at).is_(None)))).one()
    return PaymentsHealth(waiting, failed, trouble, unsettled, unsent)
