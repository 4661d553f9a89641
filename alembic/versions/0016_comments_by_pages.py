"""Comments by pages: they are read in the order of their numbers."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_comment_thread", "comment")
    op.create_index("ix_comment_thread", "comment", ["post_id", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_comment_thread", "comment")
    op.create_index("ix_comment_thread", "comment", ["post_id", "created_at", "id"])
