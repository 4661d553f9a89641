"""Lists that do not grow with the site: the dashboard's figures are counted by a job, and changes are read by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

CHANGED = sa.text("change != 'created'")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "dashboardfigures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dashboardfigures"),
    )
    op.create_index("ix_revision_changes", "revision", ["at", "id"], sqlite_where=CHANGED, postgresql_where=CHANGED)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_revision_changes", "revision")
    op.drop_table("dashboardfigures")
