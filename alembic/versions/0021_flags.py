"""Flags that are withdrawn, laws that they name, and the reasons of today; the log by kind of action and by subwiki."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

STANDING = "withdrawn_at IS NULL"
OPEN = "decision_id IS NULL AND withdrawn_at IS NULL"
OPEN_BEFORE = "decision_id IS NULL"
ONCE_EACH = ["flagger_id", "subject_kind", "subject_id"]
OPEN_INDEXES = (
    ("ix_flag_open", ["subwiki_id", "subject_kind", "subject_id"]),
    ("ix_flag_queue", ["id"]),
    ("ix_flag_subwiki_queue", ["subwiki_id", "id"]),
)


def _index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    which: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, "flag", columns, unique=unique, **which)


def upgrade() -> None:
    """Go forward."""
    for name, _ in OPEN_INDEXES:
        op.drop_index(name, "flag")
    with op.batch_alter_table("flag") as flag:
        flag.add_column(sa.Column("law", sa.String(), nullable=False, server_default=""))
        flag.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        flag.drop_constraint("uq_flag_once_each", type_="unique")
    with op.batch_alter_table("flag") as flag:
        flag.alter_column("law", server_default=None)
    _index("uq_flag_once_each", ONCE_EACH, STANDING, unique=True)
    op.create_index("ix_flag_flagger", "flag", ["flagger_id", "id"])
    _index("ix_flag_under", ["flagger_id", "post_id"], OPEN)
    for name, columns in OPEN_INDEXES:
        _index(name, columns, OPEN)
    op.execute("UPDATE flag SET reason = 'fake' WHERE reason = 'misinformation'")
    op.create_index("ix_moderationaction_kind", "moderationaction", ["action", "id"])
    op.drop_index("ix_moderationaction_subwiki_id", "moderationaction")
    op.create_index("ix_moderationaction_place", "moderationaction", ["subwiki_id", "id"])


def downgrade() -> None:
    """Go back. A flag that was withdrawn was none."""
    op.drop_index("ix_moderationaction_place", "moderationaction")
    op.create_index("ix_moderationaction_subwiki_id", "moderationaction", ["subwiki_id"])
    op.drop_index("ix_moderationaction_kind", "moderationaction")
    op.execute("DELETE FROM flag WHERE withdrawn_at IS NOT NULL")
    op.execute("UPDATE flag SET reason = 'misinformation' WHERE reason IN ('fake', 'misleading', 'impersonation', 'machine')")
    for name, _ in OPEN_INDEXES:
        op.drop_index(name, "flag")
    op.drop_index("ix_flag_under", "flag")
    op.drop_index("ix_flag_flagger", "flag")
    op.drop_index("uq_flag_once_each", "flag")
    with op.batch_alter_table("flag") as flag:
        flag.drop_column("withdrawn_at")
        flag.drop_column("law")
        flag.create_unique_constraint("uq_flag_once_each", ONCE_EACH)
    for name, columns in OPEN_INDEXES:
        _index(name, columns, OPEN_BEFORE)
