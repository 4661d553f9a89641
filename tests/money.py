"""Money for tests: what Stripe would tell of a donation, in the API's old and new shapes, without a server."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.donations import webhook_events
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.jobs import Worker
from wtsocial.models import Donation, DonationMail, LedgerEntry, LedgerLine, Notice, Payment

NOON = 1_780_000_000
"""A moment of 2026, in seconds since 1970."""

Object = dict[str, Any]


async def make_order(
    by: Viewer | None = None, *, reference: str = "order-1", kind: str = "once", amount: int = 1000, currency: str = "EUR", **fields: Any
) -> int:
    """An order as `donations.checkout.start` makes it; its id."""
    async with db.transaction() as change:
        order = Donation(reference=reference, member_id=by.id if by else None, kind=kind, amount=amount, currency=currency, **fields)
        change.session.add(order)
    assert order.id is not None
    return order.id


@dataclass
class Stripe:
    """Tells of one order. Names are made of `name`, so that several do not mix."""

    name: str = "1"
    reference: str = "order-1"
    amount: int = 1000
    currency: str = "eur"
    old: bool = False
    events: list[ReceivedEvent] = field(default_factory=list[ReceivedEvent])
    clock: int = NOON

    def tell(self, kind: str, told: Object, *, ahead: int = 1) -> ReceivedEvent:
        """An event about an object as it is now."""
        self.clock += ahead
        made = ReceivedEvent(
            f"evt_{self.name}_{len(self.events)}",
            kind,
            datetime.fromtimestamp(self.clock, UTC),
            json.loads(json.dumps({"data": {"object": told}})),
        )
        self.events.append(made)
        return made

    @property
    def metadata(self) -> Object:
        """What the gateway puts into session, payment and subscription."""
        return {"wtsocial_donation": self.reference}

    def intent(self, number: int = 1, **fields: Any) -> Object:
        """A payment intent that succeeded."""
        made: Object = {
            "id": f"pi_{self.name}_{number}",
            "object": "payment_intent",
            "status": "succeeded",
            "amount": self.amount,
            "created": NOON,
        }
        return made | {"currency": self.currency, "metadata": {}} | fields

    def charge(self, number: int = 1, **fields: Any) -> Object:
        """A charge that was paid."""
        made: Object = {
            "id": f"ch_{self.name}_{number}",
            "object": "charge",
            "status": "succeeded",
            "captured": True,
            "created": NOON + number,
        }
        made |= {"amount": self.amount, "amount_captured": self.amount, "amount_refunded": 0, "currency": self.currency, "metadata": {}}
        return made | {"payment_intent": f"pi_{self.name}_{number}", "billing_details": {"email": "donor@reader.example"}} | fields

    def session(self, **fields: Any) -> Object:
        """A checkout session that was completed."""
        made: Object = {
            "id": f"cs_{self.name}",
            "object": "checkout.session",
            "status": "complete",
            "created": NOON,
            "metadata": self.metadata,
        }
        made |= {"client_reference_id": self.reference, "payment_status": "paid", "customer": None, "payment_link": None}
        return made | {"customer_details": {"email": "donor@reader.example"}} | fields

    def subscription(self, status: str = "active", **fields: Any) -> Object:
        """A subscription of ours."""
        price = {"unit_amount": self.amount, "currency": self.currency}
        items = {"object": "list", "data": [{"object": "subscription_item", "price": price, "current_period_end": NOON + 2_592_000}]}
        made: Object = {"id": f"sub_{self.name}", "object": "subscription", "status": status, "created": NOON, "items": items}
        return made | {"customer": f"cus_{self.name}", "metadata": self.metadata, "cancel_at_period_end": False} | fields

    def invoice(self, number: int = 1, status: str = "paid", **fields: Any) -> Object:
        """An invoice of the subscription, in the shape of the API of then or of now."""
        made: Object = {
            "id": f"in_{self.name}_{number}",
            "object": "invoice",
            "status": status,
            "created": NOON,
            "attempt_count": 1,
            "metadata": {},
        }
        made["billing_reason"] = "subscription_create" if number == 1 else "subscription_cycle"
        if self.old:
            made |= {"subscription": f"sub_{self.name}", "payment_intent": f"pi_{self.name}_{number}", "charge": None}
        else:
            made["parent"] = {"subscription_details": {"subscription": f"sub_{self.name}", "metadata": self.metadata}}
        return made | fields

    def bridge(self, number: int = 1, **fields: Any) -> Object:
        """What stands between an invoice and its payment, now."""
        made: Object = {"id": f"inpay_{self.name}_{number}", "object": "invoice_payment", "status": "paid", "created": NOON}
        return made | {"invoice": f"in_{self.name}_{number}", "payment": {"payment_intent": f"pi_{self.name}_{number}"}} | fields

    def refund(self, amount: int, number: int = 1, status: str = "succeeded", **fields: Any) -> Object:
        """Money that goes back."""
        made: Object = {"id": f"re_{self.name}_{number}", "object": "refund", "status": status, "amount": amount, "currency": self.currency}
        return made | {"charge": f"ch_{self.name}_1", "payment_intent": f"pi_{self.name}_1", "created": NOON + 100 + number} | fields

    def dispute(self, status: str, *moved: int, **fields: Any) -> Object:
        """A dispute, with what it moved on the account so far; each movement taken away cost 15."""
        entries = [
            {"id": f"txn_{self.name}_{place}", "object": "balance_transaction", "amount": amount, "fee": 1500 if amount < 0 else 0,
             "currency": self.currency, "created": NOON + 200 + place}
            for place, amount in enumerate(moved)
        ]  # fmt: skip
        made: Object = {"id": f"dp_{self.name}", "object": "dispute", "status": status, "amount": self.amount, "currency": self.currency}
        return made | {"charge": f"ch_{self.name}_1", "created": NOON + 200, "balance_transactions": entries} | fields

    def pay_once(self) -> list[ReceivedEvent]:
        """Everything that is told of a payment that is made once."""
        self.tell("payment_intent.created", self.intent(status="requires_payment_method", metadata=self.metadata, latest_charge=None))
        self.tell("charge.succeeded", self.charge(metadata=self.metadata))
        self.tell("payment_intent.succeeded", self.intent(metadata=self.metadata, latest_charge=f"ch_{self.name}_1"), ahead=0)
        self.tell("checkout.session.completed", self.session(payment_intent=f"pi_{self.name}_1"), ahead=0)
        return self.events

    def subscribe(self) -> list[ReceivedEvent]:
        """Everything that is told of a subscription that begins."""
        begun = self.session(subscription=f"sub_{self.name}", invoice=f"in_{self.name}_1", customer=f"cus_{self.name}")
        self.tell("customer.subscription.created", self.subscription("incomplete"))
        self.pay_invoice(1)
        self.tell("customer.subscription.updated", self.subscription("active"), ahead=0)
        self.tell("checkout.session.completed", begun)
        return self.events

    def pay_invoice(self, number: int) -> None:
        """An invoice of the subscription is paid."""
        self.tell("charge.succeeded", self.charge(number, invoice=f"in_{self.name}_{number}" if self.old else None))
        self.tell("payment_intent.succeeded", self.intent(number, latest_charge=f"ch_{self.name}_{number}"), ahead=0)
        self.tell("invoice.paid", self.invoice(number))
        if not self.old:
            self.tell("invoice_payment.paid", self.bridge(number), ahead=0)


async def process_due() -> int:
    """Run the jobs of what was taken in; how many were run."""
    return await Worker(queues=[webhook_events.EVENTS]).run_due()


async def receive(events: Iterable[ReceivedEvent]) -> None:
    """Take these events in, in this order, and work on each at once."""
    for event in events:
        await webhook_events.store_event(event)
        await process_due()


@dataclass(frozen=True)
class Found:
    """What the database says, without what depends on when it was written."""

    state: str
    payments: list[tuple[Any, ...]]
    ledger: dict[str, list[tuple[str, str, int]]]
    mails: list[str]
    notices: list[tuple[str, Any]]

    @property
    def balances(self) -> dict[tuple[str, str], int]:
        """Account and currency → what the lines sum to."""
        sums: dict[tuple[str, str], int] = {}
        for lines in self.ledger.values():
            for account, currency, amount in lines:
                sums[account, currency] = sums.get((account, currency), 0) + amount
        return {key: amount for key, amount in sums.items() if amount}


async def look(name: str = "", *, reference: str = "") -> Found:
    """Everything about money that the database says; or what has `name` in Stripe's names, and is about this order."""
    async with db.reading() as session:
        orders = select(Donation).where(col(Donation.reference).contains(reference)).order_by(col(Donation.id))
        states = (await session.exec(orders)).all()
        paid = (await session.exec(select(Payment).where(col(Payment.charge).contains(name)).order_by(col(Payment.charge)))).all()
        entries = select(LedgerEntry, LedgerLine).join(LedgerLine, col(LedgerLine.entry_id) == LedgerEntry.id)
        lines = (await session.exec(entries.where(col(LedgerEntry.key).contains(name)))).all()
        mails = (await session.exec(select(DonationMail.key).where(col(DonationMail.key).contains(name)))).all()
        notices = (await session.exec(select(Notice).where(col(Notice.kind).startswith("donation")))).all()
    ledger: dict[str, list[tuple[str, str, int]]] = {}
    for entry, line in lines:
        ledger.setdefault(f"{entry.key} {entry.month} {entry.at:%d %H:%M:%S}", []).append((line.account, line.currency, line.amount))
    return Found(
        state=" ".join(f"{one.state} {one.amount} {one.currency} {one.ends_at or ''}".strip() for one in states),
        payments=[(one.charge, one.amount, one.currency, one.at, one.refunded, one.dispute, one.places, one.let_in) for one in paid],
        ledger={key: sorted(entry) for key, entry in sorted(ledger.items())},
        mails=sorted(mails),
        notices=sorted((one.kind, one.params["amount"]) for one in notices),
    )
