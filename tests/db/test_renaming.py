"""Tables and columns that got other words keep their rows, and what refers to them, whichever way a site is migrated."""

from functools import partial
from itertools import pairwise
from typing import Any

from alembic import command
from sqlalchemy import Connection, inspect, text

from tests.db.test_migrations import ALL, AT, OLD_ROWS
from wtsocial import db
from wtsocial.db import migrations
from wtsocial.revisions import proofs

RENAMED = {
    "contest": "sourcedispute",
    "joining": "joiningsettings",
    "logentry": "moderationaction",
    "mailedtoken": "emailtoken",
    "noticeway": "notificationpreference",
    "place": "waitinglistentry",
    "placeblock": "waitinglistblock",
    "settling": "pendingfee",
}
COLUMNS = {
    "batch_number": "turn",
    "batch_by_id": "turn_by_id",
    "batch_size": "turn_count",
    "last_rank": "ranked",
    "position_at_day_start": "dawn",
    "enqueued_at": "lined_at",
    "as_of": "seen",
}
SAME_NAME = ("admission", "flag", "stripeobject", "member", "post", "comment", "revision", "subwiki", "notice")
"""Tables that kept their names: what refers to the others, has a column of another name, or is referred to."""
ROWS = (
    "INSERT INTO logentry (at, actor_id, action, subject_kind, subject_id, subwiki_id, post_id, member_id, flags_count, reason, until) VALUES"
    " (:at, 2, 'hide', 'comment', 3, 5, 7, 2, 1, 'Rude: 100 %', NULL), (:at, 2, 'protect', 'post', 7, 5, 7, NULL, 0, 'War', :at),"
    " (:at, 1, 'vet', 'subwiki', 5, 5, NULL, NULL, 0, 'Good', NULL), (:at, 2, 'answer', 'post', 7, 5, 7, 1, 0, 'So it was', NULL)",
    "INSERT INTO flag (flagger_id, subject_kind, subject_id, post_id, subwiki_id, reason, note, at, decision_id) VALUES"
    " (1, 'comment', 3, 7, 5, 'rude', '', :at, (SELECT id FROM logentry WHERE action = 'hide')), (1, 'post', 7, 7, 5, 'spam', '', :at, NULL)",
    "INSERT INTO contest (domain, post_id, revision, subwiki_id, member_id, for_source, text, at, answer, answered_by_id, outcome, decided_at)"
    " VALUES ('news.example', 7, 2, 5, 1, true, 'Why?', :at, 'So it was', 2, 'struck', :at),"
    " ('news.example', 7, 3, 5, 1, false, '“Why?” 🙂', :at, '', NULL, '', NULL)",
    "INSERT INTO mailedtoken (token_hash, member_id, purpose, created_at, expires_at, used_at) VALUES"
    " ('a', 1, 'confirm', :at, :at, :at), ('b', 2, 'reset', :at, :at, NULL)",
    "INSERT INTO noticeway (member_id, kind, site, mail) VALUES (1, 'comment', false, true), (2, 'comment', true, false)",
    "INSERT INTO joining (id, mode, places_per_day, friend_moves_up, place_price, turn, turn_by_id, turn_count, day, ranked, last_key)"
    " VALUES (1, 'waiting', 50, 1, 500, 7, 1, 12, '2026-11-20', 9, 9000000000)",
    "INSERT INTO place (member_id, key, lined_at, dawn, rank, moved) VALUES (1, 9000000000, :at, 9, 8, 1), (2, NULL, :at, 4, 3, 0)",
    "INSERT INTO placeblock (number, count) VALUES (-1, 2), (9000000000, 1)",
    "INSERT INTO settling (source, kind, amount, currency, at, attempts, next_at, settled_at) VALUES"
    " ('ch_1', 'charge', 9000000000, 'EUR', :at, 0, :at, NULL), ('re_1:failed', 'returned', -5, 'JPY', :at, 3, :at, :at)",
    "INSERT INTO stripeobject (id, kind, seen, body) VALUES ('ch_1', 'charge', 1795000000, '{}')",
    "INSERT INTO admission (member_id, at, way, by_id, cause, position) VALUES"
    " (1, :at, 'admin', 2, 'turn:7', 3), (2, :at, 'gift', NULL, 'payment:2', 0)",
)


