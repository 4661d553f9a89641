"""The bus: delivers announcements to every worker; in memory for one, through Redis for several."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
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
EVERY_BROWSER = "every"
"""The room of every browser, whatever page it shows; nobody has to enter it."""
PATIENCE = 2.0
"""Seconds that whoever announces waits for Redis: the change is made already, and its answer is on the way."""

WORKER = "worker:"
"""How the mark of the worker begins that published a packet: it has told its own readers already."""

NUMBER = "number:"
"""How the number begins that its worker gave a packet; a heartbeat carries the number of the packet before."""
GOODBYE = "goodbye:"
"""Stands among the rooms of the last packet of a worker that ends in order."""
HEARTBEAT, DOUBT, SILENCE, PAUSE = 2.0, 5.0, 7.0, 0.5
"""Seconds until a worker says its number again, until a line on which nothing came is doubted, and is dead; and between attempts."""

MOST_PENDING = 10_000
"""Packets that may wait for a slow Redis; what comes beyond is missed."""

Missed = Callable[[], Awaitable[None]]
"""Has the browsers of this worker read anew what they show."""

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


def pages_room(thing: str = "") -> str:
    """The room of public pages that show a thing (`member:7`, `subwiki:12`, `source:ice.example`); without one, of all of them.

    No browser is in it: whoever keeps such pages ready forgets them by what is said there (`endpoints/page_cache.py`).
    """
    return f"pages:{thing}"


class Bus:
    """One per worker. `publish` may be called before `run`; what nobody can deliver yet is dropped: browsers fill their gaps.

    A worker's own readers hear what it publishes at once and in order, whatever has become of Redis; those of other workers hear
    it in that order, too. Between what two workers publish there is no order: what is said of a post carries its stamp.

    Each worker numbers what it publishes, and says its number every few seconds: whoever did not hear everything (Redis was
    away, slow or broken off) has its browsers read anew what they show.
    """

    def __init__(self) -> None:
        self._deliver: Deliver | None = None
        self._redis: Any = None
        self._mark = WORKER
        self._number = 0
        self._pending: asyncio.Queue[tuple[tuple[str, ...], Json]] | None = None
        self._heard: dict[str, int] = {}
        self._since = 0.0
        self._alive: dict[str, float] = {}
        self._heard_at = 0.0

    async def publish(self, rooms: tuple[str, ...], message: Message) -> None:
        """Say `message` in `rooms` on every worker. A Redis outage costs the others' liveness for a while, never the change itself."""
        said = message.to_json()
        if self._deliver:
            await self._deliver(rooms, said)
        if not settings().redis_url:
            return
        if self._pending is None:
            # A command, or a worker of jobs: there is no `run` that would do it.
            await self._send(rooms, said)
        elif self._pending.full():
            self._number += 1
        else:
            self._pending.put_nowait((rooms, said))

    async def run(self, deliver: Deliver, missed: Missed) -> None:
        """Deliver what is published, until cancelled; `missed` is called when something was not heard. Reconnects by itself."""
        # Not before: workers may be forks of a process that has the bus already.
        self._mark = WORKER + token_hex(8)
        self._deliver = deliver
        if settings().redis_url:
            self._pending = asyncio.Queue(MOST_PENDING)
            try:
                await asyncio.gather(self._publish(self._pending), self._subscribe(deliver, missed))
            finally:
                await self._leave(self._pending)

    def hears_others(self) -> bool:
        """Whether what other workers publish is heard here, as far as can be known: something came a moment ago."""
        if not settings().redis_url:
            return self._deliver is not None
        return asyncio.get_running_loop().time() - self._heard_at < DOUBT

    def note_loss(self) -> None:
        """Something may have been changed that was never published: have every other worker find a gap."""
        self._number += 1

    async def _leave(self, pending: asyncio.Queue[tuple[tuple[str, ...], Json]]) -> None:
        # Whoever ends without a word may have taken something along (`_is_somebody_gone`).
        self._pending = None
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                while not pending.empty():
                    await self._send(*pending.get_nowait())
                await self._send((GOODBYE,), {})

    async def _publish(self, pending: asyncio.Queue[tuple[tuple[str, ...], Json]]) -> None:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    rooms, said = await pending.get()
            except TimeoutError:
                rooms, said = (), {}
            if not await self._send(rooms, said):
                # The numbers tell the others that they missed it; waiting once for each would make it later for all that follows.
                while not pending.empty():
                    pending.get_nowait()
                    self._number += 1
                await asyncio.sleep(PAUSE)

    async def _send(self, rooms: tuple[str, ...], said: Json) -> bool:
        if self._mark == WORKER:
            # A worker of jobs, which listens to nobody; numbers of several must not be taken for one's.
            self._mark += token_hex(8)
        self._number += bool(said)
        # Mark and number stand among the rooms, where a worker that does not know of them finds nobody to tell.
        addressed = [self._mark, f"{NUMBER}{self._number}", *rooms]
        try:
            self._redis = self._redis or _connection(socket_timeout=PATIENCE)
            await self._redis.publish(CHANNEL, json.dumps([addressed, said], separators=(",", ":")))
        except (RedisError, OSError) as failed:
            log.warning("live: not published to other workers, Redis does not answer (%s)", failed)
            return False
        return True

    async def _subscribe(self, deliver: Deliver, missed: Missed) -> None:
        while True:
            try:
                await self._listen(deliver, missed)
            except (RedisError, OSError) as failed:
                self._heard_at = 0.0
                log.warning("live: lost Redis, trying again (%s)", failed)
                await asyncio.sleep(PAUSE)

    async def _listen(self, deliver: Deliver, missed: Missed) -> None:
        async with _connection(socket_timeout=PATIENCE) as connection, connection.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while True:
                # The heartbeats of this very worker come back, too: a line on which nothing comes is dead.
                packet = await channel.get_message(timeout=SILENCE)
                if packet is None:
                    raise RedisConnectionError(f"nothing was heard for {SILENCE:.0f} s")
                self._heard_at = asyncio.get_running_loop().time()
                if packet["type"] == "subscribe":
                    # Also when the client has connected anew by itself.
                    self._since = asyncio.get_running_loop().time()
                    self._alive = dict.fromkeys(self._alive, self._since)
                    await missed()
                else:
                    await self._take(packet["data"], deliver, missed)

    async def _take(self, packet: bytes, deliver: Deliver, missed: Missed) -> None:
        try:
            rooms, message = _read(packet)
        except (ValueError, TypeError):  # the next packet is no worse for it
            log.warning("live: a packet that cannot be read")
            return
        if self._is_somebody_gone():
            log.warning("live: a worker ended without a word, readers read anew")
            await missed()
        if self._mark in rooms:
            return
        if self._is_gap(rooms, bool(message)):
            log.warning("live: something was missed, readers read anew")
            await missed()
        if message:
            await deliver(tuple(room for room in rooms if not room.startswith((WORKER, NUMBER))), message)

    def _is_gap(self, rooms: list[str], carries: bool) -> bool:
        """Whether the worker of this packet published something between that was not heard."""
        mark = next((room for room in rooms if room.startswith(WORKER)), "")
        number = next((room.removeprefix(NUMBER) for room in rooms if room.startswith(NUMBER)), "")
        if not mark or not (number.isascii() and number.isdigit()):
            return False
        if GOODBYE in rooms:
            self._alive.pop(mark, None)
        elif mark in self._alive or not carries:
            self._alive[mark] = asyncio.get_running_loop().time()
        before, self._heard[mark] = self._heard.get(mark), int(number)
        if before is None:
            # Whoever was there before this one listened is met with whatever number it has; a newcomer begins to count.
            before = int(number) - carries if asyncio.get_running_loop().time() - self._since < 2 * HEARTBEAT else 0
        return int(number) != before + carries

    def _is_somebody_gone(self) -> bool:
        """Whether a worker is silent that used to say its number: it was killed, perhaps between a commit and telling of it."""
        now = asyncio.get_running_loop().time()
        gone = [mark for mark, heard_at in self._alive.items() if now - heard_at > SILENCE]
        for mark in gone:
            del self._alive[mark]
        return bool(gone)


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
