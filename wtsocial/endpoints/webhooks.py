"""Webhooks: what Stripe tells of payments. It shows by a signature who it is, instead of an Origin."""

import logging
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wtsocial.donations import webhook_events
from wtsocial.gateways.stripe.payments import SignatureRefused

log = logging.getLogger(__name__)

STRIPE: Final = "/webhooks/stripe"
MOST_BYTES: Final = 512 * 1024
"""Events are some kilobytes long; this is far above the longest."""


async def stripe(request: Request) -> Response:
    """`POST /webhooks/stripe`: 200 as soon as the event is kept, 400 for what is not signed by Stripe, and then nothing is written.

    A job that is stored with it processes it after the answer.
    """
    try:
        await webhook_events.receive_event(await request.body(), request.headers.get("stripe-signature", ""))
    except SignatureRefused as refused:
        log.warning("webhook refused: %s", refused)
        return PlainTextResponse("", 400)
    return PlainTextResponse("", 200)


ROUTES = [Route(STRIPE, stripe, methods=["POST"])]
