"""What tests of donations share: what somebody types, and what Stripe's stand-in has of it."""

from pathlib import Path
from typing import Any

from tests.money import receive
from tests.stripe_server.serving import StandIn
from wtsocial.gateways.stripe.webhooks import event_of


def gift(**other: Any) -> dict[str, Any]:
    """What somebody gives: 25 euros, once, for themselves, without their name."""
    return {"kind": "once", "amount": "25", "currency": "EUR", "purpose": "self", "show_name": False, "mark": False} | other


async def heard(stripe: StandIn) -> None:
    """Everything that happened is told."""
    await receive([event_of(told) for told in stripe.world.events])


def page(stripe: StandIn) -> str:
    """The checkout session that was made last."""
    return stripe.world.every("checkout.session")[-1]["id"]


def mails(environment: Path) -> list[str]:
    """What lies in the outbox, oldest first."""
    return [path.read_text() for path in sorted((environment / "outbox").glob("*.eml"))]
