"""Column types that the tables share, and how their constraints are named."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Named constraints, so that migrations can change them on every database. Every table's module imports this one first.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC that comes back aware on every database (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Only aware moments go in; a naive one is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 # SQLAlchemy's signature
        """What comes out is aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment(**options: Any) -> Any:
    """A column for a moment; now unless told (`default=None, nullable=True` for one that may be missing)."""
    if "default" not in options:
        options["default_factory"] = now
    return Field(sa_type=UtcDateTime, **options)


def refers(target: str, *, key: bool = False, optional: bool = False, index: bool = False, **options: Any) -> Any:
    """A column that refers to `table.column`; a row that is referred to cannot be deleted."""
    if optional:
        options.setdefault("default", None)
    return Field(
        sa_type=Integer,
        sa_column_args=[ForeignKey(target)],
        sa_column_kwargs={"primary_key": True, "autoincrement": False} if key else {},
        nullable=optional,
        index=index,
        **options,
    )
