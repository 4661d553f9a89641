"""Figures of moderation by month, and in which office something was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

OFFICES = """
    UPDATE moderationaction SET office = CASE
        WHEN actor_id IS NULL THEN 'rule'
        WHEN EXISTS (SELECT 1 FROM membership m WHERE m.member_id = moderationaction.actor_id
            AND m.subwiki_id = moderationaction.subwiki_id AND m.role = 'moderator') THEN 'moderator'
        ELSE 'admin' END
    WHERE action IN ('hide', 'cover', 'warn', 'dismiss', 'restore', 'uncover', 'undo', 'suspend', 'reinstate') AND subject_kind != 'suggestion'
"""
COUNTED = """
    INSERT INTO moderationfigure (month, subwiki_id, office, name, count)
    SELECT month, place, office, name, count(*) FROM (
        SELECT {month} AS month, coalesce(subwiki_id, 0) AS place, office, action AS name FROM moderationaction WHERE office != ''
        UNION ALL SELECT {month}, 0, office, action FROM moderationaction WHERE office != '' AND subwiki_id IS NOT NULL
        UNION ALL SELECT {month}, subwiki_id, 'member', 'flag:' || reason FROM flag
        UNION ALL SELECT {month}, 0, 'member', 'flag:' || reason FROM flag
    ) AS everything GROUP BY month, place, office, name
"""
MONTH = {"sqlite": "strftime('%Y-%m', at)", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM')"}


def upgrade() -> None:
    """Go forward. What was decided before is counted; how long it took is, from now on."""
    with op.batch_alter_table("moderationaction") as entry:
        entry.add_column(sa.Column("office", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "moderationfigure",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "subwiki_id", "office", "name", name=op.f("pk_moderationfigure")),
        sqlite_with_rowid=False,
    )
    op.execute(OFFICES)
    op.execute(COUNTED.format(month=MONTH[op.get_bind().dialect.name]))


def downgrade() -> None:
    """Go back."""
    op.drop_table("moderationfigure")
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_column("office")
