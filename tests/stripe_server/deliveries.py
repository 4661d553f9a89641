"""Webhooks: signed, in order, and again until somebody says 2xx; or held, dropped and shuffled, as a test wishes."""

import asyncio
import hmac
import json
import random
import time
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import aiohttp

from tests.stripe_server.world import Thing

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds until the next try. Stripe's own go on for three days."""


@dataclass
class Delivery:
    """One event on its way. `answers` are the statuses that came back, 0 for none."""

    event: str
    type: str
    state: str = "waiting"
    answers: list[int] = field(default_factory=list)


def signature(body: bytes, secret: str, moment: int | None = None) -> str:
    """The header Stripe-Signature for this body."""
    moment = int(time.time()) if moment is None else moment
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, sha256).hexdigest()}"


class Deliverer:
    """Takes events as they happen. `mode`: send, hold (keep until `release`), drop (never send)."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self.mode = "send"
        self.deliveries: list[Delivery] = []
        self._bodies: dict[str, bytes] = {}
        self._queue: asyncio.Queue[Delivery] = asyncio.Queue()
        self._busy = 0

    def take(self, event: Thing) -> None:
        """A listener of the world's."""
        self._bodies[event["id"]] = json.dumps(event, indent=2).encode()
        delivery = Delivery(event["id"], event["type"])
        self.deliveries.append(delivery)
        if self.mode == "send" and self.url:
            self._queue.put_nowait(delivery)
        else:
            delivery.state = "held" if self.mode == "hold" else "dropped"

    def release(self, order: str = "as_happened", seed: int = 0) -> int:
        """Sends what was held: as_happened, reversed or shuffled. Answers how many."""
        held = [delivery for delivery in self.deliveries if delivery.state == "held"]
        if order == "reversed":
            held.reverse()
        elif order == "shuffled":
            random.Random(seed).shuffle(held)
        for delivery in held:
            delivery.state = "waiting"
            self._queue.put_nowait(delivery)
        return len(held)

    def again(self, event: str) -> None:
        """Sends an event once more, whatever became of it. Raises KeyError when there is none."""
        if event not in self._bodies:
            raise KeyError(event)
        delivery = Delivery(event, json.loads(self._bodies[event])["type"])
        self.deliveries.append(delivery)
        self._queue.put_nowait(delivery)

    async def run(self) -> None:
        """Delivers until it is cancelled: one after the other, but a failed one waits for its next try beside the queue."""
        later: set[asyncio.Task[None]] = set()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
            while True:
                delivery = await self._queue.get()
                self._busy += 1
                try:
                    if not await self._send(session, delivery) and len(delivery.answers) <= len(PAUSES):
                        task = asyncio.create_task(self._later(delivery))
                        later.add(task)
                        task.add_done_callback(later.discard)
                finally:
                    self._busy -= 1

    async def settled(self, seconds: float = 10.0) -> None:
        """Returns when nothing is on its way any more. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self._busy or any(one.state in ("waiting", "failed") for one in self.deliveries):  # noqa: ASYNC110  states change in many places
                await asyncio.sleep(0.01)

    async def _later(self, delivery: Delivery) -> None:
        await asyncio.sleep(PAUSES[len(delivery.answers) - 1])
        self._queue.put_nowait(delivery)

    async def _send(self, session: aiohttp.ClientSession, delivery: Delivery) -> bool:
        body = self._bodies[delivery.event]
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature(body, self.secret)}
        headers["User-Agent"] = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
        try:
            async with session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer:
                delivery.answers.append(answer.status)
        except (aiohttp.ClientError, TimeoutError):
            delivery.answers.append(0)
        delivered = 200 <= delivery.answers[-1] < 300
        delivery.state = "delivered" if delivered else "failed" if len(delivery.answers) <= len(PAUSES) else "given up"
        return delivered

    def as_told(self) -> list[dict[str, Any]]:
        """Every delivery, oldest first."""
        return [asdict(delivery) for delivery in self.deliveries]
