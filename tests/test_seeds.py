"""The demonstration world: what it promises to hold is really there, and every account opens."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest

from tests.stores import folder_in_memory
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.passwords import verify_password
from wtsocial.core.settings import Settings, settings
from wtsocial.db import migrations
from wtsocial.donations import ledger_queries
from wtsocial.gateways.pictures import path_of
from wtsocial.revisions import proofs
from wtsocial.seeds import people
from wtsocial.seeds import world as seeds

COUNTED = ("member", "subwiki", "post", "comment", "vote", "revision", "flag", "moderationaction", "notice")


@dataclass(frozen=True)
class World:
    """A seeded database, to ask in SQL, and how many rows it had before it was seeded once more."""

    connection: sqlite3.Connection
    before: dict[str, int]

    def one(self, question: str, *values: object) -> Any:
        """The first column of the first row of the answer."""
        return self.connection.execute(question, values).fetchone()[0]

    def all(self, question: str, *values: object) -> list[Any]:
        """The first column of every row of the answer."""
        return [row[0] for row in self.connection.execute(question, values)]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Seeded once for all these tests, which only look: it takes seconds."""
    with pytest.MonkeyPatch.context() as patched:
        for name in [name for name in os.environ if name.startswith("WTSOCIAL_")]:
            patched.delenv(name)
        folder = folder_in_memory()
        patched.setenv("WTSOCIAL_DATA_DIR", str(folder))
        patched.setitem(cast(dict[str, Any], Settings.model_config), "env_file", None)
        settings.cache_clear()
        db.engine.cache_clear()
        migrations.upgrade()
        connection = sqlite3.connect(folder / "wtsocial.db")
        asyncio.run(_seeded())
        before = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
        asyncio.run(_seeded())
        yield World(connection, before)
        connection.close()
    settings.cache_clear()
    shutil.rmtree(folder)


async def _seeded() -> None:
    try:
        assert await seeds.seed() == people.ACCOUNTS
    finally:
        await db.close()


def test_a_second_seed_changes_nothing(world: World) -> None:
    assert world.before["post"] > 80
    assert {table: world.one(f"SELECT count(*) FROM {table}") for table in COUNTED} == world.before


async def test_the_accounts_open_with_the_passwords_that_are_printed(world: World) -> None:
    for name, password, _who in people.ACCOUNTS:
        assert await verify_password(password, world.one("SELECT password_hash FROM member WHERE name = ?", name)), name


def test_everybody_is_who_the_list_says(world: World) -> None:
    assert world.all("SELECT name FROM member WHERE is_admin") == ["margarethe"]
    assert set(world.all("SELECT name FROM member WHERE is_trusted")) == {"priya.raman", *people.JURORS}
    assert world.all("SELECT name FROM member WHERE state = 'waiting' AND email_confirmed_at IS NULL") == ["pip_larsen"]
    assert world.all("SELECT name FROM member WHERE state = 'suspended'") == ["wonder_deals24"]
    moderators = world.all("SELECT DISTINCT m.name FROM membership s JOIN member m ON m.id = s.member_id WHERE s.role = 'moderator'")
    assert set(moderators) == {"tomasz_w", "ayodele", "נועם", "ليلى"}


def test_the_log_says_why_somebody_is_suspended(world: World) -> None:
    reason = world.one("SELECT reason FROM moderationaction WHERE action = 'suspend'")
    assert reason == world.one("SELECT suspended_reason FROM member WHERE name = 'wonder_deals24'") != ""


def test_subwikis_have_a_description_rules_members_and_a_colour_of_their_own(world: World) -> None:
    rows = world.connection.execute("SELECT description, rules, colour, members_count, posts_count FROM subwiki").fetchall()
    assert len(rows) == 9
    assert all(description and rules and members > 1 and posts > 4 for description, rules, _, members, posts in rows)
    assert len({colour for _, _, colour, _, _ in rows}) == 9
    assert {"עברית", "العربية"} <= set(world.all("SELECT name FROM subwiki"))


def test_posts_reach_from_minutes_to_days_ago_and_none_lies_ahead(world: World) -> None:
    newest, oldest = world.connection.execute(
        "SELECT (julianday('now') - julianday(max(published_at))) * 24, julianday('now') - julianday(min(published_at)) FROM post"
    ).fetchone()
    assert 0 < newest < 1
    assert 4 < oldest < 10
    assert world.one("SELECT count(*) FROM post WHERE julianday(published_at) > julianday('now') - 0.25") >= 8


