"""What lists are made of, written into a world by SQL alone: `python -m benchmarks.lists_data`. All of it grows with the posts."""

import asyncio
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.world import MEMBERS
from wtsocial import db
from wtsocial.admin import dashboard
from wtsocial.db.statements import table
from wtsocial.donations import figures
from wtsocial.models import Revision, SubwikiNgram, now
from wtsocial.revisions import chain
from wtsocial.text.ngrams import ngrams

BUSY_POST, BUSY_COMMENT, BUSY_SUBWIKI = 1010, 1, 1
"""What was talked about, suggested and changed more than anything else."""
PROLIFIC: Final = 5
"""The member who publishes, comments and corrects more than anybody else."""

# Of the posts a tenth have a comment, a tenth were corrected within the last thirty days, and another tenth are flagged, undecided.
# The second member has a tenth as many notices as there are posts, saved a hundredth of them, and flagged a page of posts. What is
# contested is decided, but for the newest; of those who registered lately hundreds, or ten thousand, came by each of the newest
# invitations for groups.
_STATEMENTS: Final = (
    "UPDATE member SET email_confirmed_at = created_at, is_admin = id = 1",
    "INSERT INTO member (name, skeleton, email, email_confirmed_at, password_hash, state, suspended_reason, is_admin, is_trusted,"
    " named_in_log, language, about, registered_by, created_at)"
    " SELECT 'more' || id, 'more' || id, id || '@more.example', {ago}, '-', 'active', '',"
    " false, false, true, 'en', '', '', {ago} FROM post WHERE id % 10 = 4",
    # More than one search shows, in the smaller world, too.
    "INSERT INTO subwiki (slug, name, skeleton, folded, description, rules, colour, created_by_id, created_at, revision, members_count,"
    " posts_count, vetted) SELECT 'more' || id, 'More ' || id, 'more' || id, 'more' || id || ' more ' || id || ' about gardens and rivers',"
    " 'About gardens and rivers', '', '#4b8b5f', 1, {ago}, 1, id % 977, 0, false FROM post"
    " WHERE id % 100 = 5 OR (id % 10 = 5 AND id < 2000)",
    f"UPDATE post SET author_id = {PROLIFIC} WHERE id % 100 = 50",
    # The tag of a tenth of all posts.
    "UPDATE post SET tags = 'wide' WHERE id % 10 = 1",
    "INSERT INTO posttag (post_id, tag, published_at) SELECT id, tags, published_at FROM post WHERE id % 10 = 1",
    "INSERT INTO revision (post_id, number, editor_id, at, change, headline, text, rules, reason, note, source)"
    f" SELECT id, 2, CASE id % 100 WHEN 0 THEN {PROLIFIC} ELSE 1 + id / 10 % 400 END, {{ago}}, 'headline', headline || '!', '', '',"
    " 'exaggerated', '', 'https://example.org/' FROM post WHERE id % 10 = 0",
    "UPDATE post SET revision = 2, headline = headline || '!', corrected_at = {ago}, corrected_by_id = 1, corrected_reason = 'exaggerated',"
    " corrected_source = 'https://example.org/', corrected_revision = 2, worded_by = 'source' WHERE id % 10 = 0",
    "INSERT INTO review (revision_id, reviewer_id, at) SELECT id, 1, at FROM revision WHERE number = 2 AND post_id % 20 = 0",
    "INSERT INTO flag (flagger_id, subject_kind, subject_id, post_id, subwiki_id, reason, law, note, at)"
    " SELECT CASE WHEN id < 1000 THEN 2 ELSE 1 + id / 10 % 400 END, 'post', id, id, subwiki_id, 'spam', '', '', {ago}"
    " FROM post WHERE id % 10 = 2",
    "UPDATE flag SET revision = 1, weight = 100",
    "INSERT INTO moderationcase (subject_kind, subject_id, post_id, subwiki_id, author_id, opened_at, flags_count)"
    " SELECT 'post', f.subject_id, f.post_id, f.subwiki_id, p.author_id, f.at, 1 FROM flag f JOIN post p ON p.id = f.post_id ORDER BY f.id",
    "INSERT INTO casereason (case_id, reason, subwiki_id, count) SELECT id, 'spam', subwiki_id, 1 FROM moderationcase",
    # Numbered as they were opened, over four weeks in every world.
    "UPDATE moderationcase SET opened_at = {spread}",
    "INSERT INTO comment (post_id, author_id, text, created_at, revision, head, post_revision)"
    f" SELECT CASE id % 50 WHEN 3 THEN {BUSY_POST} ELSE id END, CASE id % 100 WHEN 3 THEN {PROLIFIC} ELSE 1 + id / 10 % 400 END,"
    " 'An answer.', {ago}, 1, '-', 1 FROM post WHERE id % 10 = 3 ORDER BY id",
    "INSERT INTO vote (member_id, post_id, revision, at) SELECT 2, id, 1, {ago} FROM post WHERE id % 10 = 0",
    "INSERT INTO savedpost (member_id, post_id, at) SELECT 2, id, {ago} FROM post WHERE id % 100 = 7",
    "INSERT INTO notice (member_id, kind, params, post_id, path, at, read_at) SELECT 2, 'receipt', '{{\"before\": 1, \"after\": 2}}', id,"
    " '/', {ago}, CASE id % 20 WHEN 0 THEN {ago} END FROM post WHERE id % 10 = 0 ORDER BY id",
    "INSERT INTO suggestion (post_id, suggester_id, at, based_on, headline, reason, source, note, state, agrees, disagrees, answer,"
    " revision)"
    f" SELECT {BUSY_POST}, 1 + id / 50 % 400, {{ago}}, 1, 'Another headline ' || id, 'exaggerated', '', '',"
    " CASE WHEN id < 1000 THEN 'open' ELSE 'fallen' END, 1, 0, '', 0 FROM post WHERE id % 50 = 9 ORDER BY id",
    "INSERT INTO moderationaction"
    " (at, actor_id, action, subject_kind, subject_id, subwiki_id, post_id, reason, flags_count, detail, revision, named)"
    " SELECT {ago}, 1, 'dismiss', 'post', id, subwiki_id, id, 'Nothing wrong', 1, '', 0, true FROM post WHERE id % 10 = 2 ORDER BY id",
    # What is decided is of every kind, and concerns some members much more than others.
    "UPDATE moderationaction SET office = CASE id % 3 WHEN 0 THEN 'admin' ELSE 'moderator' END, rule = 'site:people',"
    " action = CASE id % 5 WHEN 0 THEN 'hide' WHEN 1 THEN 'warn' WHEN 2 THEN 'cover' WHEN 3 THEN 'limit' ELSE 'dismiss' END,"
    f" member_id = CASE id % 20 WHEN 0 THEN {PROLIFIC} ELSE 1 + id % 400 END",
    "INSERT INTO moderationaction"
    " (at, actor_id, action, subject_kind, subject_id, subwiki_id, post_id, member_id, reason, flags_count, detail, revision, rule,"
    " office, named)"
    " SELECT at, 1, 'undo', 'post', subject_id, subwiki_id, post_id, member_id, 'It was right', 0, CAST(id AS VARCHAR), 0, '',"
    " 'moderator', true FROM moderationaction WHERE id % 20 = 10 ORDER BY id",
    "UPDATE post SET hidden_at = {ago}, awaits_review = true WHERE id % 100 = 98",
    "INSERT INTO drawnumber (entry_id, number) SELECT id, 'number-' || id FROM moderationaction ORDER BY id",
    "INSERT INTO appeal (entry_id, state, begun_at, filed_at, seats, reason, pool_hash, appellant_number)"
    " SELECT id, 'upheld', at, at, 5, 'It was so.', 'hash', 'number' FROM moderationaction WHERE id % 10 = 0 ORDER BY id",
    "INSERT INTO jurorticket (appeal_id, ticket, member_id, nonce, place, state, verdict, text)"
    " SELECT appeal.id, 'ticket-' || member.id, member.id, 'nonce', 0, '', '', '' FROM appeal JOIN member ON member.id BETWEEN 10 AND 209"
    " WHERE appeal.entry_id % 600 = 60",
    "INSERT INTO sourcedispute (domain, post_id, revision, subwiki_id, member_id, for_source, text, at, answer, outcome, decided_at)"
    " SELECT domain, id, 2, subwiki_id, 3, false, 'It was so.', {ago}, '', '',"
    " CASE WHEN id <= (SELECT max(id) - 10000 FROM post) THEN {ago} END FROM post WHERE id % 20 = 0 ORDER BY id",
    "INSERT INTO donation (reference, member_id, kind, amount, currency, purpose, show_name, mark, language, at, state, session,"
    " subscription, customer) SELECT 'order-' || id, 1 + id / 10 % 5, 'once', 500, 'EUR', 'places', true, true, 'en', {ago}, 'paid',"
    " '', '', '' FROM post WHERE id % 10 = 0",
    "INSERT INTO payment (charge, donation_id, amount, currency, at, credited_at, refunded, dispute, places, let_in)"
    " SELECT 'charge-' || id, id, 500, 'EUR', at, at, 0, '', 1, false FROM donation",
    "INSERT INTO ledgerentry (key, kind, at, month, entered_at, note)"
    " SELECT 'entry-' || id, 'donation', at, '2026-11', at, '' FROM donation ORDER BY id",
    "INSERT INTO ledgerline (entry_id, number, account, currency, amount) SELECT id, 1, 'stripe', 'EUR', 500 FROM ledgerentry",
    "INSERT INTO ledgerline (entry_id, number, account, currency, amount) SELECT id, 2, 'donations:once', 'EUR', -500 FROM ledgerentry",
    "INSERT INTO ledgersum (month, account, currency, amount, lines)"
    " SELECT '2026-11', account, currency, sum(amount), count(*) FROM ledgerline GROUP BY account, currency",
    "INSERT INTO expense (category, payee, amount, currency, day, note, receipt, entered_by_id, at, reversed_why)"
    " SELECT 'servers', 'A host', 500, 'EUR', '2026-11-01', '', '', 1, {ago}, '' FROM post WHERE id % 100 = 0",
    "INSERT INTO job (task, args, queue, priority, state, due_at, attempts, worker, created_at, finished_at, last_error)"
    " SELECT 'mail', '{{}}', 'mail', 1, CASE id % 10 WHEN 8 THEN 'dead' WHEN 7 THEN 'waiting' ELSE 'done' END, {ago}, 1, '', {ago},"
    " CASE id % 10 WHEN 7 THEN NULL ELSE {ago} END, 'refused' FROM post WHERE id % 10 >= 6",
    "INSERT INTO invitation (code, member_id, label, uses, used, at_once, created_at, ends_at)"
    " SELECT 'own' || id, 1, '', 20, 20, false, {ago}, {ago} FROM post WHERE id % 100 = 50 ORDER BY id",
    "INSERT INTO invitationuse (member_id, invitation_id, at, counted_at)"
    f" SELECT id, (SELECT max(id) FROM invitation) - id % 10, {{ago}}, {{ago}} FROM member WHERE id > {MEMBERS} AND id <= {MEMBERS} + 200",
    "INSERT INTO invitation (code, member_id, label, uses, used, at_once, created_at, ends_at)"
    " SELECT 'code' || id, 1, 'A group', 10000, 10000, false, {ago}, {ago} FROM post WHERE id % 100 = 0 ORDER BY id",
    "INSERT INTO invitationuse (member_id, invitation_id, at, counted_at)"
    f" SELECT id, (SELECT max(id) FROM invitation) - id % 8, {{ago}}, {{ago}} FROM member WHERE id > {MEMBERS} + 200",
    "INSERT INTO dispute (post_id, field, begun, detected, stands, at, ends_at, revision)"
    f" SELECT id, 'headline', 1, 4, 3, {{ago}}, {{ago}}, 0 FROM post WHERE id = {BUSY_POST}",
    "INSERT INTO disputeoption (dispute_id, number, fought, votes) SELECT id, 3, true, 0 FROM dispute",
    "INSERT INTO disputeoption (dispute_id, number, fought, votes) SELECT id, 4, true, 0 FROM dispute",
)

