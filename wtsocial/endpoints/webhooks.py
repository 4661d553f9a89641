"""Webhooks: what Stripe tells of payments. It shows by a signature who it is, instead of an Origin."""

import logging
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wtsocial.donations import fees, receipts, webhook_events
from wtsocial.gateways.stripe.payments import SignatureRefused

log = logging.getLogger(__name__)

STRIPE: Final = "/webhooks/stripe"
MOST_BYTES: Final = 512 * 1024
"""Events are some kilobytes long; this is far above the longest."""


async def stripe(request: Request) -> Response:
    """`POST /webhooks/stripe`: 200 as soon as the event is kept, 400 for what is not signed by Stripe, and then nothing is written.

    It is worked on after the answer; should that be broken off, `work` finds it again.
    """
    try:
        new = await webhook_events.receive_event(await request.body(), request.headers.get("stripe-signature", ""))
    except SignatureRefused as refused:
        log.warning("webhook refused: %s", refused)
        return PlainTextResponse("", 400)
    return PlainTextResponse("", 200, background=BackgroundTask(_after) if new else None)


async def _after() -> None:
    try:
        # Whoever was quicker with this event sees to what follows from it, too.
        if await webhook_events.process_events():
            await _follow()
    except Exception:  # it was answered already, and what is kept is tried again
        log.exception("after a webhook")


async def work() -> int:
    """Work on what was received: credit it, ask for fees, send receipts; how much was done. Every worker may, at any time."""
    return await webhook_events.process_events() + await _follow()


async def _follow() -> int:
    return await fees.fetch_due_fees() + await receipts.send_due()


ROUTES = [Route(STRIPE, stripe, methods=["POST"])]
