"""What some work costs the processor, against a reference in the same process: a machine may be slow, or busy with other things."""

import gc
import json
import time
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Final

_TRIES: Final = 5
_REFERENCE: Final = json.dumps(["x"] * 100_000)


def least(work: Callable[[], object], *, tries: int = _TRIES) -> float:
    """Seconds of the processor, of the cheapest of some tries; what others left to be collected is not counted."""
    costs: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(tries):
            begun = time.process_time()
            work()
            costs.append(time.process_time() - begun)
    finally:
        gc.enable()
    return min(costs)


async def spent(work: Awaitable[object]) -> float:
    """Seconds of the processor of what is done but once; what others left to be collected is not counted."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        await work
        return time.process_time() - begun
    finally:
        gc.enable()


@cache
def reference() -> float:
    """Seconds of the processor for reading a list of a hundred thousand words from JSON; about 3 ms on a machine of 2026."""
    return least(lambda: json.loads(_REFERENCE))
