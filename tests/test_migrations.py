"""Migrations pass up, down and up again on both databases, and end where the models are."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Inspector, inspect, text
from sqlmodel import SQLModel

import wtsocial.models  # noqa: F401 # fills the metadata
from tests.stores import PostgresServer
from wtsocial import migrations
from wtsocial.settings import settings


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, environment: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with nothing in it at all, of either kind."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv("WTSOCIAL_DATABASE_URL", server.create("migrated"))
        settings.cache_clear()
    return request.param


def _look() -> Inspector:
    return inspect(migrations.migration_engine())


def test_up_down_and_up_again(empty: str) -> None:
    assert migrations.pending() == ["0001", "0002"]
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
