"""Rows as objects without a session: made of what a statement of ours found or wrote, and written by `statements.save`.

To have the ORM load or flush one costs several times what the statement does.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlmodel import SQLModel

from wtsocial.db.session import Transaction
from wtsocial.db.statements import table

R = TypeVar("R", bound=SQLModel)


def row_of(model: type[R], columns: Mapping[str, Any]) -> R:
    """The row with all these columns, as it stands in the database. No session knows of it."""
    row: R = class_mapper(model).class_manager.new_instance()
    vars(row).update(columns)
    make_transient_to_detached(row)
    return row


async def insert_row(change: Transaction, model: type[R], **columns: Any) -> R:
    """Insert a row with an `id`; what is not given is what the model says. The row as it stands in the database."""
    standing, made = _defaults(cast("Any", model))
    values = standing | {name: make() for name, make in made.items() if name not in columns} | columns
    ((row_id,),) = await change.run(_insert(table(model)), values)
    return row_of(model, {"id": row_id, **values})


@lru_cache
def _defaults(model: type[Any]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What the columns are that are not given, and what makes those that are another thing each time."""
    given = {name: field for name, field in model.model_fields.items() if name != "id" and not field.is_required()}
    made: dict[str, Any] = {name: field.default_factory for name, field in given.items() if field.default_factory}
    return {name: field.default for name, field in given.items() if name not in made}, made


@lru_cache
def _insert(into: Table) -> Insert:
    return insert(into).returning(into.c.id)