_WITHOUT_HISTORY: Final = (
    "DELETE FROM sourcedispute WHERE post_id = {number}",
    "DELETE FROM review WHERE revision_id IN (SELECT id FROM revision WHERE {kind}_id = {number})",
    "DELETE FROM revision WHERE {kind}_id = {number}",
)
_KINDS: Final = {
    "post": ("text", {"headline": "headline", "text": "text"}),
    "comment": ("text", {"text": "text"}),
    "subwiki": ("page", {"name": "headline", "description": "text", "rules": ""}),
}
"""How each kind of thing is changed, and which of its columns show what of its newest revision (nothing: they are empty)."""


async def _chain(connection: AsyncConnection, kind: str, number: int, length: int) -> None:
    """A history of `length` versions in place of the one that is there, sealed as it has to be."""
    change, shows = _KINDS[kind]
    for statement in _WITHOUT_HISTORY:
        await connection.execute(text(statement.format(kind=kind, number=number)))
    seal, rows = chain.START, list[dict[str, Any]]()
    content: dict[str, str] = dict.fromkeys(chain.CONTENT, "")
    for version in range(1, length + 1):
        content |= {column: f"Version {version % 2 if column == 'headline' else version}" for column in shows.values() if column}
        row = Revision(number=version, editor_id=1 + version % 400, change=change if version > 1 else "created")
        row.headline, row.text = content["headline"], content["text"]
        row.size, row.salt = chain.size_of(content), chain.new_salt()
        row.digest = chain.digest_of(row.salt, content)
        seal = row.seal = chain.seal(f"{kind}/{number}", seal, chain.facts_of(row.model_dump()), row.digest)
        rows.append(row.model_dump(exclude={"id"}) | {f"{kind}_id": number})
    await connection.execute(table(Revision).insert(), rows)
    shown = ", ".join(f"{name} = '{content[column] if column else ''}'" for name, column in shows.items())
    await connection.execute(text(f"UPDATE {kind} SET {shown}, revision = {length}, head = '{seal}' WHERE id = {number}"))