def _fill() -> None:
    """A site of the version before, with a row in everything that is renamed."""
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    command.upgrade(migrations.config(), "0006")
    with migrations.migration_engine().begin() as connection:
        for statement in ROWS:
            connection.execute(text(statement), {"at": AT} if ":at" in statement else {})


def _rows(names: list[str]) -> list[list[dict[Any, Any]]]:
    """All rows of these tables, the columns called as they were."""
    with migrations.migration_engine().connect() as connection:
        found = [connection.execute(text(f"SELECT * FROM {name}")).mappings() for name in names]
        rows = [[{COLUMNS.get(name, name): value for name, value in row.items()} for row in table] for table in found]
    return [sorted(table, key=repr) for table in rows]


def _causes(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT cause FROM admission ORDER BY member_id")).scalars())


def _broken(connection: Connection) -> list[Any]:
    """Rows that refer to nothing, which SQLite lets a migration leave behind."""
    return list(connection.execute(text("PRAGMA foreign_key_check"))) if connection.dialect.name == "sqlite" else []


async def test_rows_outlast_other_words_up_down_and_up(empty: str) -> None:
    _fill()
    before = _rows([*RENAMED, *SAME_NAME])
    assert all(before)
    command.upgrade(migrations.config(), "0007")
    assert not set(RENAMED) & set(inspect(migrations.migration_engine()).get_table_names())
    with migrations.migration_engine().begin() as connection:
        assert (_causes(connection), _broken(connection)) == (["batch:7", "payment:2"], [])
        connection.execute(text("UPDATE admission SET cause = 'turn:7' WHERE cause = 'batch:7'"))
    assert _rows([*RENAMED.values(), *SAME_NAME]) == before
    with migrations.migration_engine().begin() as connection:
        connection.execute(text("UPDATE admission SET cause = 'batch:7' WHERE cause = 'turn:7'"))
    migrations.downgrade("0006")
    assert _rows([*RENAMED, *SAME_NAME]) == before
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        decided = "SELECT action FROM moderationaction JOIN flag ON flag.decision_id = moderationaction.id"
        assert (list(connection.execute(text(decided)).scalars()), _broken(connection)) == (["hide"], [])
    assert await _flaws() == [("post/7", 3, None), ("comment/3", 1, None), ("subwiki/5", 1, None)]


async def _flaws() -> list[tuple[str, int, Any]]:
    db.engine.cache_clear()
    try:
        return [(one.thing, one.revisions, one.flaw) async for one in proofs.of_everything()]
    finally:
        await db.close()


def test_numbers_go_on_under_another_word(empty: str) -> None:
    _fill()
    migrations.upgrade()
    more = "INSERT INTO emailtoken (token_hash, member_id, purpose, created_at, expires_at) VALUES (:hash, 1, 'reset', :at, :at)"
    with migrations.migration_engine().begin() as connection:
        connection.execute(text(more), {"at": AT, "hash": "c"})
    migrations.downgrade("0006")
    with migrations.migration_engine().begin() as connection:
        connection.execute(text(more.replace("emailtoken", "mailedtoken")), {"at": AT, "hash": "d"})
        assert list(connection.execute(text("SELECT id FROM mailedtoken ORDER BY id")).scalars()) == [1, 2, 3, 4]


def test_each_step_goes_back_and_forth_with_rows_in_it(empty: str) -> None:
    _fill()
    migrations.upgrade()
    kept = [_rows([name]) for name in ("post", "comment", "subwiki")]
    for before, step in reversed(list(pairwise(ALL))):
        for go, to in (
            (migrations.downgrade, before),
            (partial(command.upgrade, migrations.config()), step),
            (migrations.downgrade, before),
        ):
            go(to)
            with migrations.migration_engine().connect() as connection:
                assert _broken(connection) == []
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        assert _broken(connection) == []
    assert [len(_rows([name])[0]) for name in ("post", "comment", "subwiki")] == [len(rows[0]) for rows in kept]
    migrations.downgrade()
