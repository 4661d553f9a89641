"""The bus: delivers announcements to every worker; in memory for one, through Redis for several."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Any, cast

from redis import asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from wtsocial.core.messages import Json, Message
from wtsocial.core.settings import settings

log = logging.getLogger(__name__)

CHANNEL = "wtsocial:live"
PATIENCE = 2.0
"""Seconds that whoever announces waits for Redis: the change is made already, and its answer is on the way."""

WORKER = "worker:"
"""How the mark of the worker begins that published a packet: it has told its own readers already."""

Deliver = Callable[[tuple[str, ...], Json], Awaitable[None]]
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
    """One per worker. `publish` may be called before `run`; what nobody can deliver yet is dropped: browsers fill their gaps.

    A worker's own readers hear what it publishes at once and in order, whatever has become of Redis; those of other workers hear
    it in that order, too. Between what two workers publish there is no order: what is said of a post carries its stamp.
    """

    def __init__(self) -> None:
        self._deliver: Deliver | None = None
        self._redis: Any = None
        self._mark = WORKER

    async def publish(self, rooms: tuple[str, ...], message: Message) -> None:
        """Say `message` in `rooms` on every worker. A Redis outage costs the others' liveness, never the change itself."""
        said = message.to_json()
        if self._deliver:
            await self._deliver(rooms, said)
        if not settings().redis_url:
            return
        try:
            self._redis = self._redis or _connection(socket_timeout=PATIENCE)
            # The mark stands among the rooms, where a worker that does not know of it finds nobody to tell.
            await self._redis.publish(CHANNEL, json.dumps([[self._mark, *rooms], said], separators=(",", ":")))
        except (RedisError, OSError) as failed:
            log.warning("live: not published to other workers, Redis does not answer (%s)", failed)

    async def run(self, deliver: Deliver) -> None:
        """Deliver what is published, until cancelled. Reconnects by itself after an outage."""
        # Not before: workers may be forks of a process that has the bus already.
        self._mark = WORKER + token_hex(8)
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
                try:
                    rooms, message = _read(packet["data"])
                except (ValueError, TypeError):  # the next packet is no worse for it
                    log.warning("live: a packet that cannot be read")
                    continue
                if self._mark not in rooms:
                    await deliver(tuple(room for room in rooms if not room.startswith(WORKER)), message)


def _read(packet: bytes) -> tuple[list[str], Json]:
    """Rooms and message of a packet, of whatever kind: a newer worker may know more of them. Raises ValueError or TypeError."""
    rooms, message = json.loads(packet)
    if not isinstance(message, dict):
        raise TypeError(packet)
    return [str(room) for room in rooms], cast(Json, message)


def _connection(**options: Any) -> Any:
    # Once more for a connection that Redis has closed meanwhile; what takes longer is an outage.
    options |= {"socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 1, (RedisConnectionError,))}
    # The client's own annotations leave too much open for strict checking.
    return cast("Any", redis.Redis).from_url(settings().redis_url, **options)


bus = Bus()
