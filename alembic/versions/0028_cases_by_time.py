"""Open cases by when they were opened."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_moderationcase_opened", "moderationcase", ["opened_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_moderationcase_opened", "moderationcase")
