"""`python -m benchmarks.outages`: take each service away under load, and see what becomes of presses, of what was saved and of readers.

PostgreSQL, Redis, four workers; behind nginx, where that is installed. Members comment all the time, as people do: whoever is not
answered with a yes presses again. Fails when something acknowledged is not there, or there twice, when a press was not answered within
the page's patience, or readers are not right within ten seconds.
"""

import asyncio
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from benchmarks.figures import machine
from benchmarks.proxy import nginx
from tests.factories import join, login, make_member, make_post, make_subwiki
from tests.running import Server, running
from tests.server.serving import FAST
from tests.server.wire import Tab
from tests.stores import PostgresServer, RedisServer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.ops import serve
from wtsocial.pages.post.state import CommentState

WORKERS, WRITERS, READERS = 4, 12, 40
PAUSE = 1.0
"""Seconds between two presses of one writer."""
PATIENCE = 10.0
"""Seconds that a page waits for an answer, and in which all readers have to be right again."""
BEFORE, AFTER = 2.0, 4.0
"""Seconds of load around each outage."""


@dataclass
class Figures:
    """What was seen in one outage."""

    name: str
    presses: int = 0
    answered: int = 0
    line_lost: int = 0
    """Presses whose connection broke, which the page says at once."""
    acknowledged: set[str] = field(default_factory=set[str])
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        """Whether it went as promised."""
        unanswered = self.presses - self.answered - self.line_lost
        return not (self.lost or self.doubled or unanswered) and self.seconds <= PATIENCE

    def row(self) -> str:
        """A line of the table."""
        within = f"{self.answered} of {self.presses - self.line_lost}"
        saved = f"{len(self.acknowledged)}, {self.lost} lost, {self.doubled} twice"
        return f"{self.name:<34} {self.presses:>7}  {within:>14}  {self.line_lost:>9}  {saved:>26}  {self.seconds:>7.1f} s"


HEAD = f"{'outage':<34} {'presses':>7}  {'in 10 s':>14}  {'line lost':>9}  {'acknowledged':>26}  {'readers right':>9}"


@dataclass
class Site:
    """The site and its services."""

    url: str
    server: Server
    postgres: PostgresServer
    redis: RedisServer
    database_url: str
    subwiki: int = 0
    members: list[Viewer] = field(default_factory=list[Viewer])

    def stop_redis(self) -> None:
        """End it."""
        self.redis.stop()

    def start_redis(self) -> None:
        """Start another in its place, empty."""
        self.redis = RedisServer(self.redis.port)

    def empty_redis(self) -> None:
        """End it and start it at once: everything in it is gone, and so is every connection."""
        self.stop_redis()
        self.start_redis()

    def kill_worker(self) -> None:
        """Kill one of the workers."""
        psutil.Process(self.server.process.pid).children()[0].kill()

    def start_workers_anew(self) -> None:
        """As after an update; returns when there are new ones alone."""
        parent = psutil.Process(self.server.process.pid)
        before = {child.pid for child in parent.children()}
        os.kill(parent.pid, signal.SIGHUP)
        deadline = time.monotonic() + 300
        while before & {child.pid for child in parent.children()} and time.monotonic() < deadline:
            time.sleep(0.2)


@dataclass(frozen=True)
class Outage:
    """What is done to the site, for how long, and how it ends."""

    name: str
    begin: Callable[[Site], None]
    seconds: float = 0.0
    end: Callable[[Site], None] = lambda _site: None


OUTAGES = (
    Outage("PostgreSQL stopped for 6 s", lambda site: site.postgres.leave(), 6, lambda site: site.postgres.come_back()),
    Outage("PostgreSQL silent for 8 s", lambda site: site.postgres.pause(), 8, lambda site: site.postgres.go_on()),
    Outage("Redis stopped for 6 s", Site.stop_redis, 6, Site.start_redis),
    Outage("Redis silent for 8 s", lambda site: site.redis.pause(), 8, lambda site: site.redis.go_on()),
    Outage("Redis started anew, empty", Site.empty_redis),
    Outage("a worker killed", Site.kill_worker),
    Outage("all workers started anew (HUP)", Site.start_workers_anew),
)


class Person:
    """A tab that comes back when its line breaks, as a browser does, and knows what it was shown."""

    def __init__(self, site: Site, session: str, path: str) -> None:
        self.tab = Tab(site.url, session=session, path=path)
        self.shown = ""
        self._read = 0

    async def stay(self) -> None:
        """Connect, and connect anew whenever the line breaks, until cancelled."""
        while True:
            if not self.tab.socket.connected:
                self._look()
                fresh = Tab(self.tab.site, session=self.tab.session, token=self.tab.token, path=self.tab.path)
                try:
                    await fresh.connect()
                except (ConnectionError, TimeoutError):
                    await asyncio.sleep(0.3)
                    continue
                self.tab, self._read = fresh, 0
            await asyncio.sleep(0.1)

    def _look(self) -> None:
        self.shown += "".join(map(str, self.tab.heard[self._read :]))
        self._read = len(self.tab.heard)

    def lacks(self, texts: set[str]) -> set[str]:
        """Those of the texts that it was not shown."""
        self._look()
        return {text for text in texts if text not in self.shown}

    async def press(self, figures: Figures, post: int, text: str, key: str) -> bool:
        """Send a comment once; whether the answer was a yes."""
        tab, before = self.tab, self.tab.of(CommentState).get("answered", 0)
        figures.presses += 1
        try:
            await tab.emit(CommentState.comment, form={"post_id": str(post), "text": text, "idempotency_key": key})
            deadline = time.monotonic() + PATIENCE
            while tab.of(CommentState).get("answered", 0) <= before:
                if not tab.socket.connected:
                    raise ConnectionError
                if time.monotonic() > deadline:
                    return False
                await asyncio.sleep(0.02)
        except Exception:  # noqa: BLE001 # whatever the client makes of a line that broke
            figures.line_lost += 1
            await asyncio.sleep(0.5)
            return False
        figures.answered += 1
        return not tab.of(CommentState).get("errors")


