"""Webhook events: each is stored whole before it is processed, and processed by a job, which is tried again until it succeeds."""

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlmodel import col, select

from wtsocial import db, jobs
from wtsocial.db import Transaction
from wtsocial.db.statements import insert_once
from wtsocial.donations.crediting import apply_objects
from wtsocial.donations.processing_lock import lock_processing
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.objects import snapshots_of
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.models import StripeEvent, now

log = logging.getLogger(__name__)

EVENTS: Final = jobs.Queue("stripe_events", 1)
"""One at a time in each worker: the whole site processes one at a time."""
DEADLINE: Final = timedelta(days=30)


@dataclass(frozen=True)
class StoredEvent:
    """An event, by Stripe's id."""

    event_id: str


@jobs.transactional_task("donations.process_event", queue=EVENTS, deadline=DEADLINE)
async def process_event(change: Transaction, stored: StoredEvent) -> bool:
    """Credit what an event tells, and note that it is processed; False when that was done before.

    One of the other mode than the key's, or of another account, is kept, and credits nobody.
    """
    await lock_processing(change.session)
    waiting = select(StripeEvent).where(StripeEvent.id == stored.event_id, col(StripeEvent.worked_at).is_(None))
    event = (await change.session.exec(waiting)).first()
    if event is None:
        return False
    event.refused = payments.refusal_of(event.payload)
    if event.refused:
        log.warning("event %s is of another %s and credits nobody", event.id, event.refused)
    else:
        await apply_objects(change, snapshots_of(event.payload["data"]["object"], int(event.created.timestamp())))
    event.worked_at = now()
    change.session.add(event)
    return True


async def store_event(event: ReceivedEvent) -> bool:
    """Keep an event; False for one that is kept already. When this returns, it is not lost any more."""
    values: dict[str, Any] = {"id": event.id, "type": event.type, "created": event.created, "payload": _plain(event.payload)}
    async with db.transaction() as change:
        if not await insert_once(change.session, StripeEvent, **values, received_at=now(), worked_at=None):
            return False
        await jobs.enqueue(change, process_event, StoredEvent(event.id), key=f"stripe_event:{event.id}")
    return True


def event_of_answer(*objects: dict[str, Any], at: datetime) -> ReceivedEvent:
    """What Stripe answered when it was asked, as an event of ours; the same answer is the same event."""
    told = json.dumps(objects, sort_keys=True, default=str).encode()
    payload = {"data": {"object": {"data": list(objects)}}}
    return ReceivedEvent(f"asked_{hashlib.sha256(told).hexdigest()[:40]}", "asked", at.astimezone(UTC), payload)


def _plain(payload: dict[str, Any]) -> dict[str, Any]:
    # Stripe's client makes decimals of some texts; webhooks have the texts.
    return json.loads(json.dumps(payload, default=str))


async def receive_event(body: bytes, signature: str) -> bool:
    """Take in the body of a request to the webhook, whose header Stripe-Signature is `signature`; False when it is known already.

    When this returns, the event is kept; a job processes it (`process_event`). Raises SignatureRefused, and then nothing
    was written: without a configured secret always.
    """
    return await store_event(payments.read_event(body, signature))


async def process_now(event_id: str) -> bool:
    """Process a stored event here and now, without waiting for its job; False when it is processed already.

    Raises what processing raises; the job stays then, and is tried again.
    """
    async with db.transaction() as change:
        return bool(await process_event(change, StoredEvent(event_id)))
