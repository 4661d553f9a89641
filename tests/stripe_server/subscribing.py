"""Subscriptions at Stripe: begun, renewed, failed, changed, ended; each with the invoices and payments that go with it."""

from tests.stripe_server import objects
from tests.stripe_server.charging import charge_card, count
from tests.stripe_server.world import Thing, World


def subscribe(world: World, of: Thing, email: str) -> Thing:
    """The subscription that this session is for, with its first invoice paid. Answers the charge, which is not counted yet."""
    owner = world.find(of["customer"])
    if owner is None:
        owner = objects.customer(world, email)
        world.tell("customer.created", owner)
    method = objects.payment_method(world, owner)
    world.tell("payment_method.attached", method)
    wanted = world.orders[of["id"]]
    made = objects.subscription(world, owner, wanted["price"], method, **wanted["subscription"])
    of |= {"customer": owner["id"], "subscription": made["id"]}
    world.tell("customer.subscription.created", made)
    bill = _bill(world, made, owner, first=True)
    of["invoice"] = bill["id"]
    return _pay_bill(world, bill, made)


def renew(world: World, subscription: str) -> Thing:
    """A month or a year passes, and the card is charged again. Answers the invoice. Raises ValueError for an ended subscription."""
    of, bill = _next_period(world, subscription)
    count(world, _pay_bill(world, bill, of))
    return bill


def fail_renewal(world: World, subscription: str) -> Thing:
    """A month or a year passes, and the card is declined. Answers the invoice, which stays open."""
    of, bill = _next_period(world, subscription)
    return _fail_bill(world, bill, of)


def retry(world: World, subscription: str, *, paid: bool) -> Thing:
    """Stripe tries the card again for the invoice that stayed open. Raises ValueError when none did."""
    of = world.get(subscription, "subscription")
    bill = world.get(of["latest_invoice"])
    if bill["status"] != "open":
        raise ValueError("nothing is owed")
    if not paid:
        return _fail_bill(world, bill, of)
    count(world, _pay_bill(world, bill, of))
    return bill


def cancel(world: World, subscription: str, *, at_period_end: bool = True, reason: str = "cancellation_requested") -> Thing:
    """The donor (or Stripe, out of patience) ends a subscription: with its period, or now."""
    of = world.get(subscription, "subscription")
    of |= {"canceled_at": world.now(), "cancellation_details": {"comment": None, "feedback": None, "reason": reason}}
    if at_period_end:
        of |= {"cancel_at_period_end": True, "cancel_at": of["items"]["data"][0]["current_period_end"]}
        world.tell("customer.subscription.updated", of, cancel_at_period_end=False, cancel_at=None)
    else:
        end(world, subscription)
    return of


def keep(world: World, subscription: str) -> Thing:
    """The donor takes the end back before it has come."""
    of = world.get(subscription, "subscription")
    of |= {"cancel_at_period_end": False, "cancel_at": None, "canceled_at": None}
    world.tell("customer.subscription.updated", of, cancel_at_period_end=True)
    return of


def end(world: World, subscription: str) -> Thing:
    """The subscription is over."""
    of = world.get(subscription, "subscription")
    of |= {"status": "canceled", "ended_at": world.now(), "canceled_at": of["canceled_at"] or world.now()}
    world.tell("customer.subscription.deleted", of)
    return of


def change_amount(world: World, subscription: str, amount: int) -> Thing:
    """The donor gives another amount from the next period on."""
    of = world.get(subscription, "subscription")
    item = of["items"]["data"][0]
    before = item["price"]
    item["price"] = objects.price(world, amount, before["currency"], before["recurring"]["interval"], before["product"])
    world.tell("customer.subscription.updated", of, items={"data": [dict(item, price=before)]})
    return of


def _next_period(world: World, subscription: str) -> tuple[Thing, Thing]:
    of = world.get(subscription, "subscription")
    if of["status"] not in ("active", "past_due"):
        raise ValueError("the subscription has ended")
    item = of["items"]["data"][0]
    # The month is taken to be over now: a clock that ran ahead would date what happens into the future.
    item |= {"current_period_start": world.now(), "current_period_end": objects.period_end(world.now(), item["price"])}
    world.tell("customer.subscription.updated", of, latest_invoice=of["latest_invoice"])
    return of, _bill(world, of, world.get(of["customer"]), first=False)


def _bill(world: World, of: Thing, owner: Thing, *, first: bool) -> Thing:
    bill = objects.invoice(world, owner, of, first=first)
    of["latest_invoice"] = bill["id"]
    world.tell("invoice.created", bill)
    bill |= {"status": "open", "number": f"7FE1103-{len(world.every('invoice')):04}", "effective_at": world.now()}
    bill |= {"hosted_invoice_url": f"{world.base}/invoices/{bill['id']}", "invoice_pdf": f"{world.base}/invoices/{bill['id']}/pdf"}
    bill["status_transitions"]["finalized_at"] = world.now()
    world.tell("invoice.finalized", bill)
    intent = objects.payment_intent(
        world,
        bill["total"],
        bill["currency"],
        customer=owner["id"],
        description="Subscription creation" if first else "Subscription update",
    )
    intent["payment_method"] = of["default_payment_method"]
    objects.invoice_payment(world, bill, intent)
    world.tell("payment_intent.created", intent)
    return bill


def _pay_bill(world: World, bill: Thing, of: Thing) -> Thing:
    paying = world.every("invoice_payment", invoice=bill["id"])[0]
    charged = charge_card(world, world.get(paying["payment"]["payment_intent"]), email=bill["customer_email"], paid=True)
    bill |= {"status": "paid", "attempted": True, "attempt_count": bill["attempt_count"] + 1, "next_payment_attempt": None}
    bill |= {"amount_paid": bill["total"], "amount_remaining": 0, "ending_balance": 0, "auto_advance": False}
    bill["status_transitions"]["paid_at"] = world.now()
    paying |= {"status": "paid", "amount_paid": bill["total"]}
    paying["status_transitions"]["paid_at"] = world.now()
    world.tell("invoice.updated", bill, status="open")
    world.tell("invoice.paid", bill)
    world.tell("invoice.payment_succeeded", bill)
    world.tell("invoice_payment.paid", paying)
    if of["status"] != "active":
        before, of["status"] = of["status"], "active"
        world.tell("customer.subscription.updated", of, status=before)
    return charged


def _fail_bill(world: World, bill: Thing, of: Thing) -> Thing:
    paying = world.every("invoice_payment", invoice=bill["id"])[0]
    charge_card(world, world.get(paying["payment"]["payment_intent"]), email=bill["customer_email"], paid=False)
    bill |= {"attempted": True, "attempt_count": bill["attempt_count"] + 1, "next_payment_attempt": world.now() + 3 * 86_400}
    world.tell("invoice.updated", bill, attempted=False)
    world.tell("invoice.payment_failed", bill)
    if of["status"] != "past_due":
        before, of["status"] = of["status"], "past_due"
        world.tell("customer.subscription.updated", of, status=before)
    return bill
