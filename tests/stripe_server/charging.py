"""Money moves at Stripe: charges, refunds, disputes. Each tells of itself as Stripe would, in Stripe's order."""

from tests.stripe_server import objects
from tests.stripe_server.world import Thing, World

DECLINED = "card_declined"


def charge_card(world: World, intent: Thing, *, email: str | None, paid: bool) -> Thing:
    """The card (one is made up) pays what this intent is about, or is declined."""
    if intent["payment_method"] is None:
        intent["payment_method"] = objects.payment_method(world, None)["id"]
    charged = objects.charge(world, intent, paid=paid, email=email, reason=DECLINED)
    intent["latest_charge"] = charged["id"]
    if paid:
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None, "last_payment_error": None}
        if world.counted_at_once:
            _enter(world, charged)
        world.tell("charge.succeeded", charged)
        world.tell("payment_intent.succeeded", intent)
    else:
        error = {"charge": charged["id"], "code": DECLINED, "message": charged["failure_message"], "type": "card_error"}
        intent |= {"status": "requires_payment_method", "processing": None, "last_payment_error": error}
        world.tell("charge.failed", charged)
        world.tell("payment_intent.payment_failed", intent)
    return charged


def count(world: World, charged: Thing) -> None:
    """The charge gets into the balance, if it is not there yet, and its receipt a number."""
    _enter(world, charged)
    charged["receipt_number"] = f"{len(world.every('charge')):04}-{charged['id'][-4:]}"
    world.tell("charge.updated", charged, balance_transaction=None, receipt_number=None)


def _enter(world: World, charged: Thing) -> None:
    if charged["balance_transaction"] is None:
        amount = objects.worth(charged, charged["amount"])
        entry = objects.balance_transaction(world, charged, amount, fee=objects.fee_of(amount), kind="charge", category="charge")
        charged["balance_transaction"] = entry["id"]


def refund(world: World, charge: str, amount: int | None = None, reason: str | None = "requested_by_customer") -> Thing:
    """Money goes back, all that is left or this much. Raises ValueError when that is more than is left."""
    of = world.get(charge, "charge")
    left = of["amount_captured"] - of["amount_refunded"]
    back: int = left if amount is None else amount
    if back < 1 or back > left:
        raise ValueError(f"of {left} no {back} can be refunded")
    before = of["amount_refunded"]
    of |= {"amount_refunded": before + back, "refunded": before + back == of["amount"]}
    made = objects.refund(world, of, back, reason)
    # So that all parts together are exactly what came in.
    lost = objects.worth(of, before + back) - objects.worth(of, before)
    made["balance_transaction"] = objects.balance_transaction(world, made, -lost, fee=0, kind="refund", category="refund")["id"]
    world.tell("refund.created", made)
    world.tell("charge.refunded", of, amount_refunded=before, refunded=False)
    world.tell("refund.updated", made, destination_details={"card": {"type": "refund"}, "type": "card"})
    world.tell("charge.refund.updated", made)
    return made


def dispute(world: World, charge: str, reason: str = "fraudulent") -> Thing:
    """The cardholder's bank takes the money back until it is decided, and a fee. Raises ValueError for a second one."""
    of = world.get(charge, "charge")
    if of["disputed"]:
        raise ValueError("disputed already")
    of["disputed"] = True
    made = objects.dispute(world, of, reason)
    lost = -objects.worth(of, of["amount"])
    world.tell("charge.dispute.created", made)
    made["balance_transactions"].append(_entry_of_dispute(world, made, lost, fee=1_500))
    world.tell("charge.dispute.funds_withdrawn", made)
    world.tell("charge.updated", of, disputed=False)
    return made


def decide(world: World, dispute: str, *, won: bool) -> Thing:
    """The bank decides. What was won comes back, without the fee. Raises ValueError when it has decided already."""
    of = world.get(dispute, "dispute")
    if of["status"] in ("won", "lost"):
        raise ValueError("decided already")
    of["status"] = "won" if won else "lost"
    world.tell("charge.dispute.updated", of, status="needs_response")
    if won:
        of["balance_transactions"].append(_entry_of_dispute(world, of, objects.worth(of, of["amount"]), fee=0))
        world.tell("charge.dispute.funds_reinstated", of)
    world.tell("charge.dispute.closed", of, status="under_review")
    return of


def _entry_of_dispute(world: World, of: Thing, amount: int, *, fee: int) -> Thing:
    return objects.balance_transaction(
        world, of, amount, fee=fee, kind="adjustment", category="dispute" if amount < 0 else "dispute_reversal"
    )
