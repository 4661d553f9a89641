"""Idempotency keys: what was sent twice is acted on once."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "idempotencykey",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_idempotencykey"),
    )
    op.create_index("ix_idempotencykey_at", "idempotencykey", ["at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_idempotencykey_at", "idempotencykey")
    op.drop_table("idempotencykey")
