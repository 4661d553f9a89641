"""A rush: readers who all come at once, what a vote of somebody who is in takes meanwhile, what each costs, and what is given back."""

import asyncio
import tempfile
from pathlib import Path

import psutil

from benchmarks.figures import p95, ratio, say, spread
from benchmarks.readers import reading
from benchmarks.servers import Measured, site
from benchmarks.upvote import VOTE
from benchmarks.wire import Tab
from benchmarks.world import token_of

READERS = 1000
IDLE_VOTES = 60
PAUSE = 0.1
"""Seconds between two votes."""
MOST = 4.0
"""Times the idle 95th percentile that a vote may take during the rush."""


def _memory(server: Measured) -> float:
    """MiB that the server's processes hold."""
    parent = psutil.Process(server.process.pid)
    return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)]) / 2**20


class _Voter:
    """Somebody who is in, and votes on."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._number = 0

    async def vote(self) -> float:
        """Seconds until the answer."""
        payload = {"post_id": 1000 + 4 * (self._number // 2), "wanted": self._number % 2 == 0}
        self._number += 1
        seconds = await self._tab.ask(VOTE, payload, answer=b"mine_rx_state_")
        await asyncio.sleep(PAUSE)
        return seconds


async def _rush(server: Measured, voter: _Voter, readers: int) -> list[float]:
    """What votes take until all are in."""
    times: list[float] = []
    cpu, memory, begun = server.cpu(), _memory(server), asyncio.get_running_loop().time()
    all_in, left = asyncio.Event(), asyncio.Event()

    async def come() -> None:
        async with reading(server.url, readers):
            all_in.set()
            await left.wait()

    crowd = asyncio.create_task(come())
    while not all_in.is_set() and not crowd.done():
        times.append(await voter.vote())
    say(f"{readers:,} at once, until all have their page", f"{asyncio.get_running_loop().time() - begun:.1f} s")
    say("processor time for each, votes included", f"{(server.cpu() - cpu) * 1000 / readers:.1f} ms")
    say("memory for each", f"{(_memory(server) - memory) * 1024 / readers:.0f} KiB")
    left.set()
    await crowd
    await asyncio.sleep(5)
    say("memory for each, five seconds after they left", f"{(_memory(server) - memory) * 1024 / readers:.0f} KiB")
    return times


async def measure(readers: int = READERS) -> bool:
    """Print the figures; whether the target holds."""
    print("A rush of readers (votes: median / p95)")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, site(Path(folder), posts=10_000) as server:
        voter = _Voter(await Tab.open(server.url, "/", session=token_of(1), loaded=b"chunk_rx_state_"))
        idle = [await voter.vote() for _ in range(IDLE_VOTES)]
        say("vote, nobody else", spread(idle))
        busy = await _rush(server, voter, readers)
        say("vote, during the rush", spread(busy))
        return ratio("vote during the rush, 95th percentile to idle", p95(busy) / p95(idle), MOST)


if __name__ == "__main__":
    asyncio.run(measure())
