"""Appeals, the juries that are drawn for them, and their outcome in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
)  # fmt: skip
ADDED = ("appeal", "uphold", "overturn")
FORGET = (
    """UPDATE flag SET decision_id = NULL
    WHERE decision_id IN (SELECT id FROM moderationaction WHERE action IN ('appeal', 'uphold', 'overturn'))""",
    """UPDATE moderationaction SET undone_by_id = NULL
    WHERE undone_by_id IN (SELECT id FROM moderationaction WHERE action IN ('appeal', 'uphold', 'overturn'))""",
    "DELETE FROM moderationaction WHERE action IN ('appeal', 'uphold', 'overturn')",
)
MOMENT = sa.DateTime(timezone=True)
SITTING = sa.text("state = 'sitting'")
WAITING = sa.text("state in ('jury', 'admins')")
TRUSTED = sa.text("is_trusted")


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    _set_actions((*ACTIONS_BEFORE, *ADDED))
    op.create_index("ix_member_trusted", "member", ["id"], sqlite_where=TRUSTED, postgresql_where=TRUSTED)
    op.create_table(
        "drawnumber",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["moderationaction.id"], name=op.f("fk_drawnumber_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_drawnumber")),
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("filed_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("pool_hash", sa.String(), nullable=False),
        sa.Column("appellant_number", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('begun', 'jury', 'admins', 'upheld', 'overturned', 'undone')", name=op.f("ck_appeal_state")),
        sa.ForeignKeyConstraint(["entry_id"], ["moderationaction.id"], name=op.f("fk_appeal_entry_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["moderationaction.id"], name=op.f("fk_appeal_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_appeal_entry_id")),
    )
    op.create_index(op.f("ix_appeal_outcome_id"), "appeal", ["outcome_id"])
    op.create_index("ix_appeal_waiting", "appeal", ["state", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "jurorticket",
        sa.Column("appeal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state in ('', 'unfit', 'sitting', 'answered', 'declined', 'silent', 'released')", name=op.f("ck_jurorticket_state")
        ),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_jurorticket_appeal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_jurorticket_member_id")),
        sa.PrimaryKeyConstraint("appeal_id", "ticket", name=op.f("pk_jurorticket")),
    )
    op.create_index("uq_jurorticket_member", "jurorticket", ["appeal_id", "member_id"], unique=True)
    op.create_index("ix_jurorticket_sitting", "jurorticket", ["member_id", "appeal_id"], sqlite_where=SITTING, postgresql_where=SITTING)
    op.create_index("ix_jurorticket_due", "jurorticket", ["due_at"], sqlite_where=SITTING, postgresql_where=SITTING)


def downgrade() -> None:
    """Go back. What a jury overturned stays as it is shown; the log has nothing of appeals then."""
    for table in ("jurorticket", "appeal", "drawnumber"):
        op.drop_table(table)
    op.drop_index("ix_member_trusted", "member")
    for statement in FORGET:
        op.execute(statement)
    _set_actions(ACTIONS_BEFORE)
