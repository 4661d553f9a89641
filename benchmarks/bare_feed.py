"""The reference: the home feed's statement by the bare driver, rows fetched, nothing made of them (`python -m benchmarks.bare_feed 1`)."""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import event

from benchmarks.figures import median
from benchmarks.world import token_of
from wtsocial import db
from wtsocial.accounts import sessions
from wtsocial.core.settings import settings
from wtsocial.core.tokens import token_hash
from wtsocial.feeds import queries as feeds

ASKED = 150
Sent = tuple[str, Any]


async def _statement(member: int) -> Sent:
    """What is sent to the database for this member's home feed, as the driver takes it."""
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, parameters))

    viewer = await sessions.viewer_of(token_hash(token_of(member)))
    event.listen(db.engine().sync_engine, "before_cursor_execute", note)
    await feeds.home(viewer)
    await db.close()
    return sent[-1]


def _driver() -> Callable[[Sent], Any]:
    if settings().database_url.startswith("postgresql"):
        line: Any = psycopg.connect(settings().database_url, autocommit=True)
        return lambda sent: line.execute(sent[0], sent[1]).fetchall()
    file = sqlite3.connect(settings().data_dir / "wtsocial.db")
    return lambda sent: file.execute(*sent).fetchall()


def main() -> None:
    """Print the median in seconds, as JSON."""
    sent, read = asyncio.run(_statement(int(sys.argv[1]))), _driver()
    times: list[float] = []
    for number in range(ASKED + 10):
        began = time.perf_counter()
        read(sent)
        if number >= 10:
            times.append(time.perf_counter() - began)
    print(json.dumps(median(times)))


if __name__ == "__main__":
    main()