async def _write(person: Person, figures: Figures, post: int, over: asyncio.Event) -> None:
    while not over.is_set():
        text, key = f"word-{secrets.token_hex(8)}-", secrets.token_hex(16)
        while not await person.press(figures, post, text, key):  # noqa: ASYNC110 # over many sockets at once
            await asyncio.sleep(PAUSE)
        figures.acknowledged.add(text)
        await asyncio.sleep(PAUSE)


@asynccontextmanager
async def _people(site: Site, post: int) -> AsyncGenerator[tuple[list[Person], list[Person]]]:
    path = f"/post/{post}"
    writers = [Person(site, await login(member), path) for member in site.members[:WRITERS]]
    readers = [Person(site, "", path) for _ in range(READERS)]
    everybody = [*writers, *readers]
    staying = [asyncio.create_task(person.stay()) for person in everybody]
    while not all(person.tab.socket.connected and person.tab.vars for person in everybody):  # noqa: ASYNC110 # as above
        await asyncio.sleep(0.1)
    try:
        yield writers, readers
    finally:
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
        await asyncio.gather(*(person.tab.close() for person in everybody), return_exceptions=True)


async def _measure(site: Site, outage: Outage) -> Figures:
    figures, over = Figures(outage.name), asyncio.Event()
    post = await make_post(site.members[0], site.subwiki, headline=outage.name)
    await db.close()
    async with _people(site, post) as (writers, readers):
        writing = [asyncio.create_task(_write(person, figures, post, over)) for person in writers]
        await asyncio.sleep(BEFORE)
        await asyncio.to_thread(outage.begin, site)
        await asyncio.sleep(outage.seconds)
        await asyncio.to_thread(outage.end, site)
        ended, known = time.monotonic(), set(figures.acknowledged)
        while any(reader.lacks(known) for reader in readers) and time.monotonic() < ended + 60:  # noqa: ASYNC110 # as above
            await asyncio.sleep(0.1)
        figures.seconds = time.monotonic() - ended
        await asyncio.sleep(AFTER)
        over.set()
        await asyncio.gather(*writing)
    _compare(site, figures, post)
    return figures


def _compare(site: Site, figures: Figures, post: int) -> None:
    with psycopg.connect(site.database_url) as connection:
        texts = [row[0].strip() for row in connection.execute("SELECT text FROM comment WHERE post_id = %s", (post,))]
    figures.lost = len(figures.acknowledged - set(texts))
    figures.doubled = len(texts) - len(set(texts))


@contextmanager
def _site(folder: Path) -> Generator[Site]:
    with ExitStack() as stack:
        postgres, redis = PostgresServer(), RedisServer()
        stack.callback(postgres.stop)
        database_url = postgres.create("outages")
        proxy = stack.enter_context(nginx(folder))
        options: dict[str, Any] = FAST | {"database_url": database_url, "redis_url": redis.url} | ({"site_url": proxy.url} if proxy else {})
        server = stack.enter_context(running(folder / "data", workers=WORKERS, **options))
        if proxy:
            proxy.begin(server.url)
        site = Site(proxy.url if proxy else server.url, server, postgres, redis, database_url)
        stack.callback(site.stop_redis)
        yield site


async def _populate(site: Site) -> None:
    site.subwiki = await make_subwiki()
    site.members = [await join(await make_member(f"member{number}"), site.subwiki) for number in range(WRITERS)]
    await db.close()


async def _all(site: Site, outages: list[Outage]) -> list[Figures]:
    await _populate(site)
    print(HEAD)
    measured: list[Figures] = []
    for outage in outages:
        measured.append(await _measure(site, outage))
        print(measured[-1].row(), flush=True)
    return measured


def main(names: list[str]) -> int:
    """The process's exit status. `names`: only outages whose names begin so."""
    serve.build()
    print(machine())
    chosen = [outage for outage in OUTAGES if not names or any(outage.name.startswith(name) for name in names)]
    with tempfile.TemporaryDirectory(prefix="wtsocial-outages-") as folder, _site(Path(folder)) as site:
        around = {"SITE_URL": site.url, "DATA_DIR": folder, "DATABASE_URL": site.database_url}
        os.environ |= {f"WTSOCIAL_{name}": value for name, value in around.items()}
        settings.cache_clear()
        measured = asyncio.run(_all(site, chosen))
    return 0 if all(figures.held for figures in measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
