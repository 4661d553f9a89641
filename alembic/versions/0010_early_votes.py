"""Early votes: a post knows how many of its votes came before its newest correction, so that every list can say it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("early_votes", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE post SET early_votes = (SELECT count(*) FROM vote WHERE vote.post_id = post.id AND vote.revision < post.corrected_revision)"
        " WHERE corrected_revision > 0"
    )
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("early_votes", server_default=None, existing_type=sa.Integer(), existing_nullable=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("early_votes")
