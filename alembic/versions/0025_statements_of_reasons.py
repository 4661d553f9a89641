"""Decisions that name a rule or a law, warn, or are undone."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark",
)  # fmt: skip
ACTIONS = (*ACTIONS_BEFORE, "warn", "undo")


def _check(words: tuple[str, ...]) -> str:
    return f"action in ({', '.join(map(repr, words))})"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("moderationaction") as entry:
        for name in ("rule", "law"):
            entry.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        entry.add_column(sa.Column("rule_revision", sa.Integer(), nullable=False, server_default="0"))
        entry.add_column(sa.Column("undone_by_id", sa.Integer(), nullable=True))
        entry.create_foreign_key(op.f("fk_moderationaction_undone_by_id"), "moderationaction", ["undone_by_id"], ["id"])
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), _check(ACTIONS))


def downgrade() -> None:
    """Go back. A warning was none, and what was undone stands in the log as it was decided."""
    op.execute("UPDATE flag SET decision_id = NULL WHERE decision_id IN (SELECT id FROM moderationaction WHERE action IN ('warn', 'undo'))")
    op.execute("UPDATE moderationaction SET undone_by_id = NULL")
    op.execute("DELETE FROM moderationaction WHERE action IN ('warn', 'undo')")
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), _check(ACTIONS_BEFORE))
        entry.drop_constraint(op.f("fk_moderationaction_undone_by_id"), type_="foreignkey")
        for name in ("undone_by_id", "rule_revision", "law", "rule"):
            entry.drop_column(name)
