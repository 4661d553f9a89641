"""A large world in a migrated, empty database, written by SQL alone: `python -m benchmarks.world 100000`."""

import asyncio
import sys
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.choices.document import to_member_json
from wtsocial.choices.views import Choices, Hides
from wtsocial.core.tokens import token_hash

MEMBERS = 400
SUBWIKIS = 500
JOINED = 50
"""How many subwikis each member is in."""
FOLLOWED = 40
"""How many members, and how many tags, the second member follows."""
HIDING = to_member_json(Choices(hide=Hides([f"word{n}" for n in range(100)], [], [f"bench{n}" for n in range(100, 200)], ["t1", "t2"])))
"""What the second member does not want to see: a quarter of all posts, and a hundred words that stand in none."""
TEXT = "Some **text** about it that goes on, with a [link](https://example.org/a) in it. " * 4

# Posts stand three seconds apart; every second one is in one of ten large subwikis, the others are spread evenly.
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) "
# Nobody checks these histories: what stands for a head is enough.
STATEMENTS = (
    "INSERT INTO member (name, skeleton, email, password_hash, state, suspended_reason, is_admin, is_trusted, named_in_log,"
    " language, about, registered_by, created_at, email_confirmed_at, contributions)"
    " {members} SELECT 'bench' || n, 'bench' || n, n || '@bench.example', '-', 'active', '', false, false, true, 'en', '', '',"
    " {joined}, {joined}, 10"
    " FROM numbers",
    "INSERT INTO subwiki (slug, name, skeleton, folded, description, rules, colour, created_by_id, created_at, revision, members_count,"
    " posts_count) {subwikis}"
    " SELECT 'bench' || n, 'Bench ' || n, 'bench' || n, 'bench' || n || ' bench ' || n, '', '', '#4b8b5f', 1, {now}, 1, 40, 0 FROM numbers",
    "INSERT INTO membership (member_id, subwiki_id, role, joined_at)"
    " {subwikis} SELECT member.id, 1 + (member.id + 10 * n) % 500, 'member', {now} FROM member JOIN numbers ON n <= 50",
    "INSERT INTO post (kind, mode, subwiki_id, author_id, headline, link, link_key, host, domain, text, picture, published_at, revision,"
    " head, stamp, votes_count, comments_count, first_headline, corrected_reason, corrected_source, early_votes)"
    " {posts} SELECT 'news', 'collaborative', CASE n % 2 WHEN 0 THEN 1 + n / 2 % 10 ELSE 1 + n / 2 * 7919 % 500 END,"
    " 1 + n % 400, 'Headline number ' || n || ' about something that happened', 'https://example.org/' || n, '', 'example.org',"
    " 'example.org', n || :text, '', {moment}, 1, '-', 1, 0, 0, 'Headline number ' || n || ' about something that happened', '', '', 0"
    " FROM numbers",
    "INSERT INTO revision (post_id, number, editor_id, at, change, headline, text, rules, reason, note, source)"
    " SELECT id, 1, author_id, published_at, 'created', headline, '', '', '', '', '' FROM post",
    # Every tenth post has one of fifty tags.
    "UPDATE post SET tags = 't' || (id / 10 % 50) WHERE id % 10 = 0",
    "INSERT INTO posttag (post_id, tag, published_at) SELECT id, tags, published_at FROM post WHERE tags <> ''",
    # The second member follows and hides, too.
    "INSERT INTO follow (follower_id, followed_id, at) {people} SELECT 2, 10 + n, {now} FROM numbers",
    "INSERT INTO tagfollow (member_id, tag, at) {people} SELECT 2, 't' || n, {now} FROM numbers",
    "UPDATE member SET choices = :choices WHERE id = 2",
    "INSERT INTO source (domain, posts_count, own_count, corrected_count, other_count)"
    " SELECT domain, count(*), count(*), 7, 3 FROM post GROUP BY domain",
)


def token_of(member: int) -> str:
    """The session cookie with which the member of this number is logged in."""
    return f"bench-{member}"


async def _fill(connection: AsyncConnection, posts: int) -> None:
    lite = connection.dialect.name == "sqlite"
    moment = "strftime('%Y-%m-%d %H:%M:%S', 1735689600 + n * 3, 'unixepoch') || '.000000'" if lite else "to_timestamp(1735689600 + n * 3)"
    now = "strftime('%Y-%m-%d %H:%M:%S', 'now') || '.000000'" if lite else "now()"
    # New members may do less.
    joined = now.replace("'now'", "'now', '-30 days'") if lite else "now() - interval '30 days'"
    counts = {"members": MEMBERS, "subwikis": SUBWIKIS, "posts": posts, "people": FOLLOWED}
    for statement in STATEMENTS:
        size = next((count for name, count in counts.items() if "{" + name + "}" in statement), 0)
        numbered = NUMBERS.replace(":count", str(JOINED if "membership" in statement else size))
        whole = statement.format(**dict.fromkeys(counts, numbered), now=now, joined=joined, moment=moment)
        values: dict[str, Any] = {"text": f" {TEXT}"} if ":text" in whole else {"choices": HIDING} if ":choices" in whole else {}
        await connection.execute(text(whole), values)
    logins = [{"hash": token_hash(token_of(member)), "member": member} for member in range(1, MEMBERS + 1)]
    later = now.replace("'now'", "'now', '+1 day'") if lite else "now() + interval '1 day'"
    into = "INSERT INTO loginsession (token_hash, member_id, created_at, seen_at, expires_at)"
    await connection.execute(text(f"{into} VALUES (:hash, :member, {now}, {now}, {later})"), logins)


async def _make(posts: int) -> None:
    async with db.engine().execution_options(writing=True).begin() as connection:
        await _fill(connection, posts)
    if db.engine().dialect.name == "postgresql":
        # What autovacuum does a minute later.
        async with db.engine().connect() as connection:
            outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await outside.exec_driver_sql("VACUUM ANALYZE")
    await db.close()


if __name__ == "__main__":
    with db.patient():
        asyncio.run(_make(int(sys.argv[1])))
