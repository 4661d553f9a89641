"""Stores each Stripe event before processing it; unprocessed events are retried until they succeed, across restarts."""

import asyncio
import hashlib
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlmodel import col, select, update

from wtsocial import db
from wtsocial.db.statements import insert_once
from wtsocial.donations.crediting import apply_objects, lock_processing
from wtsocial.gateways.stripe import payments
from wtsocial.gateways.stripe.objects import snapshots_of
from wtsocial.gateways.stripe.payments import ReceivedEvent
from wtsocial.models import StripeEvent, now

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = timedelta(hours=1)
"""Between two attempts at an event that fails again and again."""
LONGEST_ERROR: Final = 300

_processing: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


async def store_event(event: ReceivedEvent) -> bool:
    """Keep an event; False for one that is kept already. When this returns, it is not lost any more."""
    async with db.transaction() as change:
        values: dict[str, Any] = {"id": event.id, "type": event.type, "created": event.created, "payload": _plain(event.payload)}
        values |= {"received_at": now(), "worked_at": None, "attempts": 0, "next_at": now(), "trouble": ""}
        return await insert_once(change.session, StripeEvent, **values)


def event_of_answer(*objects: dict[str, Any], at: datetime) -> ReceivedEvent:
    """What Stripe answered when it was asked, as an event of ours; the same answer is the same event."""
    told = json.dumps(objects, sort_keys=True, default=str).encode()
    payload = {"data": {"object": {"data": list(objects)}}}
    return ReceivedEvent(f"asked_{hashlib.sha256(told).hexdigest()[:40]}", "asked", at.astimezone(UTC), payload)


def _plain(payload: dict[str, Any]) -> dict[str, Any]:
    # Stripe's client makes decimals of some texts; webhooks have the texts.
    return json.loads(json.dumps(payload, default=str))


async def process_due() -> int:
    """Work on every event that is due; how many were done. What fails is put off, and keeps nothing else up.

    Each is worked on in one transaction, which also notes that it is done: a process that is killed leaves it as it was.
    """
    done = 0
    # Of those called for a burst of events one works, and the others wait here, not each on the database for the same event.
    async with _processing.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        while event_id := await _next_due():
            try:
                done += await _process(event_id)
            except Exception as failed:  # whatever it is, the event stays, and others come after it
                log.exception("working on %s", event_id)
                await _reschedule(event_id, failed)
    return done


async def _next_due() -> str:
    due = select(StripeEvent.id).where(col(StripeEvent.worked_at).is_(None), StripeEvent.next_at <= now())
    async with db.reading() as session:
        return (await session.exec(due.order_by(col(StripeEvent.next_at), col(StripeEvent.id)).limit(1))).first() or ""


async def _process(event_id: str) -> bool:
    async with db.transaction() as change:
        await lock_processing(change.session)
        event = (await change.session.exec(select(StripeEvent).where(StripeEvent.id == event_id))).one()
        if event.worked_at is not None:  # somebody else was quicker
            return False
        await apply_objects(change, snapshots_of(event.payload["data"]["object"], int(event.created.timestamp())))
        event.worked_at, event.trouble = now(), ""
        change.session.add(event)
    return True


async def _reschedule(event_id: str, failed: Exception) -> None:
    async with db.transaction() as change:
        attempts = (await change.session.exec(select(StripeEvent.attempts).where(StripeEvent.id == event_id))).one() + 1
        pause = min(timedelta(seconds=5 * 2 ** min(attempts, 20)), LONGEST_PAUSE)
        trouble = f"{type(failed).__name__}: {failed}"[:LONGEST_ERROR]
        waits = update(StripeEvent).where(col(StripeEvent.id) == event_id, col(StripeEvent.worked_at).is_(None))
        await change.session.exec(waits.values(attempts=attempts, next_at=now() + pause, trouble=trouble))


async def receive_event(body: bytes, signature: str) -> bool:
    """Take in the body of a request to the webhook, whose header Stripe-Signature is `signature`; False when it is known already.

    When this returns, the event is kept; it is worked on afterwards (`work_events`). Raises SignatureRefused, and then nothing
    was written: without a configured secret always.
    """
    return await store_event(payments.read_event(body, signature))


async def process_events() -> int:
    """Work on what was taken in and is due; how many events were done. Every worker may, at once and as often as it likes."""
    return await process_due()
