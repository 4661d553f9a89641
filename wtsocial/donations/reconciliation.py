"""Reconciliation: compares the books with Stripe and enters what is missing."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import col, func, select

from wtsocial import db
from wtsocial.core.errors import Refusal
from wtsocial.donations import webhook_events
from wtsocial.donations.queries import health
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.objects import METADATA, mapping, number_in, text_in
from wtsocial.gateways.stripe.payments import PaymentsFailed, PaymentsRefused, ReceivedEvent
from wtsocial.jobs import Worker
from wtsocial.models import Donation, LedgerEntry, LedgerLine, Payment, StripeLink, now

log = logging.getLogger(__name__)

DAYS: Final = 30
"""Stripe keeps events so long."""


@dataclass
class Report:
    """How much was compared, and which differences were found."""

    events: int = 0
    """Events of Stripe's in these days."""
    unheard: int = 0
    """Those of them that had not been received."""
    charges: int = 0
    """Paid charges of ours in these days."""
    entered: list[str] = field(default_factory=list[str])
    """Keys of the ledger that were missing, and are there now."""
    differing: list[str] = field(default_factory=list[str])
    """Charges about which Stripe says something else than the ledger, still."""
    trouble: int = 0
    """Events that cannot be worked on."""


async def reconcile(*, days: int = DAYS) -> Report:
    """Fetch the events, charges and subscriptions of the last days, enter what is missing, and say what was found.

    It may run while the site does, and as often as one likes. Raises Refusal("donate.not_set_up" or "donate.unreachable").
    """
    if not payments.configured():
        raise Refusal("donate.not_set_up")
    report, since = Report(), now() - timedelta(days=days)
    last = await _last_entry()
    try:
        await _fetch_events(report, since)
        found = await _fetch_charges(since)
        async for subscription in payments.subscriptions():
            await _take_in(webhook_events.event_of_answer(subscription, at=now()))
    except (PaymentsFailed, PaymentsRefused):
        raise Refusal("donate.unreachable") from None
    report.entered = await _entered_since(last)
    report.differing = [f"{name}: {why}" for name, wanted in found.items() if (why := await _difference(name, wanted))]
    report.charges = len(found)
    # The jobs of what was processed here find nothing to do; those of what was not say why.
    await Worker(queues=[webhook_events.EVENTS]).run_due()
    report.trouble = (await health()).failed
    return report


async def _fetch_events(report: Report, since: datetime) -> None:
    async for event in payments.events_since(since):
        report.events += 1
        report.unheard += await _take_in(event)


async def _take_in(event: ReceivedEvent) -> bool:
    """Store an event and process it at once, also one that waits since earlier; whether it is new."""
    new = await webhook_events.store_event(event)
    try:
        await webhook_events.process_now(event.id)
    except Exception:  # whatever it is, the event stays, its job tries again, and others come after it
        log.exception("processing %s", event.id)
    return new


async def _fetch_charges(since: datetime) -> dict[str, tuple[int, int]]:
    """Keep every paid charge of these days; of those that are ours, what was paid and what of it went back."""
    found: dict[str, tuple[int, int]] = {}
    async for charge in payments.charges_since(since):
        if charge.get("status") != "succeeded" or charge.get("captured") is False:
            continue
        told = [charge]
        if not await _is_ours(charge) and (intent := text_in(charge.get("payment_intent"))):
            # A subscription's payment does not say whose it is: its invoice does, and nothing has told us of that one.
            invoice = await payments.invoice_of(intent)
            bridge = {"object": "invoice_payment", "id": f"between_{intent}", "payment": {"payment_intent": intent}}
            told += [invoice, bridge | {"invoice": invoice["id"], "status": "paid"}] if invoice else []
        await _take_in(webhook_events.event_of_answer(*told, at=now()))
        if await _is_ours(charge):
            found[charge["id"]] = number_in(charge.get("amount_captured")), number_in(charge.get("amount_refunded"))
    return found


async def _is_ours(charge: dict[str, Any]) -> bool:
    reference = text_in(mapping(charge.get("metadata")).get(METADATA))
    async with db.reading() as session:
        if reference and (await session.exec(select(Donation.id).where(Donation.reference == reference))).first():
            return True
        return (await session.exec(select(Payment.id).where(Payment.charge == charge["id"]))).first() is not None


async def _difference(charge: str, wanted: tuple[int, int]) -> str:
    """How the ledger differs from a charge; "" when they agree."""
    async with db.reading() as session:
        paid = await _on_stripe(session, [f"charge:{charge}:paid"])
        linked = select(StripeLink.source).where(StripeLink.target == charge)
        names = (await session.exec(linked)).all()
        keys = [f"refund:{name}{end}" for name in names for end in ("", ":failed")]
        back = -await _on_stripe(session, keys)
    return "" if (paid, back) == wanted else f"paid {paid}, back {back}; Stripe says {wanted[0]} and {wanted[1]}"


async def _on_stripe(session: Any, keys: list[str]) -> int:
    """What the entries with these keys moved on the account `stripe`."""
    moved = select(func.coalesce(func.sum(LedgerLine.amount), 0)).join(LedgerEntry, col(LedgerEntry.id) == LedgerLine.entry_id)
    return int((await session.exec(moved.where(col(LedgerEntry.key).in_(keys), LedgerLine.account == "stripe"))).one())


async def _last_entry() -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.max(LedgerEntry.id)))).one() or 0


async def _entered_since(last: int) -> list[str]:
    fresh = select(LedgerEntry.key).where(col(LedgerEntry.id) > last, LedgerEntry.kind != "expense").order_by(col(LedgerEntry.id))
    async with db.reading() as session:
        return list((await session.exec(fresh)).all())
