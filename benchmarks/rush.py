"""A rush: readers who all come at once, what a vote of somebody who is in takes meanwhile, what each costs, and what is given back."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import p95, ratio, say, spread
from benchmarks.readers import reading
from benchmarks.servers import Measured, bare, site
from benchmarks.upvote import VOTE
from benchmarks.wire import Tab, dial
from benchmarks.world import token_of

CROWDS = (1000, 3000)
IDLE_VOTES = 60
AWAY, LOOKS = 10, 2
"""Seconds after which closed tabs are forgotten here; the site itself waits for minutes (`wtsocial.ui.departures`)."""
PAUSE = 0.1
"""Seconds between two votes."""
FEED = b"chunk_rx_state_"
"""What stands in the message that brings a page its feed."""
MOST_WAITED, MOST_CPU, MOST_MEMORY, MOST_VOTE = 4.0, 4.0, 1.5, 4.0
"""Times the reference: until all have their feed; processor and memory for each; the 95th percentile of votes."""
MOST_MS, MOST_KIB = 10.0, 260.0
"""Processor and memory for each, at most."""
MOST_KEPT = 0.25
"""Of what readers took, at most so much stays after they left and were forgotten."""


@dataclass
class Cost:
    """What a crowd cost a server: seconds until all had their feed, and for each milliseconds of processor and KiB; KiB after they left."""

    readers: int
    seconds: float
    cpu: float
    memory: float
    kept: float


class _Voter:
    """Somebody who is in, and votes on."""

    def __init__(self, server: Measured, tab: Tab) -> None:
        self._server = server
        self._tab = tab
        self._number = 0
        self.cost = 0.0
        """Seconds of processor that a vote takes when nobody else is there."""

    async def vote(self) -> float:
        """Seconds until the answer."""
        payload = {"post_id": 1000 + 4 * (self._number // 2), "wanted": self._number % 2 == 0}
        self._number += 1
        seconds = await self._tab.ask(VOTE, payload, answer=b"mine_rx_state_")
        await asyncio.sleep(PAUSE)
        return seconds

    async def alone(self) -> list[float]:
        """What votes take with nobody else there."""
        before = self._server.cpu()
        times = [await self.vote() for _ in range(IDLE_VOTES)]
        self.cost = (self._server.cpu() - before) / len(times)
        return times

    async def until(self, done: asyncio.Event) -> list[float]:
        """What votes take until something has happened."""
        times: list[float] = []
        while not done.is_set():
            times.append(await self.vote())
        return times


async def _crowd(server: Measured, readers: int, meanwhile: Callable[[asyncio.Event], Awaitable[float]]) -> Cost:
    """Have them come, and go; `meanwhile` goes on until they have their feed, and says what it cost the processor itself."""
    cpu, memory, begun = server.cpu(), server.memory(), asyncio.get_running_loop().time()
    all_in = asyncio.Event()
    beside = asyncio.ensure_future(meanwhile(all_in))
    try:
        async with reading(server.url, readers):
            seconds = asyncio.get_running_loop().time() - begun
            all_in.set()
            spent = (server.cpu() - cpu - await beside) * 1000 / readers
            taken = (server.memory() - memory) / readers
    finally:
        all_in.set()
    await asyncio.sleep(AWAY + 3 * LOOKS)
    return Cost(readers, seconds, spent, taken, (server.memory() - memory) / readers)


async def _nothing(_done: asyncio.Event) -> float:
    return 0.0


def _say(who: str, cost: Cost) -> None:
    say(f"{who}: {cost.readers:,} at once, until all have their feed", f"{cost.seconds:.1f} s")
    say("  processor for each; memory; memory after they left", f"{cost.cpu:.1f} ms; {cost.memory:.0f} KiB; {cost.kept:.0f} KiB")


@dataclass
class Rush:
    """What a crowd cost the site; votes when nobody was there, and during it; the page that readers were sent."""

    cost: Cost
    idle: list[float]
    busy: list[float]
    page: bytes


async def _rush(folder: Path, readers: int) -> Rush:
    """Have a crowd come to the site."""
    with site(folder, posts=10_000) as server:
        voter = _Voter(server, await Tab.open(server.url, "/", session=token_of(1), loaded=FEED))
        page, idle, busy = await _page(server), await voter.alone(), list[float]()

        async def votes(done: asyncio.Event) -> float:
            busy.extend(await voter.until(done))
            return len(busy) * voter.cost

        return Rush(await _crowd(server, readers, votes), idle, busy, page)


async def _page(server: Measured) -> bytes:
    """What a reader is sent as the feed."""
    heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def hear(event: bytes) -> None:
        if FEED in event and not heard.done():
            heard.set_result(event)

    wire = await dial(server.url, fresh=True, hear=hear)
    page = json.dumps(json.loads(await heard)[1]).encode()
    wire.close()
    return page


async def _bare(folder: Path, readers: int, page: bytes) -> Cost:
    """What the same crowd costs the reference, which sends each the same page."""
    stored = folder.with_suffix(".json")
    stored.write_bytes(page)
    with bare(folder, page=stored) as server:
        return await _crowd(server, readers, _nothing)


def _compare(rush: Rush, theirs: Cost) -> list[bool]:
    ours = rush.cost
    _say("the site", ours)
    _say("bare", theirs)
    say("  vote, nobody else", spread(rush.idle))
    say("  vote meanwhile", spread(rush.busy))
    return [
        ratio("until all have their feed, to bare", ours.seconds / theirs.seconds, MOST_WAITED),
        ratio("processor for each, to bare", ours.cpu / theirs.cpu, MOST_CPU),
        ratio("memory for each, to bare", ours.memory / theirs.memory, MOST_MEMORY),
        ratio("vote meanwhile, 95th percentile to idle", p95(rush.busy) / p95(rush.idle), MOST_VOTE),
        ratio("processor for each, to 10 ms", ours.cpu / MOST_MS, 1.0),
        ratio("memory for each, to 260 KiB", ours.memory / MOST_KIB, 1.0),
        ratio("memory that stays of it after they left", ours.kept / ours.memory, MOST_KEPT),
    ]


async def measure(crowds: tuple[int, ...] = CROWDS) -> bool:
    """Print the figures; whether the targets hold. Each crowd comes to servers that had none before."""
    print("A rush of readers (votes: median / p95)")
    held: list[bool] = []
    for readers in crowds:
        with tempfile.TemporaryDirectory(prefix="bench-") as kept:
            rush = await _rush(Path(kept) / "site", readers)
            held += _compare(rush, await _bare(Path(kept) / "bare", readers, rush.page))
    return all(held)


if __name__ == "__main__":
    asyncio.run(measure())
