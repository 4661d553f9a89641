"""Migrations pass up, down and up again on both databases, and end where the models are."""

import hashlib
import json
import subprocess
import sys
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, Inspector, MetaData, inspect, select, text
from sqlmodel import SQLModel

import wtsocial.models  # noqa: F401 # fills the metadata
from wtsocial import db
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.mail_jobs import Letter
from wtsocial.accounts.views import Viewer
from wtsocial.db import migrations
from wtsocial.donations.fees import Source
from wtsocial.donations.webhook_events import StoredEvent
from wtsocial.jobs.claims import JOB
from wtsocial.jobs.registry import tasks
from wtsocial.notifications import queries as notifications
from wtsocial.posts.queries import link_key
from wtsocial.revisions import proofs

ALL = sorted(path.name[:4] for path in (migrations.HOME / "alembic" / "versions").glob("[0-9]*.py"))
"""Every revision, the oldest first."""


def _look() -> Inspector:
    return inspect(migrations.migration_engine())


def test_up_down_and_up_again(empty: str) -> None:
    assert migrations.pending() == ALL
    migrations.upgrade()
    assert "post" in _look().get_table_names()
    migrations.downgrade()
    assert _look().get_table_names() == ["alembic_version"]
    migrations.upgrade()
    assert migrations.pending() == []


def test_migrations_end_where_the_models_are(empty: str) -> None:
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_the_comparison_sees_a_column_too_many(empty: str) -> None:
    migrations.upgrade()
    with migrations.migration_engine().begin() as connection:
        connection.execute(text("ALTER TABLE post ADD COLUMN forgotten INTEGER"))
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) != []


def test_every_check_of_the_models_is_migrated_under_its_name(empty: str) -> None:
    migrations.upgrade()
    look = _look()
    for table in SQLModel.metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["name"] for check in look.get_check_constraints(table.name)} == wanted


def _named(engine: Engine) -> set[tuple[Any, ...]]:
    """Every constraint and index of a database: its table, its name, its columns or what it checks, and which rows it is for."""
    found = MetaData()
    found.reflect(engine)
    rules: list[tuple[str, Any]] = [(table.name, rule) for table in found.tables.values() for rule in table.constraints]
    named: set[tuple[Any, ...]] = {(name, type(rule).__name__, rule.name, tuple(rule.columns.keys())) for name, rule in rules}
    for table in found.tables.values():
        where = {index.name: str(index.dialect_options[engine.dialect.name]["where"]) for index in table.indexes}
        named |= {(table.name, index.unique, index.name, tuple(index.columns.keys()), where[index.name]) for index in table.indexes}
    checks = inspect(engine).get_multi_check_constraints()
    named |= {(name, "check", one["name"], one["sqltext"]) for (_, name), all_of in checks.items() for one in all_of if name}
    sequences = inspect(engine).get_sequence_names() if engine.dialect.name == "postgresql" else []
    return {one for one in named if one[0] != "alembic_version"} | {("sequence", name) for name in sequences}


def test_every_constraint_and_index_is_migrated_under_its_name(empty: str) -> None:
    migrations.upgrade()
    migrated = _named(migrations.migration_engine())
    migrations.downgrade()
    SQLModel.metadata.create_all(migrations.migration_engine())
    assert migrated == _named(migrations.migration_engine())
    assert ("flag", "ForeignKeyConstraint", "fk_flag_decision_id", ("decision_id",)) in migrated
    assert any("ix_flag_open" in one and str(one[-1]) != "None" for one in migrated), "conditions of indexes are compared"


def test_every_constraint_has_a_name() -> None:
    unnamed = [(table.name, rule) for table in SQLModel.metadata.sorted_tables for rule in table.constraints if not rule.name]
    assert unnamed == []


