"""Migrations: brings the database to the schema that this version of the program needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from wtsocial.core.settings import settings

HOME = Path(__file__).resolve().parents[2]


def config() -> Config:
    """Alembic's configuration, whatever folder the program was started in."""
    return Config(HOME / "alembic.ini")


def upgrade() -> list[str]:
    """Migrate to the newest shape; the migrations that this took, oldest first. Two processes may call this at once."""
    missing = pending()
    if missing:
        command.upgrade(config(), "head")
    return missing


def downgrade(to: str = "base") -> None:
    """Undo migrations down to `to`, a revision; all of them unless told."""
    command.downgrade(config(), to)


def pending() -> list[str]:
    """The migrations that this database still needs, oldest first.

    Raises sqlalchemy.exc.OperationalError when the database cannot be reached.
    """
    script = ScriptDirectory.from_config(config())
    engine = migration_engine()
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_heads()
    engine.dispose()
    done = {revision.revision for head in here for revision in script.walk_revisions("base", head)}
    return [revision.revision for revision in reversed(list(script.walk_revisions())) if revision.revision not in done]


def first_members() -> set[str]:
    """The names of the first hundred members of a database that has its newest shape; without loading the site."""
    engine = migration_engine()
    with engine.connect() as connection:
        names = set(connection.execute(text("SELECT name FROM member ORDER BY id LIMIT 100")).scalars())
    engine.dispose()
    return names


def migration_engine() -> Engine:
    """An engine for migrations: not asynchronous, and on SQLite with transactions that hold DDL, too."""
    url = settings().sqlalchemy_url.replace("+aiosqlite", "")
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        settings().data_dir.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _no_transactions_of_its_own)
        event.listen(engine, "begin", _take_the_write_lock)
    return engine


def _take_the_write_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _no_transactions_of_its_own(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # SQLite's driver would commit before each CREATE TABLE; without it, a migration happens wholly or not at all.
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=15000")
