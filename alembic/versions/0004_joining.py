"""Joining: the waiting list, invitations, and which mailbox an address stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("email_key", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(op.f("ix_member_email_key"), ["email_key"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_index(op.f("ix_member_email_key"))
        batch_op.drop_column("email_key")
