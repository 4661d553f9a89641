"""Fees: a job asks Stripe for the balance transaction of each payment and refund, and enters its amount and fee in the ledger."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlmodel import select

from wtsocial import db, jobs
from wtsocial.core import bus
from wtsocial.core.messages import BooksChanged
from wtsocial.donations import ledger
from wtsocial.donations.processing_lock import lock_processing
from wtsocial.donations.reconstruction import Movement, settlement_entry
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.payments import PaymentsFailed, PaymentsRefused, Settlement
from wtsocial.jobs import RetryLater
from wtsocial.models import PendingFee

FEES: Final = jobs.STRIPE


@dataclass(frozen=True)
class Source:
    """A charge or refund of Stripe's, as `PendingFee.source` names it."""

    source: str


@jobs.task(
    "donations.fetch_fee", queue=FEES, deadline=timedelta(days=30), first_pause=timedelta(minutes=2), longest_pause=timedelta(days=1)
)
async def fetch_fee(about: Source) -> None:
    """Fetch the balance transaction of a charge or refund, and post it to the ledger.

    The job is retried while Stripe does not answer or has no balance transaction yet; the donor's credit does not wait for it.
    """
    async with db.reading() as session:
        pending = (await session.exec(select(PendingFee).where(PendingFee.source == about.source))).one()
    found = await _ask(pending)
    if found is None:
        raise RetryLater("Stripe has no balance transaction for it yet")
    moved = Movement(pending.source, pending.kind, pending.amount, pending.currency, pending.at)
    entry = settlement_entry(pending.source, moved, currency=found.currency.upper(), amount=found.amount, fee=found.fee)
    async with db.transaction() as change:
        # A webhook event posts several entries to the same accounts: without this lock two transactions could deadlock.
        await lock_processing(change.session)
        if entry and await ledger.post_entry(change.session, entry):
            change.announce(bus.books_room(), message=BooksChanged())


async def _ask(pending: PendingFee) -> Settlement | None:
    if not payments.configured():
        raise RetryLater("Stripe is not set up")
    lookups: dict[str, Callable[[str], Awaitable[Settlement | None]]] = {
        "charge": payments.settlement,
        "refund": payments.settlement_of_refund,
        "returned": payments.settlement_of_refund,
    }
    try:
        found = await lookups[pending.kind](pending.source.partition(":")[0])
    except (PaymentsFailed, PaymentsRefused) as failed:
        raise RetryLater(str(failed)) from None
    if found and pending.kind == "returned":
        # What the refund took came back.
        return replace(found, amount=-found.amount, fee=0)
    return found
