"""What happens on a checkout page, and everything that a test may let happen, by name."""

from collections.abc import Callable
from typing import Any

from tests.stripe_server import charging, objects, subscribing
from tests.stripe_server.charging import charge_card, count
from tests.stripe_server.world import Thing, World


def pay(world: World, session: str, *, email: str = "donor@reader.example", delayed: bool = False) -> Thing:
    """Somebody pays on the page of this session. `delayed`: by a bank debit, which `settle` decides days later.

    Raises ValueError when the page is closed.
    """
    of = _open(world, session)
    email = of["customer_email"] or (world.get(of["customer"])["email"] if of["customer"] else None) or email
    of["customer_details"] = {
        "address": None, "business_name": None, "email": email, "individual_name": None, "name": None, "phone": None, "tax_exempt": "none",
        "tax_ids": [],
    }  # fmt: skip
    if of["mode"] == "subscription":
        charged = subscribing.subscribe(world, of, email)
        _complete(world, of, "paid")
        count(world, charged)
    else:
        _pay_once(world, of, email, delayed=delayed)
    return of


def decline(world: World, session: str) -> Thing:
    """Somebody tries a card that is declined; the page stays open. Raises ValueError when it is not."""
    of = _open(world, session)
    wanted = world.orders[session].get("intent", {})
    intent = objects.payment_intent(world, of["amount_total"], of["currency"], customer=of["customer"], **wanted)
    world.tell("payment_intent.created", intent)
    charge_card(world, intent, email=of["customer_email"], paid=False)
    return of


def expire(world: World, session: str) -> Thing:
    """Nobody came for a day. Raises ValueError when the page is closed already."""
    of = _open(world, session)
    of |= {"status": "expired", "url": None}
    world.tell("checkout.session.expired", of)
    return of


def settle(world: World, session: str, *, paid: bool = True) -> Thing:
    """The bank carries out a delayed payment, or does not. Raises ValueError when nothing waits for it."""
    of = world.get(session, "checkout.session")
    intent = world.get(of["payment_intent"])
    if intent["status"] != "processing":
        raise ValueError("nothing to settle")
    charge_card(world, intent, email=of["customer_details"]["email"], paid=paid)
    if paid:
        of["payment_status"] = "paid"
    world.tell(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", of)
    return of


def _open(world: World, session: str) -> Thing:
    of = world.get(session, "checkout.session")
    if of["status"] != "open":
        raise ValueError("the session is closed")
    return of


def _pay_once(world: World, of: Thing, email: str, *, delayed: bool) -> None:
    intent = objects.payment_intent(world, of["amount_total"], of["currency"], customer=of["customer"], **world.orders[of["id"]]["intent"])
    of["payment_intent"] = intent["id"]
    world.tell("payment_intent.created", intent)
    if delayed:
        intent |= {"status": "processing", "processing": {"type": "card"}}
        world.tell("payment_intent.processing", intent)
        _complete(world, of, "unpaid")
        return
    charged = charge_card(world, intent, email=email, paid=True)
    _complete(world, of, "paid")
    count(world, charged)


def _complete(world: World, of: Thing, payment: str) -> None:
    of |= {"status": "complete", "payment_status": payment, "url": None}
    world.tell("checkout.session.completed", of)


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        *(pay, decline, expire, settle),
        *(subscribing.renew, subscribing.fail_renewal, subscribing.retry, subscribing.change_amount),
        *(subscribing.cancel, subscribing.keep, subscribing.end),
        *(charging.refund, charging.dispute, charging.decide),
    )
}
"""What a test may let happen by name; each takes the world and the id of what it happens to."""
