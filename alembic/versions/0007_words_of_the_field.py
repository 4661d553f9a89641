"""Tables, columns and all that is named after them get the words that people who know the field use."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = {
    "contest": "sourcedispute",
    "joining": "joiningsettings",
    "logentry": "moderationaction",
    "mailedtoken": "emailtoken",
    "noticeway": "notificationpreference",
    "place": "waitinglistentry",
    "placeblock": "waitinglistblock",
    "settling": "pendingfee",
}
NUMBERED = ("contest", "logentry", "mailedtoken")
"""Those of them whose rows get their number from a sequence on PostgreSQL."""
COLUMNS = {
    "joining": {"turn": "batch_number", "turn_by_id": "batch_by_id", "turn_count": "batch_size", "ranked": "last_rank"},
    "place": {"dawn": "position_at_day_start", "lined_at": "enqueued_at"},
}


def _words(name: str, old: str, new: str, columns: Mapping[str, str]) -> str:
    """The name of a constraint or an index, as the convention of the models has it for the renamed table and column."""
    kind, _, about = name.partition("_")
    column = about.removeprefix(old).removeprefix("_")
    return "_".join(part for part in (kind, new, columns.get(column, column)) if part)


def _rename(old: str, new: str, columns: Mapping[str, str]) -> None:
    """Rename a table, these columns of it, its constraints and its indexes. Whatever refers to it refers to it still."""
    op.rename_table(old, new)
    for before, after in columns.items():
        op.execute(f"ALTER TABLE {new} RENAME COLUMN {before} TO {after}")
    table: Any = sa.Table(new, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    names = {one.name: _words(one.name, old, new, columns) for one in (*table.constraints, *table.indexes)}
    if op.get_bind().dialect.name == "postgresql":
        for constraint in table.constraints:
            op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT {constraint.name} TO {names[constraint.name]}")
        for index in table.indexes:
            op.execute(f"ALTER INDEX {index.name} RENAME TO {names[index.name]}")
        return
    # SQLite renames neither: the table is made anew under the new names, and its rows are copied.
    for one in (*table.constraints, *table.indexes):
        one.name = names[one.name]
    with op.batch_alter_table(new, copy_from=table, recreate="always"):
        pass


def _rename_sequence(old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")


def _rename_cause(old: str, new: str) -> None:
    """What let somebody in is named after the number of the batch."""
    admission = sa.table("admission", sa.column("cause", sa.String()))
    renamed = sa.func.replace(admission.c.cause, f"{old}:", f"{new}:")
    op.execute(sa.update(admission).where(admission.c.cause.startswith(f"{old}:")).values(cause=renamed))


def upgrade() -> None:
    """Go forward."""
    for old, new in TABLES.items():
        _rename(old, new, COLUMNS.get(old, {}))
    for old in NUMBERED:
        _rename_sequence(old, TABLES[old])
    op.execute("ALTER TABLE stripeobject RENAME COLUMN seen TO as_of")
    _rename_cause("turn", "batch")


def downgrade() -> None:
    """Go back."""
    _rename_cause("batch", "turn")
    op.execute("ALTER TABLE stripeobject RENAME COLUMN as_of TO seen")
    for old in NUMBERED:
        _rename_sequence(TABLES[old], old)
    for old, new in TABLES.items():
        _rename(new, old, {after: before for before, after in COLUMNS.get(old, {}).items()})
