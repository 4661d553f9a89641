"""`python -m benchmarks [NAMES]`: measure, all of `ALL` or those named, or their `PARTS`; fails when a target is missed."""

import asyncio
import sys
from functools import partial

from benchmarks import acts, feed, first_page, lists, paint, publish, rush, start, upvote, waiting
from benchmarks.figures import machine

ALL = {
    "acts": acts.measure,
    "publish": publish.measure,
    "feed": feed.measure,
    "first_page": first_page.measure,
    "upvote": upvote.measure,
    "paint": paint.measure,
    "waiting": waiting.measure,
    "lists": lists.measure,
    "rush": rush.measure,
    "start": start.measure,
}
PARTS = {f"lists_{database.lower()}": partial(lists.measure, database) for database in lists.DATABASES}
"""What takes long, by itself."""


def main(names: list[str]) -> int:
    """The process's exit status."""
    unknown = [name for name in names if name not in ALL | PARTS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(ALL | PARTS)}.", file=sys.stderr)
        return 2
    print(machine())
    held = [asyncio.run((ALL | PARTS)[name]()) for name in names or ALL]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
