"""A line of so many waiting members in a world that is there, by SQL; or (`plan`) what the database does for a place in it.

`python -m benchmarks.line 200000`, `python -m benchmarks.line plan`
"""

import asyncio
import re
import sys
import time
from typing import Any

from sqlalchemy import event, text

from benchmarks.figures import say
from benchmarks.plan import EXPLAIN
from benchmarks.world import MEMBERS, NUMBERS, token_of
from wtsocial import db
from wtsocial.accounts import sessions
from wtsocial.core.tokens import token_hash
from wtsocial.joining import queries as joining
from wtsocial.joining import waiting_list
from wtsocial.joining.queries import BLOCK_BITS
from wtsocial.models import now

STATEMENTS = (
    "INSERT INTO member (name, skeleton, email, email_confirmed_at, password_hash, state, suspended_reason, is_admin, is_trusted,"
    " named_in_log, language, about, created_at) {numbers}"
    " SELECT 'wait' || n, 'wait' || n, n || '@wait.example', :at, '-', 'waiting', '', false, false, true, 'en', '', :at FROM numbers",
    # One in a hundred was moved up by a friend today.
    "INSERT INTO waitinglistentry (member_id, key, enqueued_at, position_at_day_start, rank, moved)"
    " SELECT id, CAST(id - {first} AS bigint) * {step}, :at, id - {first}, id - {first}, CASE WHEN id % 100 = 0 THEN 1 ELSE 0 END"
    " FROM member WHERE state = 'waiting'",
    "INSERT INTO waitinglistblock (number, count) SELECT key >> {bits}, count(*) FROM waitinglistentry GROUP BY key >> {bits}",
    "INSERT INTO joiningsettings (id, mode, places_per_day, friend_moves_up, place_price, batch_number, batch_size, day,"
    " last_rank, last_key) VALUES (1, 'waiting', 0, 1, 500, 0, 0, :day, :count, CAST(:count AS bigint) * {step})",
    "UPDATE member SET is_admin = true WHERE id = 1",
)


async def _fill(count: int) -> None:
    at = now()
    async with db.engine().execution_options(writing=True).begin() as connection:
        lite = connection.dialect.name == "sqlite"
        first = (await connection.execute(text("SELECT max(id) FROM member"))).scalar_one()
        for statement in STATEMENTS:
            whole = statement.format(numbers=NUMBERS, first=first, step=waiting_list.STEP, bits=BLOCK_BITS)
            values = {"at": f"{at:%Y-%m-%d %H:%M:%S.%f}" if lite else at, "day": f"{at:%Y-%m-%d}", "count": count}
            await connection.execute(text(whole), {name: value for name, value in values.items() if f":{name}" in whole})
        login = "UPDATE loginsession SET member_id = (SELECT max(id) FROM member) WHERE member_id = :last"
        await connection.execute(text(login), {"last": MEMBERS})
    if db.engine().dialect.name == "postgresql":
        async with db.engine().connect() as connection:
            outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await outside.exec_driver_sql("VACUUM ANALYZE")


async def _plan() -> bool:
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append((statement, parameters))

    last = await sessions.viewer_of(token_hash(token_of(MEMBERS)))
    event.listen(db.engine().sync_engine, "before_cursor_execute", note)
    mine = await joining.mine(last)
    event.remove(db.engine().sync_engine, "before_cursor_execute", note)
    async with db.engine().connect() as connection:
        rows = await connection.exec_driver_sql(EXPLAIN[db.engine().dialect.name] + sent[-1][0], sent[-1][1])
        plan = "\n".join(f"      {row[-1]}" for row in rows)
    # Blocks are few, and read whole; of places and members nothing is.
    good = not re.search(r"(SCAN|Seq Scan on) (waitinglistentry|member|admission)\b", plan)
    say(f"number {mine.position:,} of {mine.of:,}: {len(sent)} statements; the plan of the last", f"\n{plan}")
    began = time.monotonic()
    async with db.transaction() as change:
        await waiting_list.start_day(change, "2000-01-01")
    say("a day begins: everybody's place is noted, once", f"{time.monotonic() - began:.1f} s")
    return good


async def _run(what: str) -> bool:
    try:
        return await _plan() if what == "plan" else await _fill(int(what)) is None
    finally:
        await db.close()


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(_run(sys.argv[1])) else 1)
