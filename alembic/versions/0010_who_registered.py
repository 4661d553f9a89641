"""Who registered: the browser that opened an account, so that whoever confirms its address can show that it was theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Go forward."""
    op.add_column("member", sa.Column("registered_by", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("member") as batch_op:
        batch_op.alter_column("registered_by", server_default=None, existing_type=sa.String(), existing_nullable=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_column("registered_by")
