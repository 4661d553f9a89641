"""A load generator: many tabs that only listen, in a process of their own; says when each message had reached the last of them."""

import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from benchmarks.wire import dial

AT_ONCE = 50
"""How many connect at the same time."""
SAID = b'"said_rx_state_"'
"""What is in every message of the bus, and in a page's first state."""


@dataclass
class Arrival:
    """A message, and the moments (of the machine's monotonic clock) at which the first and the last reader had it."""

    message: str
    first: float
    last: float


class Readers:
    """The listening process, as the benchmark sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def arrival(self) -> Arrival:
        """The next message that reached all."""
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), 120)
        return Arrival(**json.loads(line))


@asynccontextmanager
async def reading(url: str, count: int, *, loaded: str = "chunk_rx_state_") -> AsyncGenerator[Readers]:
    """So many readers on the first page of the site, each once it has heard the letters `loaded`."""
    command = [sys.executable, "-m", "benchmarks.readers", url, str(count), loaded]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, limit=2**20)
    try:
        assert process.stdout
        ready = await asyncio.wait_for(process.stdout.readline(), 600)
        if not ready:
            raise RuntimeError(f"the readers of {url} did not connect")
        yield Readers(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listen(url: str, count: int, loaded: bytes) -> None:
    arrived: dict[bytes, tuple[int, float]] = {}
    missing = count
    everybody = asyncio.Event()

    def hear(event: bytes) -> None:
        nonlocal missing
        if missing and loaded in event:
            missing -= 1
            if not missing:
                everybody.set()
        elif SAID in event and b'"kind"' in event:
            heard, first = arrived.pop(event, (0, 0.0))
            if heard + 1 < count:
                arrived[event] = (heard + 1, first or time.monotonic())
            else:
                _tell({"message": event.decode(), "first": first or time.monotonic(), "last": time.monotonic()})

    gate = asyncio.Semaphore(AT_ONCE)

    async def connect() -> None:
        async with gate:
            await dial(url, fresh=True, hear=hear)

    await asyncio.gather(*(connect() for _ in range(count)))
    await asyncio.wait_for(everybody.wait(), 300)
    gc.freeze()
    _tell({"connected": count})
    await asyncio.Event().wait()


def _tell(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(_listen(sys.argv[1], int(sys.argv[2]), sys.argv[3].encode()))
