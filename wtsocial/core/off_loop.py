"""Off the loop: long work on texts, in threads of its own, while the event loop goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Of Python that computes one thread runs at a time; more than two would take turns with the loop, and it would wait for each.
_threads = ThreadPoolExecutor(2, thread_name_prefix="text")


async def off_loop(work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """The outcome of `work`, done in a thread. Keep each call short (a text, not a page of them): others stand in line behind it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(work, *args, **named))
