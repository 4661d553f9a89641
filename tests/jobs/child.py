"""A worker in a process of its own, for tests: `python -m tests.jobs.child`. Ends in order when its input does."""

import asyncio
import sys

from tests.jobs import samples
from wtsocial import db
from wtsocial.jobs import working


async def main() -> None:
    async with working():
        print("ready", samples.tick.name, flush=True)  # noqa: T201 # whoever started this waits for it
        await asyncio.to_thread(sys.stdin.read)
    await db.close()


if __name__ == "__main__":
    asyncio.run(main())
