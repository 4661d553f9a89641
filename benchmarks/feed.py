"""The home feed through its handler, at 10 thousand and at 1 million posts, on both databases: of a member in 50 subwikis, and of one
who follows members and tags and hides things, too.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import median, ratio, say, spread
from benchmarks.servers import Measured, site
from benchmarks.upvote import FEED
from benchmarks.wire import Tab
from benchmarks.world import token_of
from tests.stores import PostgresServer

FEW, MANY = 10_000, 1_000_000
ASKED = 150
MOST = 1.5


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


async def _on(name: str, folder: Path, addresses: tuple[str, str]) -> bool:
    few, many = folder / f"{name}-few", folder / f"{name}-many"
    with site(few, posts=FEW, database_url=addresses[0]) as small, site(many, posts=MANY, database_url=addresses[1]) as large:
        times = {whose: await _alternate(small, large, member) for member, whose in MEMBERS.items()}
    good = True
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
