"""Receipts become unread again once; a link keeps what its publisher said; sources are counted by their own words."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


REFUSED = sa.text("refused != ''")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("stripeevent") as batch_op:
        batch_op.add_column(sa.Column("refused", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("stripeevent") as batch_op:
        batch_op.alter_column("refused", existing_type=sa.String(), existing_nullable=False, server_default=None)
    op.create_index("ix_stripeevent_refused", "stripeevent", ["received_at"], sqlite_where=REFUSED, postgresql_where=REFUSED)
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("renewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("notice") as batch_op:
        batch_op.alter_column("renewed", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_stripeevent_refused", "stripeevent")
    with op.batch_alter_table("stripeevent") as batch_op:
        batch_op.drop_column("refused")
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_column("renewed")
