"""Settling: what each payment and refund was worth on Stripe's account, and what it cost; asked for after it was credited."""

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
    """Ask Stripe for the worth and the fee of a movement, and enter them.

    When Stripe does not answer, or has not counted it yet, it is asked later: the credit stands meanwhile.
    """
    async with db.reading() as session:
        waiting = (await session.exec(select(PendingFee).where(PendingFee.source == about.source))).one()
    found = await _ask(waiting)
    if found is None:
        raise RetryLater("Stripe has not counted it yet")
    moved = Movement(waiting.source, waiting.kind, waiting.amount, waiting.currency, waiting.at)
    entry = settlement_entry(waiting.source, moved, currency=found.currency.upper(), amount=found.amount, fee=found.fee)
    async with db.transaction() as change:
        # What is told enters several things at once, on the same accounts: without turns two could wait for each other.
        await lock_processing(change.session)
        if entry and await ledger.post_entry(change.session, entry):
            change.announce(bus.books_room(), message=BooksChanged())


async def _ask(waiting: PendingFee) -> Settlement | None:
    if not payments.configured():
        raise RetryLater("Stripe is not set up")
    ways: dict[str, Callable[[str], Awaitable[Settlement | None]]] = {
        "charge": payments.settlement,
        "refund": payments.settlement_of_refund,
        "returned": payments.settlement_of_refund,
    }
    try:
        found = await ways[waiting.kind](waiting.source.partition(":")[0])
    except (PaymentsFailed, PaymentsRefused) as failed:
        raise RetryLater(str(failed)) from None
    if found and waiting.kind == "returned":
        # What the refund took came back.
        return replace(found, amount=-found.amount, fee=0)
    return found
