"""The waiting list with 1,000 and with 200,000 in line: one's place, the page, and letting in fifty, through the handlers."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import median, ratio, say, spread
from benchmarks.servers import Measured, site
from benchmarks.wire import Tab
from benchmarks.world import MEMBERS, token_of
from tests.stores import PostgresServer
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.pages.waiting.state import WaitingState
from wtsocial.ui.session import SessionState

FEW, MANY = 1_000, 200_000
ASKED = 120
LET_IN = 12
"""Presses of Let in, fifty each."""
MOST = 1.5

PLACE, PAGE = f"{SessionState.get_full_name()}.come_in", f"{WaitingState.get_full_name()}.open"
PRESS = f"{LineState.get_full_name()}.let_in"


async def _looks(servers: tuple[Measured, Measured], event: str, answer: bytes) -> tuple[list[float], list[float]]:
    """Seconds from the event to its answer, for the last in line, in turns."""
    tabs = [await Tab.open(server.url, "/waiting", session=token_of(MEMBERS), loaded=b'"dots_rx_state_"') for server in servers]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ASKED + 10):
        for tab, kept in zip(tabs, times, strict=True):
            seconds = await tab.ask(event, {}, answer=answer)
            if number >= 10:
                kept.append(seconds)
    for tab in tabs:
        tab.close()
    return times


async def _presses(servers: tuple[Measured, Measured]) -> tuple[list[float], list[float]]:
    tabs = [await Tab.open(server.url, "/admin", session=token_of(1), loaded=b'"groups_rx_state_"') for server in servers]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(LET_IN):
        for tab, kept in zip(tabs, times, strict=True):
            kept.append(await tab.ask(PRESS, {"form": {"count": "50"}}, answer=b'"joining.let_in_now"'))
            # The mails leave meanwhile.
            await asyncio.sleep(1)
    for tab in tabs:
        tab.close()
    return times


def _plan(folder: Path, database_url: str) -> bool:
    around = os.environ | {"WTSOCIAL_DATA_DIR": str(folder), "WTSOCIAL_DATABASE_URL": database_url}
    return subprocess.run([sys.executable, "-m", "benchmarks.line", "plan"], env=around, check=False).returncode == 0


async def _on(name: str, folder: Path, addresses: tuple[str, str]) -> bool:
    few, many = folder / f"{name}-few", folder / f"{name}-many"
    with (
        site(few, posts=1_000, waiting=FEW, database_url=addresses[0]) as small,
        site(many, posts=1_000, waiting=MANY, database_url=addresses[1]) as large,
    ):
        servers = small, large
        measured = {
            "place, of the last": await _looks(servers, PLACE, b'"place_rx_state_"'),
            "page, of the last": await _looks(servers, PAGE, b'"dots_rx_state_"'),
            "let in fifty": await _presses(servers),
        }
    held: list[bool] = []
    for what, (short, long) in measured.items():
        say(f"{what}: {FEW:,}, {name}", spread(short))
        say(f"{what}: {MANY:,}, {name}", spread(long))
        held.append(ratio(f"{what}, {MANY:,} : {FEW:,}, {name}", median(long) / median(short), MOST))
    return _plan(many, addresses[1]) and all(held)


async def measure() -> bool:
    """Print the figures; whether the targets were held."""
    print(f"The waiting list, event → answer (median / p95 of {ASKED}, in turns)")
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
