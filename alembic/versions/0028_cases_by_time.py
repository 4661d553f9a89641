"""Open cases by when they were opened; their reasons by the reason first."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_moderationcase_opened", "moderationcase", ["opened_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    _key_by("reason", "case_id")
    op.drop_index("ix_casereason_queue", "casereason")
    op.create_index("ix_casereason_case", "casereason", ["case_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_casereason_case", "casereason")
    op.create_index("ix_casereason_queue", "casereason", ["reason", "case_id"])
    _key_by("case_id", "reason")
    op.drop_index("ix_moderationcase_opened", "moderationcase")


def _key_by(*columns: str) -> None:
    with op.batch_alter_table("casereason") as reasons:
        reasons.drop_constraint("pk_casereason", type_="primary")
        reasons.create_primary_key("pk_casereason", list(columns))
