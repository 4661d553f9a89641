"""Payments: what Stripe tells is taken in; nothing else credits a donation."""

from wtsocial import outbox
from wtsocial.gateways.stripe import payments


async def receive(body: bytes, signature: str) -> bool:
    """Take in the body of a request to the webhook, whose header Stripe-Signature is `signature`; False when it is known already.

    When this returns, the event is kept; it is worked on afterwards (`work_events`). Raises SignatureRefused, and then nothing
    was written: without a configured secret always.
    """
    return await outbox.keep(payments.read_event(body, signature))


async def work_events() -> int:
    """Work on what was taken in and is due; how many events were done. Every worker may, at once and as often as it likes."""
    return await outbox.work()
