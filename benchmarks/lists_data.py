"""Every list of a large site, asked one after the other in this process: `python -m benchmarks.lists_data fill`, then `… ask`."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text

from benchmarks.figures import median
from benchmarks.world import token_of
from wtsocial import db
from wtsocial.accounts import queries as accounts
from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.admin import dashboard, jobs
from wtsocial.core.tokens import token_hash
from wtsocial.donations import ledger_queries
from wtsocial.editing.queries import changes, corrections, suggestions
from wtsocial.feeds import queries as feeds
from wtsocial.joining import queries as joining
from wtsocial.moderation import queries as moderation
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.revisions import queries as revisions
from wtsocial.sources import queries as sources
from wtsocial.subwikis import queries as subwikis

TIMES = 25
# A tenth of all posts were corrected within the last thirty days, a hundredth are flagged and not decided on, a tenth have an answer.
FILLING = (
    "UPDATE member SET email_confirmed_at = created_at, is_admin = id = 1",
    "INSERT INTO revision (post_id, number, editor_id, at, change, headline, text, rules, reason, note, source)"
    " SELECT id, 2, 1 + id % 400, {ago}, 'headline', headline || '!', '', '', 'exaggerated', '', 'https://example.org/' FROM post"
    " WHERE id % 10 = 0",
    "INSERT INTO flag (flagger_id, subject_kind, subject_id, post_id, subwiki_id, reason, note, at)"
    " SELECT 1 + id % 400, 'post', id, id, subwiki_id, 'spam', '', {ago} FROM post WHERE id % 100 = 1",
    "INSERT INTO comment (post_id, author_id, text, created_at, revision, head, post_revision)"
    " SELECT id, 1 + id % 400, 'An answer.', {ago}, 1, '-', 1 FROM post WHERE id % 10 = 3",
    "INSERT INTO savedpost (member_id, post_id, at) SELECT 1 + id % 400, id, {ago} FROM post WHERE id % 50 = 7",
    "INSERT INTO notice (member_id, kind, params, path, at) SELECT 1 + id % 400, 'comment', '{{}}', '/', {ago} FROM post WHERE id % 10 = 9",
    "INSERT INTO moderationaction"
    " (at, actor_id, action, subject_kind, subject_id, subwiki_id, post_id, reason, flags_count, detail, revision)"
    " SELECT {ago}, 1, 'dismiss', 'post', id, subwiki_id, id, 'Nothing wrong', 1, '', 0 FROM post WHERE id % 100 = 2",
)


async def fill() -> None:
    """Write what lists are made of into a world."""
    lite = db.engine().dialect.name == "sqlite"
    ago = "strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || (id * 37 % 2500000) || ' seconds') || '.000000'"
    ago = ago if lite else "now() - (id * 37 % 2500000) * interval '1 second'"
    async with db.engine().execution_options(writing=True).begin() as connection:
        for statement in FILLING:
            await connection.execute(text(statement.format(ago=ago)))
    if not lite:
        async with db.engine().connect() as connection:
            outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await outside.exec_driver_sql("VACUUM ANALYZE")
    await dashboard.count_figures()


def _lists(admin: Viewer, member: Viewer) -> dict[str, Callable[[], Awaitable[Any]]]:
    return {
        "/ (a member's)": lambda: feeds.home(member),
        "/all": lambda: feeds.everything(Viewer()),
        "/w/…": lambda: feeds.of_subwiki(member, "bench1"),
        "/u/…": lambda: feeds.of_member(member, "bench5"),
        "/u/… (profile)": lambda: accounts.profile(member, "bench5"),
        "/tag/…": lambda: feeds.of_tag(member, "t1"),
        "/saved": lambda: feeds.saved(member),
        "/inbox": lambda: notifications.inbox(member),
        "/subwikis": lambda: subwikis.directory(member),
        "/welcome": lambda: subwikis.of_subwikis(member),
        "/source/…": lambda: sources.of_domain(member, "example.org"),
        "/changes": lambda: changes.recent(member),
        "/changes, a filter that finds nothing": lambda: changes.recent(member, subwiki="nowhere"),
        "/changes, headlines of new members": lambda: changes.recent(member, kind="headline", standing="new"),
        "/corrections": lambda: corrections.of_day(corrections.today()),
        "/corrections, the newest": corrections.newest,
        "/log": moderation.log,
        "/moderation": lambda: moderation.queue(admin),
        "/moderation, how many": lambda: moderation.queue_count(admin),
        "/admin": lambda: dashboard.figures(admin),
        "/admin, jobs": lambda: jobs.overview(admin),
        "/admin, the waiting list": lambda: joining.for_admins(admin),
        "/books": lambda: ledger_queries.books(Viewer()),
        "/post/…": lambda: posts.one(member, 1003),
        "/post/…, comments": lambda: threads.page(member, 1003),
        "/post/…, suggestions": lambda: suggestions.of_post(member, 1003),
        "/post/…/history": lambda: revisions.of_post(member, 1010),
    }


async def ask() -> None:
    """Print, as JSON, the median seconds of each list."""
    admin, member = [await sessions.viewer_of(token_hash(token_of(number))) for number in (1, 2)]
    figures: dict[str, float] = {}
    for name, read in _lists(admin, member).items():
        times: list[float] = []
        for number in range(TIMES + 3):
            began = time.perf_counter()
            await read()
            if number >= 3:
                times.append(time.perf_counter() - began)
        figures[name] = median(times)
    await db.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run({"fill": fill, "ask": ask}[sys.argv[1]]())
