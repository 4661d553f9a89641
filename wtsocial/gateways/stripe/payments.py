"""The only module that calls Stripe's API. Arguments and results are plain values, amounts in the currency's smallest unit."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from stripe.params import EventListParams
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItemPriceData

from wtsocial.core.settings import settings
from wtsocial.gateways.stripe.client import API_VERSION, PaymentsFailed, PaymentsRefused, client_here, everything_from, told
from wtsocial.gateways.stripe.objects import METADATA
from wtsocial.gateways.stripe.webhooks import ReceivedEvent, SignatureRefused, event_of, read_event, refusal_of

__all__ = [
    "API_VERSION",
    "CheckoutOrder",
    "PaymentsFailed",
    "PaymentsRefused",
    "ReceivedEvent",
    "Settlement",
    "SignatureRefused",
    "StartedCheckout",
    "charges_since",
    "configured",
    "events_since",
    "invoice_of",
    "is_test_mode",
    "is_test_server",
    "open_portal",
    "read_event",
    "refusal_of",
    "settlement",
    "settlement_of_refund",
    "start_checkout",
    "subscriptions",
]

_PAGE: Final = 100
_WINDOW: Final = timedelta(days=1)
_INTERVALS: Final[dict[str, Literal["month", "year"]]] = {"monthly": "month", "yearly": "year"}
_SPOKEN: Final = frozenset(
    "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi "
    "zh zh-HK zh-TW".split()
)
"""The languages of Stripe's page (its documentation, Checkout, "supported languages")."""


@dataclass(frozen=True)
class CheckoutOrder:
    """What somebody wants to give, and where they come back to. `customer` is Stripe's id of theirs, "" for a new one."""

    reference: str
    kind: Literal["once", "monthly", "yearly"]
    amount: int
    currency: str
    customer: str
    email: str
    product: str
    success_url: str
    cancel_url: str
    locale: str


@dataclass(frozen=True)
class StartedCheckout:
    """A page of Stripe's on which the order can be paid until `expires_at`."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class Settlement:
    """What an account's balance gained (or lost, below zero) by something, in the account's currency, and Stripe's fee for it.

    `amount` is before the fee. `transaction` is Stripe's id of the entry.
    """

    currency: str
    amount: int
    fee: int
    transaction: str = ""


def configured() -> bool:
    """Whether donations are set up: a key to ask Stripe with, and the secret to know its answers by."""
    return bool(settings().stripe_secret_key and settings().stripe_webhook_secret)


def is_test_server() -> bool:
    """Whether a server that only speaks as Stripe does stands in for it."""
    return bool(settings().stripe_api_base)


def is_test_mode() -> bool:
    """Whether the key is one of Stripe's test mode, in which no money moves."""
    return settings().stripe_secret_key.startswith(("sk_test_", "rk_test_"))


async def start_checkout(order: CheckoutOrder) -> StartedCheckout:
    """A page to pay this order on. Asked again for the same reference within a day, the same page is answered.

    The reference comes back in every event: as `client_reference_id` of the session and as `wtsocial_donation` in the metadata of
    the session and of the payment (once) or the subscription (monthly, yearly).
    Raises PaymentsFailed, PaymentsRefused.
    """
    client = await client_here()
    with told():
        session = await client.v1.checkout.sessions.create_async(
            _params_of(order), {"idempotency_key": f"wtsocial-checkout-{order.reference}"}
        )
    if not session.url:
        raise PaymentsFailed("a checkout session without an address")
    return StartedCheckout(session.id, session.url, datetime.fromtimestamp(session.expires_at, UTC))


def _params_of(order: CheckoutOrder) -> SessionCreateParams:
    metadata = {METADATA: order.reference}
    params: SessionCreateParams = {
        "client_reference_id": order.reference,
        "metadata": metadata,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "locale": order.locale if order.locale in _SPOKEN else "auto",
        # What was agreed to here is what is paid there: Stripe's page would offer to pay in the visitor's currency.
        "adaptive_pricing": {"enabled": False},
        "line_items": [{"quantity": 1, "price_data": _price_of(order)}],
    }
    if order.customer:
        params["customer"] = order.customer
    elif order.email:
        params["customer_email"] = order.email
    if order.kind == "once":
        params["mode"] = "payment"
        params["submit_type"] = "donate"
        params["payment_intent_data"] = {"metadata": metadata, "description": order.product}
        if order.email:
            params["payment_intent_data"]["receipt_email"] = order.email
    else:
        params["mode"] = "subscription"
        params["subscription_data"] = {"metadata": metadata, "description": order.product}
    return params