def test_links_lead_only_to_hosts_that_cannot_exist(world: World) -> None:
    hosts = world.all("SELECT DISTINCT host FROM post WHERE host != ''")
    assert len(hosts) > 10
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_there_are_very_long_and_right_to_left_headlines(world: World) -> None:
    assert world.one("SELECT max(length(headline)) FROM post") > 250
    assert world.one("SELECT count(*) FROM post WHERE headline GLOB '*[א-ת]*'") >= 7
    assert world.one("SELECT count(*) FROM post WHERE headline GLOB '*[ا-ي]*'") >= 7


def test_pictures_are_stored_and_differ_by_source(world: World) -> None:
    names = world.all("SELECT DISTINCT picture FROM post WHERE picture != ''")
    assert len(names) >= 10
    assert all(path_of(name) for name in names)
    assert (
        world.one("SELECT max(pictures) FROM (SELECT count(DISTINCT picture) AS pictures FROM post WHERE picture != '' GROUP BY host)") == 1
    )


def test_one_thread_has_three_hundred_different_comments_nested_deeply(world: World) -> None:
    post = world.one("SELECT id FROM post ORDER BY comments_count DESC LIMIT 1")
    assert world.one("SELECT comments_count FROM post WHERE id = ?", post) == 300
    assert world.one("SELECT count(DISTINCT text) FROM comment WHERE post_id = ?", post) == 300
    deepest = """WITH RECURSIVE thread(id, depth) AS (
        SELECT id, 0 FROM comment WHERE post_id = ? AND parent_id IS NULL
        UNION ALL SELECT c.id, t.depth + 1 FROM comment c JOIN thread t ON c.parent_id = t.id) SELECT max(depth) FROM thread"""
    assert world.one(deepest, post) >= 5
    assert world.one("SELECT count(*) FROM comment c JOIN comment p ON p.id = c.parent_id WHERE p.created_at > c.created_at") == 0


def test_headlines_were_corrected_one_of_them_twice(world: World) -> None:
    revisions = world.connection.execute("SELECT post_id, reason, source, note FROM revision WHERE change = 'headline'").fetchall()
    assert len(revisions) >= 8
    assert all(source or reason == "spelling" for _, reason, source, _ in revisions)
    assert any(note for *_, note in revisions)
    assert world.one("SELECT max(n) FROM (SELECT count(*) AS n FROM revision WHERE change = 'headline' GROUP BY post_id)") == 2
    assert world.one("SELECT count(*) FROM post WHERE corrected_at < published_at OR corrected_at > datetime('now')") == 0


def test_votes_were_given_before_and_after_corrections(world: World) -> None:
    told = "SELECT count(*) FROM vote v JOIN post p ON p.id = v.post_id WHERE p.corrected_at IS NOT NULL AND v.revision "
    assert world.one(told + "= 1") > 0
    assert world.one(told + "= p.revision") > 0


def test_an_edit_conflict_was_settled_with_both_texts_kept(world: World) -> None:
    settled = world.one("SELECT text FROM revision WHERE note LIKE 'Joined with what олена_к saved%'")
    assert "experts say" in settled
    assert "in a shock move" in settled
    assert world.one("SELECT text FROM post WHERE text = ?", settled) == settled


def test_one_post_is_its_authors_alone(world: World) -> None:
    assert world.one("SELECT count(*) FROM post WHERE mode = 'individual'") == 1


def test_flags_wait_in_the_queue_and_decisions_stand_in_the_log(world: World) -> None:
    assert world.one("SELECT count(*) FROM flag WHERE decision_id IS NULL") >= 4
    assert set(world.all("SELECT DISTINCT action FROM moderationaction")) >= {"hide", "dismiss", "restore", "suspend"}
    assert set(world.all("SELECT DISTINCT subject_kind FROM flag")) == {"post", "comment", "revision", "subwiki", "member"}
    assert world.one("SELECT count(*) FROM post WHERE hidden_at IS NOT NULL AND NOT awaits_review") == 2
    assert world.one("SELECT count(*) FROM flag f JOIN moderationaction e ON e.id = f.decision_id WHERE f.at >= e.at") == 0


def test_inboxes_hold_notices_of_every_kind_of_event(world: World) -> None:
    kinds = {"comment", "reply", "corrected", "hidden", "restored", "flag_upheld", "flag_dismissed", "suspended"}
    kinds |= {"member_warned", "flag_upheld_named"}
    kinds |= {"receipt", "suggested", "suggestion_to_answer", "suggestion_agreed"}
    assert kinds <= set(world.all("SELECT DISTINCT kind FROM notice"))


