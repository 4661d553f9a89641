"""Choices: what a member follows and does not want to see, kept as versions; tags; the language of a post."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("choices", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("sensitive")
        batch_op.drop_column("language")
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_column("choices")
