"""The bus: delivers announcements to every worker; in memory for one, through Redis for several."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from redis import asyncio as redis
from redis.exceptions import RedisError

from wtsocial.core.settings import settings

log = logging.getLogger(__name__)

CHANNEL = "wtsocial:live"
PATIENCE = 2.0
"""Seconds that whoever announces waits for Redis: the change is made already, and its answer is on the way."""

Deliver = Callable[[tuple[str, ...], dict[str, Any]], Awaitable[None]]
"""Hands a message to the browsers of this worker that are in one of the rooms."""


def all_posts() -> str:
    """The room of everybody who looks at everything."""
    return "all"


def subwiki_room(subwiki_id: int) -> str:
    """The room of everybody who looks at a feed with this subwiki in it."""
    return f"subwiki:{subwiki_id}"


def person_room(member_id: int) -> str:
    """The room of everybody who follows this member."""
    return f"person:{member_id}"


def tag_room(tag: str) -> str:
    """The room of everybody who looks at a feed with this tag in it."""
    return f"tag:{tag}"


def post_room(post_id: int) -> str:
    """The room of everybody who reads this post."""
    return f"post:{post_id}"


def page_room(slug: str) -> str:
    """The room of everybody who reads what a subwiki is about."""
    return f"page:{slug}"


def member_room(member_id: int) -> str:
    """The room of one member's own browsers."""
    return f"member:{member_id}"


def waiting_room() -> str:
    """The room of everybody who looks at their place in line."""
    return "waiting"


def dashboard_room() -> str:
    """The room of admins who look at the dashboard."""
    return "dashboard"


def moderation_room() -> str:
    """The room of everybody who looks at the queue."""
    return "moderation"


def changes_room() -> str:
    """The room of everybody who looks at the recent changes."""
    return "changes"


def books_room() -> str:
    """The room of everybody who looks at the books."""
    return "books"


def donation_room(reference: str) -> str:
    """The room of whoever waits for their donation to be credited, and knows its reference."""
    return f"donation:{reference}"


class Bus:
    """One per worker. `publish` may be called before `run`; what nobody can deliver yet is dropped: browsers fill their gaps."""

    def __init__(self) -> None:
        self._deliver: Deliver | None = None
        self._redis: Any = None

    async def publish(self, rooms: tuple[str, ...], message: dict[str, Any]) -> None:
        """Say `message` in `rooms` on every worker. A Redis outage costs liveness, never the change itself."""
        if not settings().redis_url:
            if self._deliver:
                await self._deliver(rooms, message)
            return
        try:
            self._redis = self._redis or _connection(socket_timeout=PATIENCE)
            await self._redis.publish(CHANNEL, json.dumps([rooms, message], separators=(",", ":")))
        except (RedisError, OSError) as failed:
            log.warning("live: not published, Redis does not answer (%s)", failed)

    async def run(self, deliver: Deliver) -> None:
        """Deliver what is published, until cancelled. Reconnects by itself after an outage."""
        self._deliver = deliver
        while settings().redis_url:
            try:
                await self._listen(deliver)
            except (RedisError, OSError) as failed:
                log.warning("live: lost Redis, trying again (%s)", failed)
                await asyncio.sleep(1)

    async def _listen(self, deliver: Deliver) -> None:
        async with _connection() as connection, connection.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            async for packet in channel.listen():
                rooms, message = json.loads(packet["data"])
                await deliver(tuple(rooms), message)


def _connection(**options: Any) -> Any:
    # The client's own annotations leave too much open for strict checking.
    return cast("Any", redis.Redis).from_url(settings().redis_url, socket_connect_timeout=PATIENCE, **options)


bus = Bus()
