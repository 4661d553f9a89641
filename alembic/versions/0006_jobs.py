"""Jobs: one queue for work that follows a transaction."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STATES = {"waiting": ["queue", "priority", "due_at", "id"], "running": ["lease_until"], "done": ["finished_at"], "dead": ["finished_at"]}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'running', 'done', 'dead')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    for state, columns in STATES.items():
        condition = sa.text(f"state = '{state}'")
        op.create_index(f"ix_job_{state}", "job", columns, sqlite_where=condition, postgresql_where=condition)
    with_key = sa.text("key IS NOT NULL")
    op.create_index("uq_job_key", "job", ["key"], unique=True, sqlite_where=with_key, postgresql_where=with_key)


def downgrade() -> None:
    """Go back."""
    op.drop_table("job")
