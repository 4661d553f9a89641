"""Reconstruction: the state of a donation from Stripe's objects, however often and in whatever order they came.

Pure functions: the newest snapshot of each object goes in, the whole state comes out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wtsocial.gateways.stripe.objects import (
    OVER,
    Snapshot,
    currency_of,
    id_in,
    listed,
    mapping,
    moment_of,
    newer,
    number_in,
    rank,
    status_of,
    text_in,
    transactions_of,
)
from wtsocial.text.money import OFFERS

Line = tuple[str, str, int]
"""Account, currency (capitals), what the account gains in the smallest unit."""


@dataclass(frozen=True)
class Entry:
    """An entry that the ledger has to have: `key` makes it unique, `lines` sum to zero in each currency."""

    key: str
    kind: str
    at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ChargeStatus:
    """One charge that was paid; `refunded` of it went back; `dispute` is "", open, won or lost."""

    charge: str
    amount: int
    currency: str
    at: datetime
    refunded: int = 0
    dispute: str = ""


@dataclass(frozen=True)
class Movement:
    """Money that moved on Stripe's account, whose fee and worth in the account's currency are still to be asked for."""

    source: str
    kind: str
    """charge, refund, or returned: a refund that did not arrive (its source is `REFUND:failed`)."""
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True)
class DonationStatus:
    """How a donation stands."""

    state: str
    payments: tuple[ChargeStatus, ...] = ()
    entries: tuple[Entry, ...] = ()
    movements: tuple[Movement, ...] = ()
    failed: tuple[str, ...] = ()
    """Invoices of a subscription that could not be paid when they were due, and are not paid yet."""
    session: str = ""
    subscription: str = ""
    customer: str = ""
    address: str = ""
    """The e-mail address that the donor gave to Stripe."""
    ends_at: datetime | None = None
    amount: int = 0
    """What a subscription takes each time; 0 when it is not known."""
    currency: str = ""


def reconstruct(kind: str, snapshots: Iterable[Snapshot]) -> DonationStatus:
    """The status of a donation of this kind (once, monthly, yearly), from the newest snapshots of all objects linked to its order."""
    known = _ObjectIndex.of(snapshots)
    paid = [charge for charge in known.all("charge") if _is_paid(charge.body)]
    payments = tuple(sorted((_paid(charge, known) for charge in paid), key=lambda one: (one.at, one.charge)))
    session, subscription = known.last("checkout.session"), known.last("subscription")
    failed = () if status_of(subscription) in OVER else tuple(one.id for one in known.all("invoice") if _is_unpaid(one.body))
    price = _price(subscription)
    return DonationStatus(
        state=_state(kind, bool(payments), status_of(session), status_of(subscription), failed),
        payments=payments,
        entries=tuple(_entries(kind, paid, known)),
        movements=tuple(_movements(paid, known)),
        failed=failed,
        session=session.id if session else "",
        subscription=subscription.id if subscription else "",
        customer=next((found for one in (session, subscription, *paid) if one and (found := id_in(one.body.get("customer")))), ""),
        address=next((found for one in (session, *paid) if one and (found := _address(one.body))), ""),
        ends_at=_end(subscription),
        amount=number_in(price.get("unit_amount")),
        currency=currency_of(price),
    )


def settlement_entry(source: str, moved: Movement, *, currency: str, amount: int, fee: int) -> Entry | None:
    """What a movement was worth on the account (before the fee, in its own currency), and its fee; None when there is nothing to say.

    A currency is never turned into another one by us: both sides are entered, each against the account `exchange`.
    """
    lines: list[Line] = []
    if (currency, amount) != (moved.currency, moved.amount):
        lines += [("stripe", moved.currency, -moved.amount), ("exchange", moved.currency, moved.amount)]
        lines += [("stripe", currency, amount), ("exchange", currency, -amount)]
    if fee:
        lines += [("fees", currency, fee), ("stripe", currency, -fee)]
    kept = tuple(line for line in _summed(lines) if line[2])
    return Entry(f"fee:{source}", "settlement", moved.at, kept) if kept else None


def place_price_in(currency: str, *, price: int, books_currency: str) -> int:
    """What a place costs as a gift in any currency, `price` being that in the books' one; 0 where nothing can be given in it.

    It is as many of the smallest suggested gift as there: no rate of exchange is asked for.
    """
    given, kept = OFFERS.get(currency), OFFERS.get(books_currency)
    if currency == books_currency:
        return price
    return -(-price * given.once[0] // kept.once[0]) if given and kept else 0


def places_for(amount: int, currency: str, *, price: int, books_currency: str) -> int:
    """How many places of the waiting list a gift opens: as many as it pays for, at least one."""
    each = place_price_in(currency, price=price, books_currency=books_currency)
    return max(1, amount // each) if each > 0 else 1


@dataclass(frozen=True)
class _ObjectIndex:
    """The newest snapshot of each object, by id."""

    by_id: dict[str, Snapshot] = field(default_factory=dict[str, Snapshot])

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> "_ObjectIndex":
        kept: dict[str, Snapshot] = {}
        for one in snapshots:
            kept[one.id] = newer(kept[one.id], one) if one.id in kept else one
        return cls(kept)

    def all(self, kind: str) -> list[Snapshot]:
        return sorted((one for one in self.by_id.values() if one.kind == kind), key=lambda one: one.id)

    def last(self, kind: str) -> Snapshot | None:
        """The one of its kind; of several, the most advanced."""
        return max(self.all(kind), key=rank, default=None)

    def about(self, kind: str, charge: Snapshot) -> list[Snapshot]:
        """The refunds or disputes of a charge."""
        intent = id_in(charge.body.get("payment_intent"))
        return [
            one
            for one in self.all(kind)
            if id_in(one.body.get("charge")) == charge.id
            or (not id_in(one.body.get("charge")) and intent and id_in(one.body.get("payment_intent")) == intent)
        ]


def _state(kind: str, paid: bool, session: str, subscription: str, failed: tuple[str, ...]) -> str:
    if kind != "once" and subscription in OVER:
        return "ended" if paid else "expired"
    if paid:
        return "failing" if kind != "once" and (failed or subscription in ("past_due", "unpaid")) else "paid"
    return "expired" if session == "expired" else "started"


def _is_paid(charge: Mapping[str, Any]) -> bool:
    return charge.get("status") == "succeeded" and charge.get("captured") is not False and _amount(charge) > 0


def _amount(charge: Mapping[str, Any]) -> int:
    return number_in(charge.get("amount_captured")) or number_in(charge.get("amount"))


def _paid(charge: Snapshot, known: _ObjectIndex) -> ChargeStatus:
    refunds = sum(number_in(one.body.get("amount")) for one in known.about("refund", charge) if _went_back(one) and not _failed(one))
    disputes = [_dispute_state(one) for one in known.about("dispute", charge)]
    worst = next((state for state in ("open", "lost", "won") if state in disputes), "")
    return ChargeStatus(charge.id, _amount(charge.body), currency_of(charge.body), moment_of(charge.body), refunds, worst)


def _dispute_state(dispute: Snapshot) -> str:
    status = status_of(dispute)
    if status in ("won", "lost"):
        return status
    return "open" if status in ("needs_response", "under_review") else ""


def _went_back(refund: Snapshot) -> bool:
    return status_of(refund) != "requires_action" and number_in(refund.body.get("amount")) > 0


def _failed(refund: Snapshot) -> bool:
    return status_of(refund) in ("canceled", "failed")


def _entries(kind: str, paid: list[Snapshot], known: _ObjectIndex) -> Iterator[Entry]:
    for charge in paid:
        currency, amount = currency_of(charge.body), _amount(charge.body)
        yield _entry(f"charge:{charge.id}:paid", "donation", moment_of(charge.body), f"donations:{kind}", currency, -amount)
        for refund in known.about("refund", charge):
            if _went_back(refund):
                back, at = number_in(refund.body.get("amount")), moment_of(refund.body)
                yield _entry(f"refund:{refund.id}", "refund", at, "refunds", currency, back)
                if _failed(refund):
                    # It went out and came back, or never went: either way both stand here, in whatever order it was told.
                    yield _entry(f"refund:{refund.id}:failed", "refund", at, "refunds", currency, -back)
        for dispute in known.about("dispute", charge):
            yield from _disputed(dispute, currency)


def _disputed(dispute: Snapshot, currency: str) -> Iterator[Entry]:
    """The money of a dispute moves when Stripe's account says so, not when the bank asks."""
    amount = number_in(dispute.body.get("amount"))
    for words, sign in (("withdrawn", -1), ("reinstated", 1)):
        moved = [one for one in transactions_of(dispute.body) if number_in(one.get("amount")) * sign > 0]
        for first in sorted(moved, key=lambda one: (number_in(one.get("created")), str(one.get("id"))))[:1]:
            at = moment_of(first)
            yield _entry(f"dispute:{dispute.id}:{words}", "dispute", at, "disputes", currency, -sign * amount)
            worth = settlement_entry(
                f"{dispute.id}:{words}",
                Movement(dispute.id, "dispute", sign * amount, currency, at),
                currency=currency_of(first),
                amount=number_in(first.get("amount")),
                fee=number_in(first.get("fee")),
            )
            if worth:
                yield worth