def test_one_appeal_was_overturned_and_juries_sit_on_another_and_on_a_suspended_members(world: World) -> None:
    assert world.all("SELECT state FROM appeal ORDER BY id") == ["overturned", "jury", "jury"]
    seats = "SELECT count(*) FROM jurorticket t JOIN appeal a ON a.id = t.appeal_id WHERE a.state = 'jury' AND t.state = "
    assert (world.one(seats + "'sitting'"), world.one(seats + "'answered'")) == (9, 1)
    undone = "SELECT count(*) FROM moderationaction d JOIN moderationaction o ON o.id = d.undone_by_id WHERE o.action = 'overturn'"
    assert world.one(undone + " AND d.action = 'hide' AND o.at > d.at") == 1
    assert world.one("SELECT count(*) FROM appeal WHERE filed_at < begun_at OR decided_at < filed_at OR filed_at > datetime('now')") == 0


def test_no_member_is_left_at_a_limit_of_the_hour(world: World) -> None:
    recent = "SELECT max(n) FROM (SELECT count(*) AS n FROM revision WHERE at > datetime('now', '-1 hour') GROUP BY editor_id)"
    assert (world.one(recent) or 0) < 20


def test_a_post_is_protected_and_an_edit_war_is_put_to_the_vote(world: World) -> None:
    assert world.one("SELECT protection FROM post WHERE protection != ''") == "trusted"
    assert (
        world.one("SELECT count(*) FROM dispute d JOIN post p ON p.id = d.post_id WHERE d.decided_at IS NULL AND p.disputed_at IS NOT NULL")
        == 1
    )
    assert world.one("SELECT o.votes FROM disputeoption o JOIN dispute d ON d.id = o.dispute_id AND d.stands = o.number") == 1
    assert {"protect", "brake"} <= set(world.all("SELECT DISTINCT action FROM moderationaction"))


async def test_what_had_to_go_is_nowhere_and_every_history_checks_out(world: World) -> None:
    (erased,) = world.all("SELECT text || note || salt FROM revision WHERE erased_at IS NOT NULL")
    assert erased == ""
    assert "0000 55 01 23" not in "".join(world.connection.iterdump())
    try:
        assert [one async for one in proofs.of_everything() if one.flaw] == []
    finally:
        await db.close()


async def test_the_books_hold_half_a_year_and_say_that_it_is_made_up(world: World) -> None:
    view = await ledger_queries.books(Viewer())
    assert view.made_up
    assert len([month for month in view.months if month.given]) >= 5
    assert {month.spent > 0 for month in view.months[-6:-1]} == {True}
    assert view.currencies == ["EUR", "USD"]
    assert "beatriz_lima" in {one.name for one in view.donations}
    assert world.one("SELECT count(*) FROM job WHERE key IS NOT NULL") == 0
    assert world.one("SELECT sum(amount) FROM ledgerline") == 0
    assert world.one("SELECT sum(amount) FROM ledgerline WHERE account = 'stripe' AND currency = 'USD'") == 0


def test_moderators_keep_things_in_bounds(world: World) -> None:
    assert world.one("SELECT count(*) FROM post WHERE locked_reason != ''") == 1
    assert world.one("SELECT headline FROM post WHERE awaits_review AND hidden_at IS NOT NULL").startswith("Who else heard the bang")
    standing = (
        "SELECT kind || ' ' || name FROM memberrestriction r JOIN member m ON m.id = r.member_id WHERE ended_at IS NULL ORDER BY kind"
    )
    assert world.all(standing) == ["hold jonas_b", "limit sam_whitlock"]
    assert world.all("SELECT effect FROM contentrule WHERE removed_at IS NULL ORDER BY effect") == ["flag", "warn"]


def test_a_post_was_moved_and_is_counted_where_it_is(world: World) -> None:
    moved = (
        "SELECT w.slug FROM moderationaction a JOIN post p ON p.id = a.post_id JOIN subwiki w ON w.id = p.subwiki_id WHERE action = 'move'"
    )
    assert world.all(moved) == ["weird"]
    counted = "SELECT count(*) FROM post p WHERE p.subwiki_id = w.id AND p.hidden_at IS NULL"
    assert world.one(f"SELECT count(*) FROM subwiki w WHERE posts_count != ({counted})") == 0
    assert world.one("SELECT count(*) FROM preparedtext WHERE removed_at IS NULL") == 1
