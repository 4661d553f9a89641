"""What moderators may choose from: lock a discussion."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0027"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo", "appeal", "uphold", "overturn",
)  # fmt: skip
ADDED = ("lock", "unlock")
FORGET = (
    "UPDATE flag SET decision_id = NULL WHERE decision_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "UPDATE moderationaction SET undone_by_id = NULL WHERE undone_by_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    """DELETE FROM jurorticket WHERE appeal_id IN (
        SELECT appeal.id FROM appeal JOIN moderationaction entry ON entry.id = appeal.entry_id WHERE entry.action IN ({words}))""",
    "DELETE FROM appeal WHERE entry_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "DELETE FROM drawnumber WHERE entry_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "DELETE FROM moderationaction WHERE action IN ({words})",
)


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    _set_actions((*ACTIONS_BEFORE, *ADDED))
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("locked_reason", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back. What was locked is open then; the log has nothing of it."""
    with op.batch_alter_table("post") as post:
        post.drop_column("locked_reason")
    for statement in FORGET:
        op.execute(statement.format(words=", ".join(map(repr, ADDED))))
    _set_actions(ACTIONS_BEFORE)