def _price_of(order: CheckoutOrder) -> SessionCreateParamsLineItemPriceData:
    price: SessionCreateParamsLineItemPriceData = {
        "currency": order.currency.lower(),
        "unit_amount": order.amount,
        "product_data": {"name": order.product},
    }
    if order.kind != "once":
        price["recurring"] = {"interval": _INTERVALS[order.kind]}
    return price


async def open_portal(customer: str, return_url: str) -> str:
    """The address of a page on which this customer can change or end what they give; it serves for some minutes.

    Raises PaymentsFailed, PaymentsRefused.
    """
    client = await client_here()
    with told():
        session = await client.v1.billing_portal.sessions.create_async({"customer": customer, "return_url": return_url})
    return session.url


async def settlement(charge: str) -> Settlement | None:
    """What this charge brought; None as long as Stripe has not counted it. Raises PaymentsFailed, PaymentsRefused."""
    client = await client_here()
    with told():
        found = await client.v1.charges.retrieve_async(charge, {"expand": ["balance_transaction"]})
    return _settled(found.to_dict()["balance_transaction"])


async def settlement_of_refund(refund: str) -> Settlement | None:
    """What this refund took; None as long as Stripe has not counted it. Raises PaymentsFailed, PaymentsRefused."""
    client = await client_here()
    with told():
        found = await client.v1.refunds.retrieve_async(refund, {"expand": ["balance_transaction"]})
    return _settled(found.to_dict()["balance_transaction"])


def _settled(entry: dict[str, Any] | None) -> Settlement | None:
    return Settlement(entry["currency"], entry["amount"], entry["fee"], entry["id"]) if entry else None


async def invoice_of(payment_intent: str) -> dict[str, Any] | None:
    """The invoice that this payment paid, None for a payment without one (once).

    Payments of subscriptions carry no metadata; their invoice does, under `parent.subscription_details`.
    Raises PaymentsFailed, PaymentsRefused.
    """
    client = await client_here()
    with told():
        found = await client.v1.invoice_payments.list_async(
            {"payment": {"type": "payment_intent", "payment_intent": payment_intent}, "expand": ["data.invoice"], "limit": 1}
        )
    return found.data[0].to_dict()["invoice"] if found.data else None


async def events_since(moment: datetime, types: Sequence[str] = ()) -> AsyncGenerator[ReceivedEvent]:
    """What happened from this moment (UTC) on, oldest first; of these types alone (at most 20) if any are named.

    Stripe keeps events for thirty days. Raises PaymentsFailed, PaymentsRefused.
    """
    client = await client_here()
    # Stripe lists the newest first. A day at a time is turned round, so that no more than that has to be held.
    start, end = moment, datetime.now(UTC) + timedelta(minutes=1)
    start = max(start, end - timedelta(days=31))
    while start < end:
        until = min(start + _WINDOW, end)
        wanted: EventListParams = {"created": {"gte": int(start.timestamp()), "lt": int(until.timestamp())}, "limit": _PAGE}
        if types:
            wanted["types"] = list(types)
        with told():
            page = await client.v1.events.list_async(wanted)
        found = [event async for event in everything_from(page)]
        for event in reversed(found):
            yield event_of(event)
        start = until


async def charges_since(moment: datetime) -> AsyncGenerator[dict[str, Any]]:
    """Every charge made from this moment (UTC) on, newest first, as Stripe's object with three things written out:

    `balance_transaction`; all of `refunds.data`, each with its own; and, added by us, `disputes`: a list of Stripe's disputes of it.
    Raises PaymentsFailed, PaymentsRefused.
    """
    client = await client_here()
    with told():
        page = await client.v1.charges.list_async(
            {"created": {"gte": int(moment.timestamp())}, "limit": _PAGE, "expand": ["data.balance_transaction"]}
        )
    async for charge in everything_from(page):
        charge["refunds"] = {"data": []}
        charge["disputes"] = []
        with told():
            if charge["amount_refunded"]:
                refunds = await client.v1.refunds.list_async(
                    {"charge": charge["id"], "limit": _PAGE, "expand": ["data.balance_transaction"]}
                )
                charge["refunds"]["data"] = [refund async for refund in everything_from(refunds)]
            if charge["disputed"]:
                disputes = await client.v1.disputes.list_async({"charge": charge["id"], "limit": _PAGE})
                charge["disputes"] = [dispute async for dispute in everything_from(disputes)]
        yield charge


async def subscriptions() -> AsyncGenerator[dict[str, Any]]:
    """Every subscription there ever was, the ended ones too, newest first. Raises PaymentsFailed, PaymentsRefused."""
    client = await client_here()
    with told():
        page = await client.v1.subscriptions.list_async({"status": "all", "limit": _PAGE})
    async for one in everything_from(page):
        yield one
