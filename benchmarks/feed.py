"""The home feed through its handler, at 10 thousand and at 1 million posts, on both databases: of a member in 50 subwikis, and of one
who follows members and tags and hides things, too.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.figures import median, ratio, say, spread
from benchmarks.servers import Measured, site
from benchmarks.upvote import FEED
from benchmarks.wire import Tab
from benchmarks.world import token_of
from tests.stores import PostgresServer

FEW, MANY = 10_000, 1_000_000
ASKED = 150
MOST = 1.5
MOST_EVENT, MOST_DOCUMENT = 8.0, 10.0


MEMBERS = {1: "50 subwikis", 2: "40 members and 40 tags more, a quarter hidden"}
"""Whose feed is asked for (`world.py`)."""


async def _alternate(small: Measured, large: Measured, member: int) -> tuple[list[float], list[float]]:
    tabs = [await Tab.open(server.url, "/", session=token_of(member), loaded=b"chunk_rx_state_") for server in (small, large)]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ASKED + 10):
        for tab, kept in zip(tabs, times, strict=True):
            seconds = await tab.ask(FEED, {}, answer=b"chunk_rx_state_")
            if number >= 10:
                kept.append(seconds)
            await asyncio.sleep(0.005)
    for tab in tabs:
        tab.close()
    return times


def _plan(folder: Path, database_url: str) -> bool:
    around = os.environ | {"WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url}
    return subprocess.run([sys.executable, "-m", "benchmarks.plan"], env=around, check=False).returncode == 0


def _bare(folder: Path, database_url: str, member: int) -> float:
    """Seconds of the feed's statement by the bare driver."""
    around = os.environ | {"WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url}
    told = subprocess.run([sys.executable, "-m", "benchmarks.bare_feed", str(member)], env=around, check=True, stdout=subprocess.PIPE)
    return float(json.loads(told.stdout))


async def _documents(server: Measured, member: int) -> list[float]:
    """Seconds of the member's own first page, as it is sent before any script."""
    times: list[float] = []
    headers = {"Cookie": f"session={token_of(member)}", "Accept-Encoding": "br"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as client:
        for number in range(ASKED + 10):
            began = time.perf_counter()
            (await client.get("/")).raise_for_status()
            if number >= 10:
                times.append(time.perf_counter() - began)
    return times


async def _beside_bare(name: str, folder: Path, database_url: str, server: Measured) -> bool:
    """The event and the document beside the bare statement, in turns."""
    good = True
    for member, whose in MEMBERS.items():
        before = _bare(folder, database_url, member)
        events, _ = await _alternate(server, server, member)
        pages = await _documents(server, member)
        bare = median([before, _bare(folder, database_url, member)])
        say(f"the statement by the bare driver, {name}, {whose}", f"{bare * 1000:.2f} ms")
        good = ratio(f"event : statement, {name}, {whose}", median(events) / bare, MOST_EVENT) and good
        good = ratio(f"document : statement, {name}, {whose}", median(pages) / bare, MOST_DOCUMENT) and good
    return good


async def _on(name: str, folder: Path, addresses: tuple[str, str]) -> bool:
    few, many = folder / f"{name}-few", folder / f"{name}-many"
    with site(few, posts=FEW, database_url=addresses[0]) as small, site(many, posts=MANY, database_url=addresses[1]) as large:
        beside = await _beside_bare(name, few, addresses[0], small)
        times = {whose: await _alternate(small, large, member) for member, whose in MEMBERS.items()}
    good = beside
    for whose, (short, long) in times.items():
        say(f"{FEW:,} posts, {name}, {whose}", spread(short))
        say(f"{MANY:,} posts, {name}, {whose}", spread(long))
        good = ratio(f"{MANY:,} posts : {FEW:,}, {name}, {whose}", median(long) / median(short), MOST) and good
    return _plan(many, addresses[1]) and good


async def measure() -> bool:
    """Print the figures; whether the targets were held."""
    print(f"The home feed through its handler, event → posts (median / p95 of {ASKED}, alternating)")
    postgres = PostgresServer()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as kept:
            on_sqlite = await _on("SQLite", Path(kept), ("", ""))
            on_postgres = await _on("PostgreSQL", Path(kept), (postgres.create("few"), postgres.create("many")))
    finally:
        postgres.stop()
    return on_sqlite and on_postgres


if __name__ == "__main__":
    asyncio.run(measure())
