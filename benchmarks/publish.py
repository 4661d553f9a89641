"""Publish → the last of 1,000 sockets, against a bare python-socketio server that sends the same bytes in the same run."""

import asyncio
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bare import TOLD
from benchmarks.figures import median, ratio, say, spread
from benchmarks.readers import Readers, reading
from benchmarks.servers import Measured, bare, site
from benchmarks.wire import Tab
from benchmarks.world import token_of
from wtsocial.pages.submit.state import SubmitState

READERS = 1000
ROUNDS = 25
MOST = 1.3
PUBLISH = f"{SubmitState.get_full_name()}.publish"


@dataclass
class Way:
    """One of the two ways, and what was measured of it, in seconds."""

    server: Measured
    readers: Readers
    tab: Tab
    whole: list[float] = field(default_factory=list[float])
    announced: list[float] = field(default_factory=list[float])
    answered: list[float] = field(default_factory=list[float])
    cpu: list[float] = field(default_factory=list[float])

    async def publish(self, payload: dict[str, object], *, answer: bytes, name: str = PUBLISH) -> str:
        """Publish once and note the times; the message as it came."""
        cpu = self.server.cpu()
        began = asyncio.get_running_loop().time()
        arriving = asyncio.create_task(self.readers.arrival())
        self.answered.append(await self.tab.ask(name, payload, answer=answer))
        arrival = await arriving
        self.whole.append(arrival.last - began)
        self.announced.append(arrival.last - self.server.announced()[-1])
        await asyncio.sleep(0.1)
        self.cpu.append(self.server.cpu() - cpu)
        return arrival.message


def typed(number: int) -> dict[str, object]:
    """A post as the form sends it."""
    fields = {
        "kind": "discussion",
        "headline": f"What happened at {number} o'clock, and who says so",
        "text": "Here is what we know. " * 10,
    }
    return {"typed": fields | {"link": "", "subwiki": "bench2", "mode": "collaborative", "place": "submit"}}


async def _compare(ours: Way, theirs: Way) -> None:
    for number in range(ROUNDS):
        message = await ours.publish(typed(number), answer=b"_redirect")
        await theirs.publish(json.loads(message)[1], answer=b"said_rx_state_", name="publish")
        await asyncio.sleep(0.2)


async def measure(readers: int = READERS) -> bool:
    """Print the figures; whether the target was held."""
    with tempfile.TemporaryDirectory(prefix="bench-") as kept:
        folder = Path(kept)
        with site(folder / "site", posts=100_000) as ours, bare(folder / "bare") as theirs:
            async with reading(ours.url, readers) as here, reading(theirs.url, readers) as there:
                # Member 1 has joined subwiki 2.
                poster = await Tab.open(ours.url, "/submit", session=token_of(1), loaded=b"fill_rx_state_")
                speaker = await Tab.open(theirs.url, "/", loaded=b"chunk_rx_state_")
                a, b = Way(ours, here, poster), Way(theirs, there, speaker)
                await _compare(a, b)
    return _report(a, b, readers)


def _report(ours: Way, theirs: Way, readers: int) -> bool:
    print(f"Publish → last of {readers:,} sockets (median / p95 of {ROUNDS}, alternating)")
    say("whole publish, press → last reader, site", spread(ours.whole))
    say("press → the publisher's own answer, site", spread(ours.answered))
    say(f"{TOLD} → last reader, site", spread(ours.announced))
    say(f"{TOLD} → last reader, bare python-socketio", spread(theirs.announced))
    say("processor time of the server for a publish, site", spread(ours.cpu))
    say("processor time of the server for a publish, bare", spread(theirs.cpu))
    pairs = [one / other for one, other in zip(ours.announced, theirs.announced, strict=True)]
    say("ratio of each pair, median", f"{median(pairs):.2f} ×")
    return ratio(f"{TOLD} → last reader, site : bare", median(ours.announced) / median(theirs.announced), MOST)


if __name__ == "__main__":
    asyncio.run(measure())
