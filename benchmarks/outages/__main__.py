"""`python -m benchmarks.outages [BEGINNINGS OF NAMES]`: take each service away under load, and print what became of it.

PostgreSQL, Redis, four workers; behind nginx, where that is installed. Members comment all the time, visitors ask for pages. Fails when
something acknowledged is not there, or there twice, when a press was not answered within the page's patience, when readers are not right
within ten seconds, or a page did not come where there may be no gap.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.figures import machine
from benchmarks.outages.figures import HEAD, Figures
from benchmarks.outages.people import VISITORS, people, publish, visit, write
from benchmarks.outages.second_program import second_program
from benchmarks.outages.site import FAKETIME, Site, started
from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.core.settings import settings
from wtsocial.ops import serve

WRITERS, READERS = 12, 40
POSTS = 4
"""Comments are spread over so many, so that all of one stand on the first page of its thread, which readers are shown unasked."""
BEFORE, AFTER = 2.0, 4.0
"""Seconds of load around each outage."""


def _nothing(_site: Site) -> None:
    pass


@dataclass(frozen=True)
class Outage:
    """What is done to the site, for how long, and how it ends."""

    name: str
    begin: Callable[[Site], None]
    seconds: float = 0.0
    end: Callable[[Site], None] = _nothing
    readers: int = READERS
    gapless: bool = False
    publishes: bool = False
    """Whether posts are published before and meanwhile, whose order is looked at."""
    prepare: Callable[[Site], None] = _nothing
    restore: Callable[[Site], None] = _nothing
    """Around it, with nobody there."""


OUTAGES = (
    Outage("PostgreSQL stopped for 6 s", lambda site: site.postgres.leave(), 6, lambda site: site.postgres.come_back()),
    Outage("PostgreSQL silent for 8 s", lambda site: site.postgres.pause(), 8, lambda site: site.postgres.go_on()),
    Outage("Redis stopped for 6 s", Site.stop_redis, 6, Site.start_redis),
    Outage("Redis silent for 8 s", lambda site: site.redis.pause(), 8, lambda site: site.redis.go_on()),
    Outage("Redis started anew, empty", Site.empty_redis),
    Outage("a worker killed", Site.kill_worker),
    Outage("the main process killed, and started again", Site.kill_main, 0, Site.start_main),
    Outage("all workers started anew (HUP), 200 readers", Site.start_workers_anew, readers=200, gapless=True),
    Outage("pages built anew, then HUP, 200 readers", Site.build_and_start_anew, readers=200, gapless=True),
    *(
        Outage(
            f"clock set back by {by}",
            lambda site, by=by: site.set_clock(f"-{by}"),
            6,
            publishes=True,
            prepare=Site.start_with_a_clock,
            restore=Site.start_without,
        )
        for by in ("30s", "2h")
        if FAKETIME.is_file()
    ),
)


async def _measure(site: Site, outage: Outage) -> Figures:
    figures, over = Figures(outage.name, gapless=outage.gapless), asyncio.Event()
    # Of each outage its own: nobody writes more than anybody may in an hour.
    site.members = [await join(await make_member(f"writer{OUTAGES.index(outage)}x{number}"), site.subwiki) for number in range(WRITERS)]
    site.wrong = figures.wrong
    posts = [await make_post(site.members[number + 1], site.subwiki, headline=f"{outage.name}, {number}") for number in range(POSTS)]
    await asyncio.to_thread(outage.prepare, site)
    async with people(site, posts, writers=WRITERS, readers=outage.readers) as (writers, readers):
        at_work = [asyncio.create_task(write(person, figures, posts[number % POSTS], over)) for number, person in enumerate(writers)]
        at_work += [asyncio.create_task(visit(site, figures, path, over)) for path in ("/all", f"/post/{posts[0]}") * (VISITORS // 2)]
        await asyncio.sleep(BEFORE)
        await _publish(site, outage, "before")
        await asyncio.to_thread(outage.begin, site)
        await _publish(site, outage, "meanwhile")
        await asyncio.sleep(outage.seconds)
        await asyncio.to_thread(outage.end, site)
        ended, known = time.monotonic(), {text for text, post in figures.acknowledged.items() if post == posts[0]}
        while not all(reader.is_right(known) for reader in readers) and time.monotonic() < ended + 60:  # noqa: ASYNC110 # over many sockets
            await asyncio.sleep(0.1)
        figures.seconds = time.monotonic() - ended
        await asyncio.sleep(AFTER)
        over.set()
        await asyncio.gather(*at_work)
    _compare(site, outage, figures, posts)
    await asyncio.to_thread(outage.restore, site)
    return figures


async def _publish(site: Site, outage: Outage, when: str) -> None:
    if outage.publishes:
        for number in range(3):
            await publish(site, f"{when} {outage.name}, {number}")
        await db.close()


def _compare(site: Site, outage: Outage, figures: Figures, posts: list[int]) -> None:
    with psycopg.connect(site.database_url) as connection:
        texts = [row[0].strip() for row in connection.execute("SELECT text FROM comment WHERE post_id = ANY(%s)", (posts,))]
        published = [row[0] for row in connection.execute("SELECT id FROM post ORDER BY id DESC")]
    figures.lost = len(figures.acknowledged.keys() - set(texts))
    figures.doubled = len(texts) - len(set(texts))
    if outage.publishes and (shown := site.newest()) != published[: len(shown)]:
        figures.wrong.append(f"published last to first: {published[:8]}; shown: {shown[:8]}")


async def _populate(site: Site) -> None:
    site.slug = "outages"
    site.subwiki = await make_subwiki(site.slug)
    await db.close()


async def _all(site: Site, outages: list[Outage]) -> list[Figures]:
    await _populate(site)
    print(HEAD)
    measured: list[Figures] = []
    for outage in outages:
        measured.append(await _measure(site, outage))
        print(measured[-1].row(), flush=True)
        await db.close()
    return measured


SECOND = "a second program on one data folder"


def main(names: list[str]) -> int:
    """The process's exit status. `names`: only outages whose names begin so."""
    serve.build()
    # A client whose line breaks while it answers leaves a traceback for each of hundreds.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    print(machine())

    def is_meant(name: str) -> bool:
        return not names or any(name.startswith(beginning) for beginning in names)

    chosen, held = [outage for outage in OUTAGES if is_meant(outage.name)], True
    with tempfile.TemporaryDirectory(prefix="wtsocial-outages-") as folder:
        if is_meant(SECOND):
            told = second_program(Path(folder) / "lone")
            held = not told.startswith("WRONG")
            print(f"{SECOND}: {told}", flush=True)
        if chosen:
            with started(Path(folder)) as site:
                around = {"SITE_URL": site.url, "DATA_DIR": folder, "DATABASE_URL": site.database_url}
                os.environ |= {f"WTSOCIAL_{name}": value for name, value in around.items()}
                settings.cache_clear()
                held = all(figures.held for figures in asyncio.run(_all(site, chosen))) and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
