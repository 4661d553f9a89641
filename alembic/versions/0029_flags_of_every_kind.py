"""Flags and cases of revisions, subwikis and members: where admins decide there is no subwiki, and of a subwiki's nobody is the author."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

KINDS_BEFORE = ("post", "comment")
KINDS = (*KINDS_BEFORE, "revision", "subwiki", "member")
NULLABLE = {"flag": ("post_id", "subwiki_id"), "moderationcase": ("post_id", "subwiki_id", "author_id"), "casereason": ("subwiki_id",)}
FORGET = (
    """DELETE FROM casereason WHERE case_id IN
    (SELECT id FROM moderationcase WHERE subject_kind IN ('revision', 'subwiki', 'member'))""",
    "DELETE FROM moderationcase WHERE subject_kind IN ('revision', 'subwiki', 'member')",
    "DELETE FROM casenote WHERE subject_kind IN ('revision', 'subwiki', 'member')",
    "DELETE FROM flag WHERE subject_kind IN ('revision', 'subwiki', 'member')",
)


def _change(kinds: tuple[str, ...], *, nullable: bool) -> None:
    for table, columns in NULLABLE.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, existing_type=sa.Integer(), nullable=nullable)
            if table != "casereason":
                changed.drop_constraint(op.f(f"ck_{table}_subject_kind"), type_="check")
                words = ", ".join(map(repr, kinds))
                changed.create_check_constraint(op.f(f"ck_{table}_subject_kind"), f"subject_kind in ({words})")


def upgrade() -> None:
    """Go forward."""
    _change(KINDS, nullable=True)


def downgrade() -> None:
    """Go back. Flags of revisions, subwikis and members are gone then; what was decided on them stands in the log."""
    for statement in FORGET:
        op.execute(statement)
    _change(KINDS_BEFORE, nullable=False)
