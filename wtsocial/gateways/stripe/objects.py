"""Stripe's objects as snapshots: reads them from events and answers, with the ids that they link to.

Both shapes of the API are read: those of before 2025-03-31, in which an invoice names its payment, and those since, in which an
`invoice_payment` stands between.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, cast

METADATA: Final = "wtsocial_donation"
"""The key under which Stripe's objects carry the reference of our order (the gateway puts it there)."""
ORDER: Final = "order:"
"""What links to an order of ours begin with."""

_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "charge": ("pending", "failed", "succeeded"),
    "refund": ("requires_action", "pending", "succeeded", "canceled", "failed"),
    "dispute": ("warning_needs_response", "warning_under_review", "warning_closed", "needs_response", "under_review", "lost", "won"),
    "payment_intent": ("requires_payment_method", "requires_confirmation", "requires_action", "processing", "canceled", "succeeded"),
    "invoice": ("draft", "open", "uncollectible", "void", "paid"),
    "invoice_payment": ("open", "canceled", "paid"),
    "checkout.session": ("open", "expired", "complete"),
    "subscription": ("incomplete", "trialing", "active", "past_due", "unpaid", "paused", "incomplete_expired", "canceled"),
}
"""Kind → its states, the least advanced first. Source: Stripe's API reference, `status` of each object."""
OVER: Final = ("incomplete_expired", "canceled")
"""The states that a subscription does not come back from; between the others it goes to and fro."""


@dataclass(frozen=True)
class Snapshot:
    """One of Stripe's objects as it was at a moment (`as_of`, seconds since 1970)."""

    id: str
    kind: str
    as_of: int
    body: dict[str, Any]


def snapshots_of(payload: Any, as_of: int) -> list[Snapshot]:
    """Every object of the kinds that matter that an event's object holds, itself and those written out within it."""
    return [
        Snapshot(one["id"], one["object"], as_of, one)
        for one in _dicts(payload)
        if one.get("object") in _STATES and isinstance(one.get("id"), str) and one["id"]
    ]


def newer(one: Snapshot, other: Snapshot) -> Snapshot:
    """Which of two snapshots of the same object to keep: the same whichever comes first, and however often.

    Of a dispute, every movement of money that either of them knows is kept.
    """
    kept = max(one, other, key=rank)
    known = {text_in(moved.get("id")): moved for moved in (*transactions_of(one.body), *transactions_of(other.body))}
    if len(known) > len(transactions_of(kept.body)):
        return replace(kept, body=kept.body | {"balance_transactions": [dict(known[name]) for name in sorted(known)]})
    return kept


def links_of(snapshot: Snapshot) -> set[str]:
    """What this object names: ids of other objects, and `order:REFERENCE`."""
    body, kind = snapshot.body, snapshot.kind
    parent = mapping(mapping(body.get("parent")).get("subscription_details"))
    named = [body.get(name) for name in _NAMED.get(kind, ())] + [parent.get("subscription")]
    payments = [body, *listed(body.get("payments"))] if kind in ("invoice", "invoice_payment") else []
    for payment in (mapping(one.get("payment")) for one in payments):
        named += [payment.get("payment_intent"), payment.get("charge")]
    named.append(mapping(body.get("payment_details")).get("order_reference") if kind == "payment_intent" else None)
    ids = {id_in(value) for value in named}
    carriers = [body, parent, mapping(body.get("subscription_details")), *(listed(body.get("lines")) if kind == "invoice" else ())]
    references = {text_in(mapping(carrier.get("metadata")).get(METADATA)) for carrier in carriers}
    if kind == "checkout.session" and not body.get("payment_link"):
        # On a payment link, whoever pays chooses this one.
        references.add(text_in(body.get("client_reference_id")))
    return (ids | {ORDER + one for one in references if one}) - {"", snapshot.id}


_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "charge": ("payment_intent", "invoice"),
    "payment_intent": ("latest_charge", "invoice"),
    "invoice": ("subscription", "payment_intent", "charge"),
    "invoice_payment": ("invoice",),
    "subscription": ("latest_invoice",),
    "checkout.session": ("payment_intent", "subscription", "invoice"),
    "refund": ("charge", "payment_intent"),
    "dispute": ("charge", "payment_intent"),
}
"""Kind → the fields that hold another object or its id, in the API's shapes of before and after 2025-03-31."""


def rank(snapshot: Snapshot) -> tuple[int, int, int, str]:
    """Where there is a way forward only, the furthest is the newest, whatever the clocks say; then the latest."""
    # Movements of money are kept from all snapshots, so they do not count here.
    body = {name: value for name, value in snapshot.body.items() if name != "balance_transactions"}
    states, status = _STATES[snapshot.kind], status_of(snapshot)
    place = states.index(status) if status in states else -1
    last = json.dumps(body, sort_keys=True)
    if snapshot.kind == "subscription":
        return int(status in OVER), snapshot.as_of, place, last
    return place, number_in(body.get("attempt_count")), snapshot.as_of, last


def status_of(snapshot: Snapshot | None) -> str:
    """Its state, as Stripe calls it; "" for none."""
    return text_in(snapshot.body.get("status")) if snapshot else ""


def currency_of(body: Mapping[str, Any]) -> str:
    """Its currency, in capitals."""
    return text_in(body.get("currency")).upper()


def moment_of(body: Mapping[str, Any]) -> datetime:
    """When it was made."""
    return datetime.fromtimestamp(number_in(body.get("created")), UTC)


def transactions_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The movements on Stripe's account that a dispute names."""
    found = body.get("balance_transactions")
    return [mapping(one) for one in cast("list[Any]", found) if isinstance(one, dict)] if isinstance(found, list) else []


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield cast("dict[str, Any]", value)
        for inner in cast("dict[str, Any]", value).values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _dicts(inner)


def listed(value: Any) -> list[Mapping[str, Any]]:
    """What Stripe's lists hold: {"data": […]}."""
    data = mapping(value).get("data")
    return [mapping(one) for one in cast("list[Any]", data)] if isinstance(data, list) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, if it is an object; else an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def id_in(value: Any) -> str:
    """The id of an object that is written out or named by its id."""
    return text_in(mapping(value).get("id")) or text_in(value)


def text_in(value: Any) -> str:
    """The value, if it is a text; else ""."""
    return value if isinstance(value, str) else ""


def number_in(value: Any) -> int:
    """The value, if it is a whole number; else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
