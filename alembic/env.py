"""Alembic's way in: the database of the settings, one migrating process at a time."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import AutoString, SQLModel

import wtsocial.models  # noqa: F401 # fills the metadata
from wtsocial.db.locks import Lock
from wtsocial.db.migrations import migration_engine
from wtsocial.models.columns import UtcDateTime

PLAIN = {UtcDateTime: "sa.DateTime(timezone=True)", AutoString: "sa.String()"}
"""Our column types as migrations write them: a migration must not change when our code does."""


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as plain ones."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def run() -> None:
    """Migrate within one transaction."""
    engine = migration_engine()
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_item=render,
            render_as_batch=sqlite,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": Lock.MIGRATION.value})
            context.run_migrations()
    engine.dispose()


run()