async def _index_subwikis(connection: AsyncConnection) -> None:
    """Note the stretches of letters by which subwikis are searched."""
    folded = (await connection.execute(text("SELECT id, folded FROM subwiki ORDER BY id"))).all()
    for start in range(0, len(folded), 200):
        rows = [{"ngram": one, "subwiki_id": row.id} for row in folded[start : start + 200] for one in ngrams(row.folded)]
        await connection.execute(table(SubwikiNgram).insert(), rows)


def _ago(seconds: str, *, lite: bool) -> str:
    return (
        f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || ({seconds}) || ' seconds') || '.000000'"
        if lite
        else f"now() - ({seconds}) * interval '1 second'"
    )


def _months() -> list[str]:
    """The last ten years, by month."""
    today = now().year * 12 + now().month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(today - 119, today + 1)]


async def _count_decisions(connection: AsyncConnection) -> None:
    """What was decided and flagged, of each subwiki, and in some of them for ten years."""
    counted = (
        "INSERT INTO moderationfigure (month, subwiki_id, office, name, count)"
        " SELECT '{month}', subwiki.id, 'moderator', named.name, 7 FROM subwiki"
        " CROSS JOIN (SELECT 'hide' AS name UNION SELECT 'dismiss' UNION SELECT 'flag:spam' UNION SELECT 'waited:9') AS named WHERE {some}"
    )
    months = _months()
    for month in months:
        some = "true" if month in months[-12:] else f"subwiki.id <= {BUSY_SUBWIKI}"
        await connection.execute(text(counted.format(month=month, some=some)))
        await connection.execute(text(f"INSERT INTO moderationfigure SELECT '{month}', 0, 'moderator', 'hide', 900"))


async def fill() -> None:
    """Write what lists are made of into a world."""
    lite = db.engine().dialect.name == "sqlite"
    ago = _ago("id * 37 % 2500000", lite=lite)
    spread = _ago("2500000 - id * 2500000.0 / (SELECT max(id) FROM moderationcase)", lite=lite)
    async with db.engine().execution_options(writing=True).begin() as connection:
        for statement in _STATEMENTS:
            await connection.execute(text(statement.format(ago=ago, spread=spread)))
        posts = (await connection.execute(text("SELECT max(id) FROM post"))).scalar_one()
        for kind, number in (("post", BUSY_POST), ("comment", BUSY_COMMENT), ("subwiki", BUSY_SUBWIKI)):
            await _chain(connection, kind, number, posts // 50)
        await _index_subwikis(connection)
        await _count_decisions(connection)
        await connection.execute(text(f"UPDATE post SET disputed_at = published_at WHERE id = {BUSY_POST}"))
    if not lite:
        # What autovacuum does a minute later.
        async with db.engine().connect() as connection:
            outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await outside.exec_driver_sql("VACUUM ANALYZE")
    await dashboard.count_figures()
    await figures.count_figures()
    await db.close()


if __name__ == "__main__":
    with db.patient():
        asyncio.run(fill())
