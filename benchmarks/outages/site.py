"""The site under outages: PostgreSQL, Redis, four workers, nginx where it is installed; and what can be done to it."""

import os
import re
import signal
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from benchmarks.proxy import nginx
from tests.running import Server, running
from tests.server.serving import FAST
from tests.stores import PostgresServer, RedisServer
from wtsocial.accounts.views import Viewer
from wtsocial.ops import serve

WORKERS: Final = 4
STARTING = 300.0
"""Seconds for all workers to start, on a machine that is busy with other things."""
LEAVING = 15.0
"""Seconds in which workers leave the port after their main process was killed."""
FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
"""Debian's libfaketime: the site's clock alone is set."""


@dataclass
class Site:
    """The site and its services."""

    url: str
    folder: Path
    server: Server
    postgres: PostgresServer
    redis: RedisServer
    database_url: str
    options: dict[str, Any]
    stack: ExitStack
    subwiki: int = 0
    slug: str = ""
    members: list[Viewer] = field(default_factory=list[Viewer])
    wrong: list[str] = field(default_factory=list[str])
    """What was not as it should be while something was done to it."""

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

    def _workers(self) -> list[psutil.Process]:
        return psutil.Process(self.server.process.pid).children()

    def kill_worker(self) -> None:
        """Kill one of the workers."""
        self._workers()[0].kill()

    def kill_main(self) -> None:
        """Kill the main process; its workers have to leave the port by themselves."""
        left, port = self._workers(), int(self.server.url.rpartition(":")[2])
        os.kill(self.server.process.pid, signal.SIGKILL)
        self.server.process.wait()
        _gone, alive = psutil.wait_procs(left, timeout=LEAVING)
        self.wrong += [f"{len(alive)} workers are still there after {LEAVING:.0f} s"] if alive else []
        for worker in alive:
            worker.kill()
        serve.ensure_free("127.0.0.1", port)

    def start_main(self, **around: str) -> None:
        """Start it again, at its port."""
        port = int(self.server.url.rpartition(":")[2])
        started = running(self.folder / "data", port=port, workers=WORKERS, seconds=STARTING, around=around, **self.options)
        self.server = self.stack.enter_context(started)

    def start_with_a_clock(self) -> None:
        """End the site and start it with a clock that `set_clock` sets."""
        self.set_clock("+0s")
        self.server.process.terminate()
        self.server.process.wait(30)
        switches = {"NO_CACHE": "1", "TIMESTAMP_FILE": str(self._clock), "DONT_FAKE_MONOTONIC": "1"}
        around = {f"FAKETIME_{name}": value for name, value in switches.items()}
        self.start_main(LD_PRELOAD=str(FAKETIME), DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1", **around)

    def start_without(self) -> None:
        """End the site and start it with the machine's clock."""
        self.server.process.terminate()
        self.server.process.wait(30)
        self.start_main()

    @property
    def _clock(self) -> Path:
        return self.folder / "clock"

    def set_clock(self, by: str) -> None:
        """How far the site's clock is from the machine's."""
        self._clock.write_text(f"{by}\n")

    def forget_build(self) -> None:
        """Have whoever needs the pages build them anew."""
        serve.STAMP.unlink(missing_ok=True)

    def start_workers_anew(self) -> None:
        """As after an update; returns when there are new ones alone."""
        before = {worker.pid for worker in self._workers()}
        os.kill(self.server.process.pid, signal.SIGHUP)
        deadline = time.monotonic() + 2 * STARTING
        while time.monotonic() < deadline:
            now = {worker.pid for worker in self._workers()}
            if not before & now and len(now) == WORKERS:
                return
            time.sleep(0.2)
        self.wrong.append("old workers are still there")

    def build_and_start_anew(self) -> None:
        """As after an update that changed the pages."""
        self.forget_build()
        self.start_workers_anew()
        self.wrong += [] if serve.is_built() else ["the pages were not built"]

    def newest(self) -> list[int]:
        """The numbers of the posts on the page of all, newest first."""
        shown = re.findall(r'href="/post/(\d+)"', httpx.get(f"{self.url}/all", timeout=30).text)
        return list(dict.fromkeys(map(int, shown)))


@contextmanager
def started(folder: Path) -> Generator[Site]:
    """The site with its services, empty."""
    with ExitStack() as stack:
        postgres, redis = PostgresServer(), RedisServer()
        stack.callback(postgres.stop)
        database_url = postgres.create("outages")
        proxy = stack.enter_context(nginx(folder))
        options: dict[str, Any] = FAST | {"database_url": database_url, "redis_url": redis.url}
        if proxy:
            options |= {"site_url": proxy.url, "trusted_proxy_hops": "1"}
        server = stack.enter_context(running(folder / "data", workers=WORKERS, seconds=STARTING, **options))
        if proxy:
            proxy.begin(server.url)
        site = Site(proxy.url if proxy else server.url, folder, server, postgres, redis, database_url, options, stack)
        stack.callback(site.stop_redis)
        yield site