def test_a_migration_that_fails_leaves_nothing_behind(empty: str) -> None:
    with migrations.migration_engine().begin() as connection:
        connection.execute(text("CREATE TABLE post (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migrations.upgrade()
    assert _look().get_table_names() == ["post"]


def test_two_workers_may_migrate_at_once(empty: str) -> None:
    workers = [subprocess.Popen([sys.executable, "-m", "wtsocial", "migrate"], cwd=migrations.HOME) for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert migrations.pending() == []


AT = "2026-11-20 09:30:00.000001"
OLD_ROWS = (
    "INSERT INTO member (id, name, skeleton, email, password_hash, state, suspended_reason, is_admin, is_trusted, language, about, created_at)"
    " VALUES (1, 'ana', 'ana', 'ana@example.org', 'x', 'active', '', false, false, 'en', '', :at),"
    " (2, 'ben', 'ben', 'b.en+news@gmail.com', 'x', 'active', '', false, false, 'en', '', :at)",
    "INSERT INTO subwiki (id, slug, name, description, rules, colour, created_by_id, created_at, revision, members_count, posts_count)"
    " VALUES (5, 'climate', 'Climate', 'Of ice', 'Be kind.', '#4b8b5f', 1, :at, 1, 0, 1)",
    "INSERT INTO post (id, kind, mode, subwiki_id, author_id, headline, link, link_key, host, text, picture, published_at, revision, stamp,"
    " votes_count, comments_count, first_headline, corrected_at, corrected_by_id, corrected_reason, corrected_source) VALUES"
    " (7, 'news', 'collaborative', 5, 1, 'Ice melts', 'https://www.news.example/1', 'k', 'news.example', 'It does.', '', :at, 3, 4, 0, 1,"
    " 'Ice gone!', :at, 2, 'exaggerated', 'https://example.org/')",
    "INSERT INTO comment (id, post_id, author_id, text, created_at, revision, post_revision) VALUES (3, 7, 2, '“So?” 🙂', :at, 1, 3)",
    "INSERT INTO revision (subwiki_id, number, editor_id, at, change, headline, text, rules, reason, note, source)"
    " VALUES (5, 1, 1, :at, 'created', 'Climate', 'Of ice', 'Be kind.', '', '', '')",
    "INSERT INTO revision (post_id, number, editor_id, at, change, headline, text, rules, reason, note, source) VALUES"
    " (7, 1, 1, :at, 'created', 'Ice gone!', '', '', '', '', ''),"
    " (7, 3, 2, :at, 'headline', 'Ice melts', 'It does.', '', 'exaggerated', 'Not gone', 'https://example.org/'),"
    " (7, 2, 1, :at, 'text', 'Ice gone!', 'It does.', '', '', '', '')",
    "INSERT INTO revision (comment_id, number, editor_id, at, change, headline, text, rules, reason, note, source)"
    " VALUES (3, 1, 2, :at, 'created', '', '“So?” 🙂', '', '', '', '')",
    "INSERT INTO notice (member_id, kind, params, path, at) VALUES"
    ' (1, \'corrected\', \'{"by"\\: "ben", "before"\\: "Ice gone!", "headline"\\: "Ice melts", "reason"\\: "exaggerated"}\','
    " '/post/7/history', :at),"
    ' (1, \'comment\', \'{"by"\\: "ben", "headline"\\: "Ice gone!"}\', \'/post/7#comment-3\', :at)',
)
"""What a site of the first version holds: a post with three revisions, a comment, a subwiki's page, and notices of the old kind."""


async def test_histories_that_were_there_before_are_sealed_and_notices_hold_no_headlines(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    assert migrations.upgrade() == ALL[1:]
    db.engine.cache_clear()
    try:
        found = [one async for one in proofs.of_everything()]
        newest, oldest = (notice.params for notice in await notifications.inbox(Viewer(id=1)))
    finally:
        await db.close()
    assert [(one.thing, one.revisions, one.flaw) for one in found] == [("post/7", 3, None), ("comment/3", 1, None), ("subwiki/5", 1, None)]
    assert newest == {"by": "ben", "headline": "Ice melts"}
    assert oldest == {"by": "ben", "reason": "exaggerated", "headline": "Ice melts", "before": "Ice gone!", "after": "Ice melts"}
    with migrations.migration_engine().connect() as connection:
        assert "Ice" not in str(connection.execute(text("SELECT params FROM notice")).all())
        assert connection.execute(text("SELECT id, contributions FROM member ORDER BY id")).all() == [(1, 3), (2, 2)]
        assert connection.execute(text("SELECT email_key, state FROM member ORDER BY id")).all() == [
            ("ana@example.org", "active"), ("ben@gmail.com", "active"),
        ]  # fmt: skip


def test_posts_that_were_there_before_get_their_tags_and_hidden_ones_stand_under_none(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
        connection.execute(text("UPDATE post SET headline = 'Ice #Arktis', text = 'It *melts* #ice `#code`' WHERE id = 7"))
        copied = (
            "kind, mode, subwiki_id, author_id, link, link_key, host, picture, published_at, revision, stamp, votes_count, comments_count"
        )
        more = f"INSERT INTO post (id, headline, text, first_headline, corrected_reason, corrected_source, hidden_at, {copied})"
        connection.execute(text(f"{more} SELECT 8, '#secret', '', '', '', '', :at, {copied} FROM post WHERE id = 7"), {"at": AT})
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        assert connection.execute(text("SELECT id, tags FROM post ORDER BY id")).all() == [(7, "arktis ice"), (8, "secret")]
        under = "SELECT posttag.tag FROM posttag JOIN post ON post.id = post_id AND post.published_at = posttag.published_at ORDER BY tag"
        assert connection.execute(text(under)).scalars().all() == ["arktis", "ice"]


WORLD_ROWS = (
    "INSERT INTO subwiki (id, slug, name, description, rules, colour, created_by_id, created_at, revision, head, agreements, vetted, protection,"
    " members_count, posts_count) SELECT 6, 'climate-too', 'Сlimate', 'Новости', '', colour, 1, created_at, 1, '', 2, false, '', 0, 0 FROM subwiki",
    "INSERT INTO member (id, name, skeleton, email, email_key, password_hash, state, suspended_reason, is_admin, is_trusted, language, about,"
    " created_at, choices, contributions)"
    " SELECT 3, 'margarethe', 'margarethe', 'm@example.org', 'm@example.org', 'x', 'active', '', false, false, 'en', '', created_at, '', 0"
    " FROM member WHERE id = 1 UNION ALL"
    " SELECT 4, 'Marqarethe', 'marqarethe', 'q@example.org', 'q@example.org', 'x', 'active', '', false, false, 'en', '', created_at, '', 0"
    " FROM member WHERE id = 1",
    "UPDATE member SET email_confirmed_at = :at WHERE id > 2",
    'UPDATE member SET choices = \'{"tags"\\: ["i\u0307stanbul", "αθήνα"], "hide"\\: {"words"\\: ["αθήνα"]}}\' WHERE id = 1',
    "UPDATE post SET headline = '#İstanbul #צה״ל', tags = 'i\u0307stanbul צה' WHERE id = 7",
    "INSERT INTO posttag (post_id, tag, published_at) SELECT id, 'צה', published_at FROM post WHERE id = 7",
    "INSERT INTO tagfollow (member_id, tag, at) VALUES (1, 'αθήνα', :at), (1, 'αθηνα', :at), (2, 'ışık', :at)",
)
"""What was written before words had one spelling, and names that look alike."""


async def test_names_that_look_alike_stay_and_words_get_their_one_spelling(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    command.upgrade(migrations.config(), "0008")
    with migrations.migration_engine().begin() as connection:
        for statement in WORLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(query)).all()]

        assert rows("SELECT name, skeleton, folded FROM subwiki ORDER BY id") == [
            ("Climate", "cllmate", "climate\nclimate\nof ice"), ("Сlimate", "cllmate сlimate", "climate-too\nсlimate\nновости"),
        ]  # fmt: skip
        assert rows("SELECT skeleton FROM member WHERE id > 2 ORDER BY id") == [("margarethe",), ("margarethe marqarethe",)]
        assert rows("SELECT tags FROM post WHERE id = 7") == [("istanbul צה״ל",)]
        assert rows("SELECT tag FROM posttag WHERE post_id = 7 ORDER BY tag") == [("istanbul",), ("צה״ל",)]
        assert rows("SELECT member_id, tag FROM tagfollow ORDER BY member_id") == [(1, "αθηνα"), (2, "işik")]
        [(chosen,)] = rows("SELECT choices FROM member WHERE id = 1")
    assert json.loads(chosen) == {"tags": ["istanbul", "αθηνα"], "hide": {"words": ["αθηνα"]}}
    db.engine.cache_clear()
    try:
        assert [(await accounts.profile(Viewer(), name)).name for name in ("margarethe", "MARQARETHE")] == ["margarethe", "Marqarethe"]
        assert await accounts.is_taken("ᴍarqarethe")
    finally:
        await db.close()


def test_links_that_were_there_before_are_known_by_their_story_and_go_back_again(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    keys: list[str] = []
    for revision in ("0013", "0012", "0013"):
        migrations.downgrade(revision) if revision == "0012" else command.upgrade(migrations.config(), revision)
        with migrations.migration_engine().connect() as connection:
            keys.append(str(connection.execute(text("SELECT link_key FROM post WHERE id = 7")).scalar()))
    assert keys[0] == keys[2] == link_key("http://news.example/1/?utm_source=x")
    assert keys[1] == hashlib.sha256(b"https://www.news.example/1").hexdigest()[:32]


WAITING_ROWS = (
    "INSERT INTO stripeevent (id, type, created, payload, received_at, worked_at, attempts, next_at, trouble)"
    " VALUES ('evt_1', 'x', :at, '{}', :at, NULL, 3, :at, 'ValueError\\: odd'), ('evt_2', 'x', :at, '{}', :at, :at, 1, :at, '')",
    "INSERT INTO settling (source, kind, amount, currency, at, attempts, next_at, settled_at)"
    " VALUES ('ch_1', 'charge', 100, 'EUR', :at, 2, :at, NULL), ('ch_2', 'charge', 100, 'EUR', :at, 1, :at, :at)",
    "INSERT INTO donation (id, reference, kind, amount, currency, purpose, show_name, mark, language, at, state, session, subscription,"
    " customer) VALUES (1, 'r', 'once', 100, 'EUR', 'self', false, false, 'en', :at, 'paid', '', '', '')",
    "INSERT INTO donationmail (key, donation_id, kind, address, params, at, attempts, next_at, sent_at) VALUES"
    " ('receipt\\:ch_1', 1, 'receipt', '', '{}', :at, 1, :at, NULL), ('receipt\\:ch_2', 1, 'receipt', '', '{}', :at, 1, :at, :at)",
)
"""Of each of Stripe's events, fees and mails one that waits and one that is done."""


def test_what_waited_in_three_tables_becomes_jobs_and_goes_back_again(empty: str) -> None:
    command.upgrade(migrations.config(), "0006")
    with migrations.migration_engine().begin() as connection:
        for statement in WAITING_ROWS:
            connection.execute(text(statement), {"at": AT})
    for _ in range(2):
        command.upgrade(migrations.config(), "0008")
        with migrations.migration_engine().connect() as connection:
            jobs = connection.execute(text("SELECT key, task, queue, state, attempts, last_error FROM job ORDER BY key")).all()
            args = [tasks()[row.task].decode(row.args) for row in connection.execute(select(JOB.c.task, JOB.c.args).order_by(JOB.c.key))]
        assert [tuple(job) for job in jobs] == [
            ("donation_mail:receipt:ch_1", "mails.send", "mail", "waiting", 1, ""),
            ("fee:ch_1", "donations.fetch_fee", "stripe", "waiting", 2, ""),
            ("stripe_event:evt_1", "donations.process_event", "stripe_events", "waiting", 3, "ValueError: odd"),
        ]
        assert args == [Letter("donation", about={"key": "receipt:ch_1"}), Source("ch_1"), StoredEvent("evt_1")]
        command.downgrade(migrations.config(), "0006")
        with migrations.migration_engine().connect() as connection:
            open_rows = [
                connection.execute(text(f"SELECT {key}, attempts FROM {table} WHERE {done} IS NULL")).all()  # our own names
                for table, key, done in (
                    ("stripeevent", "id", "worked_at"), ("settling", "source", "settled_at"), ("donationmail", "key", "sent_at"),
                )
            ]  # fmt: skip
            assert connection.execute(text("SELECT count(*) FROM job")).scalar() == 0
        assert open_rows == [[("evt_1", 3)], [("ch_1", 2)], [("receipt:ch_1", 1)]]
