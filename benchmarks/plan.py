"""What the databases do for the home feed: how many statements, and by which indexes (`python -m benchmarks.plan`)."""

import asyncio
from typing import Any

from sqlalchemy import event

from benchmarks.figures import say
from benchmarks.world import token_of
from wtsocial import db
from wtsocial.accounts import sessions
from wtsocial.choices import follows
from wtsocial.core.tokens import token_hash
from wtsocial.feeds import queries as feeds

INDEXES = ("ix_post_subwiki_feed", "ix_post_author_feed", "ix_posttag_feed")
WHOLE_TABLE = ("SCAN post", "SCAN each", "SCAN head", "SCAN found", "Seq Scan on post")
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


async def _look() -> bool:
    return all([await _look_for(member) for member in (1, 2)])


async def _look_for(member: int) -> bool:
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append((statement, parameters))

    viewer = await sessions.viewer_of(token_hash(token_of(member)))
    await feeds.home(viewer)
    event.listen(db.engine().sync_engine, "before_cursor_execute", note)
    viewer = await sessions.viewer_of(token_hash(token_of(member)))
    await follows.of_viewer(viewer)
    page = await feeds.home(viewer)
    event.remove(db.engine().sync_engine, "before_cursor_execute", note)
    async with db.engine().connect() as connection:
        rows = await connection.exec_driver_sql(EXPLAIN[db.engine().dialect.name] + sent[-1][0], sent[-1][1])
        plan = "\n".join(str(row[-1]) for row in rows)
    await db.close()
    good = all(index in plan for index in INDEXES) and not any(scan in plan for scan in WHOLE_TABLE)
    verdict = f"by {', '.join(INDEXES)}, no table is read whole" if good else f"NOT GOOD:\n{plan}"
    say(f"{len(sent)} statements, {len(page.posts)} posts; the plan of the last", verdict)
    return good


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(_look()) else 1)
