"""The state of the stand-in: objects by id, the events that told of them, and a clock that can be moved."""

import secrets
import string
import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from wtsocial.gateways.stripe.payments import API_VERSION

Thing = dict[str, Any]
"""One of Stripe's objects, as JSON has it."""

ACCOUNT_CURRENCY = "eur"
RATES = {"eur": 1.0, "usd": 0.9, "gbp": 1.15, "chf": 1.05, "jpy": 0.6, "ils": 0.25, "sek": 0.0875}
"""How many of the account's cents one smallest unit of a currency is worth. (A yen is 0.6 cents.)"""

_LETTERS = string.ascii_letters + string.digits
PREFIXES = {
    "billing_portal.session": "bps", "balance_transaction": "txn", "charge": "ch", "checkout.session": "cs_test", "customer": "cus",
    "dispute": "dp", "event": "evt", "invoice": "in", "invoice_payment": "inpay", "line_item": "il", "payment_intent": "pi",
    "payment_method": "pm", "price": "price", "product": "prod", "refund": "re", "subscription": "sub", "subscription_item": "si",
}  # fmt: skip


class World:
    """Everything that the stand-in knows. Nothing here waits for anything: tests may hold one without any server."""

    def __init__(self, base: str = "http://stripe.test") -> None:
        self.base = base
        """Where its pages are."""
        self.things: dict[str, Thing] = {}
        self.kinds: dict[str, list[str]] = {}
        self.orders: dict[str, Thing] = {}
        """What each checkout session was told to do once it is paid: `intent`, or `price` and `subscription`."""
        self.listeners: list[Callable[[Thing], None]] = []
        self.shift = 0
        """Seconds that this world is ahead of the clock on the wall."""
        self.counted_at_once = True
        """Whether a charge has its balance transaction at once, or only with the charge.updated that follows."""

    def now(self) -> int:
        """UNIX seconds."""
        return int(time.time()) + self.shift

    def pass_a_second(self) -> None:
        """What happens next is dated later than what was told last: Stripe dates to the second, people do not press so quickly."""
        if self.events:
            self.shift += max(0, self.events[-1]["created"] + 1 - self.now())

    def new(self, kind: str, **fields: Any) -> Thing:
        """A new object of this kind, kept."""
        thing: Thing = {"id": f"{PREFIXES[kind]}_{''.join(secrets.choice(_LETTERS) for _ in range(24))}", "object": kind}
        if kind not in ("line_item", "invoice_payment"):
            thing["livemode"] = False
        thing |= {"created": self.now()} | fields
        self.things[thing["id"]] = thing
        self.kinds.setdefault(kind, []).append(thing["id"])
        return thing

    def find(self, name: Any, kind: str = "") -> Thing | None:
        """The object of this id, if it is of this kind."""
        found = self.things.get(name) if isinstance(name, str) else None
        return found if found and kind in ("", found["object"]) else None

    def get(self, name: Any, kind: str = "") -> Thing:
        """The same, where it has to be there. Raises KeyError."""
        found = self.find(name, kind)
        if found is None:
            raise KeyError(f"no {kind or 'thing'} {name}")
        return found

    def every(self, kind: str, **having: Any) -> list[Thing]:
        """All objects of this kind with these values, oldest first."""
        found = [self.things[name] for name in self.kinds.get(kind, [])]
        return [thing for thing in found if all(thing.get(field) == value for field, value in having.items())]

    @property
    def events(self) -> list[Thing]:
        """Everything that was told, oldest first."""
        return self.every("event")

    def tell(self, kind: str, thing: Thing, **previous: Any) -> None:
        """An event: the object as it is now, and what stood in it before."""
        data: Thing = {"object": deepcopy(thing)}
        if previous:
            data["previous_attributes"] = previous
        event = self.new(
            "event", api_version=API_VERSION, data=data, pending_webhooks=1, request={"id": None, "idempotency_key": None}, type=kind
        )
        for listener in self.listeners:
            listener(event)


def in_account(amount: int, currency: str) -> int:
    """What an amount of another currency is in the account's, in its smallest unit."""
    return round(amount * RATES[currency])
