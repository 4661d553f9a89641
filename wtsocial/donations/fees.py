"""Settling: what each payment and refund was worth on Stripe's account, and what it cost; asked for after it was credited."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from sqlmodel import col, select, update

from wtsocial import db
from wtsocial.core import bus
from wtsocial.core.messages import BooksChanged
from wtsocial.donations import ledger
from wtsocial.donations.crediting import lock_processing
from wtsocial.donations.reconstruction import Movement, settlement_entry
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.payments import PaymentsFailed, PaymentsRefused, Settlement
from wtsocial.models import PendingFee, now

log = logging.getLogger(__name__)

AT_ONCE: Final = 100
LONGEST_PAUSE: Final = timedelta(days=1)


async def fetch_due_fees() -> int:
    """Ask Stripe for the worth and the fee of what is not settled yet, and enter them; how many were entered.

    When Stripe does not answer, or has not counted it yet, it is asked later: the credit stands meanwhile.
    """
    if not payments.configured():
        return 0
    due = select(PendingFee).where(col(PendingFee.settled_at).is_(None), PendingFee.next_at <= now())
    async with db.reading() as session:
        waiting = (await session.exec(due.order_by(col(PendingFee.next_at)).limit(AT_ONCE))).all()
    return sum([await _fetch_fee(one) for one in waiting])


async def _fetch_fee(waiting: PendingFee) -> bool:
    if not await _claim(waiting):
        return False
    try:
        found = await _ask(waiting)
    except (PaymentsFailed, PaymentsRefused) as failed:
        log.warning("settling: %s", failed)
        return False
    if found is None:
        return False
    moved = Movement(waiting.source, waiting.kind, waiting.amount, waiting.currency, waiting.at)
    entry = settlement_entry(waiting.source, moved, currency=found.currency.upper(), amount=found.amount, fee=found.fee)
    async with db.transaction() as change:
        # What is told enters several things at once, on the same accounts: without turns two could wait for each other.
        await lock_processing(change.session)
        if entry and await ledger.post_entry(change.session, entry):
            change.announce(bus.books_room(), message=BooksChanged())
        done = update(PendingFee).where(col(PendingFee.source) == waiting.source)
        await change.session.exec(done.values(settled_at=now()))
    return True


async def _claim(waiting: PendingFee) -> bool:
    """Put its next turn off; False when another worker did just now."""
    pause = min(timedelta(minutes=2 ** min(waiting.attempts, 20)), LONGEST_PAUSE)
    as_seen = (col(PendingFee.source) == waiting.source, col(PendingFee.attempts) == waiting.attempts, col(PendingFee.settled_at).is_(None))
    async with db.transaction() as change:
        claimed = update(PendingFee).where(*as_seen).values(attempts=waiting.attempts + 1, next_at=now() + pause)
        result: Any = await change.session.exec(claimed)
        return result.rowcount == 1


async def _ask(waiting: PendingFee) -> Settlement | None:
    ways: dict[str, Callable[[str], Awaitable[Settlement | None]]] = {
        "charge": payments.settlement,
        "refund": payments.settlement_of_refund,
        "returned": payments.settlement_of_refund,
    }
    found = await ways[waiting.kind](waiting.source.partition(":")[0])
    if found and waiting.kind == "returned":
        # What the refund took came back.
        return replace(found, amount=-found.amount, fee=0)
    return found