def _movements(paid: list[Snapshot], known: _ObjectIndex) -> Iterator[Movement]:
    for charge in paid:
        currency = currency_of(charge.body)
        yield Movement(charge.id, "charge", _amount(charge.body), currency, moment_of(charge.body))
        for refund in known.about("refund", charge):
            if _went_back(refund):
                back, at = number_in(refund.body.get("amount")), moment_of(refund.body)
                yield Movement(refund.id, "refund", -back, currency, at)
                if _failed(refund):
                    yield Movement(f"{refund.id}:failed", "returned", back, currency, at)


def _entry(key: str, kind: str, at: datetime, account: str, currency: str, amount: int) -> Entry:
    return Entry(key, kind, at, ((account, currency, amount), ("stripe", currency, -amount)))


def _summed(lines: list[Line]) -> list[Line]:
    sums: dict[tuple[str, str], int] = {}
    for account, currency, amount in lines:
        sums[account, currency] = sums.get((account, currency), 0) + amount
    return [(account, currency, amount) for (account, currency), amount in sums.items()]


def _is_unpaid(invoice: Mapping[str, Any]) -> bool:
    tried = number_in(invoice.get("attempt_count")) > 0 and invoice.get("status") in ("open", "uncollectible")
    # The first invoice is paid on Stripe's own page: there the donor sees what fails.
    return tried and invoice.get("billing_reason") not in ("subscription_create", "manual")


def _price(subscription: Snapshot | None) -> Mapping[str, Any]:
    items = listed(subscription.body.get("items")) if subscription else []
    return mapping(items[0].get("price") or items[0].get("plan")) if items else {}


def _end(subscription: Snapshot | None) -> datetime | None:
    if subscription is None:
        return None
    body = subscription.body
    items = listed(body.get("items"))
    period = number_in(body.get("current_period_end")) or (number_in(items[0].get("current_period_end")) if items else 0)
    planned = number_in(body.get("cancel_at")) or (period if body.get("cancel_at_period_end") else 0)
    seconds = number_in(body.get("ended_at")) or planned
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _address(body: Mapping[str, Any]) -> str:
    details = mapping(body.get("customer_details") or body.get("billing_details"))
    return text_in(details.get("email")) or text_in(body.get("customer_email") or body.get("receipt_email"))
