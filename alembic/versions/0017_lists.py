"""Lists that do not grow with the site: their beginnings are read by indexes, and the books have what takes long counted for them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

OPEN = "decision_id IS NULL"
DECIDED = "state NOT IN ('open', 'agreed')"
SHOWN_CORRECTION = "change = 'headline' AND hidden_at IS NULL"

INDEXES = (
    ("ix_subwiki_directory", "subwiki", (sa.text("vetted DESC"), sa.text("members_count DESC"), "slug"), "", ""),
    ("ix_suggestion_post", "suggestion", ("post_id", "state"), "", ""),
    ("ix_suggestion_decided", "suggestion", ("post_id", "id"), DECIDED, DECIDED),
    ("ix_flag_queue", "flag", ("id",), OPEN, OPEN),
    ("ix_flag_subwiki_queue", "flag", ("subwiki_id", "id"), OPEN, OPEN),
    ("ix_invitation_member", "invitation", ("member_id", "label", "id"), "", ""),
    ("ix_invitation_groups", "invitation", ("id",), "label != ''", "label != ''"),
    ("ix_comment_author", "comment", ("author_id", "hidden_at"), "", ""),
    ("ix_revision_editor_corrections", "revision", ("editor_id",), SHOWN_CORRECTION, SHOWN_CORRECTION),
    ("ix_revision_own_errors", "revision", ("editor_id",), "own_error = 1", "own_error"),
    ("ix_job_dead_queue", "job", ("queue", "finished_at"), "state = 'dead'", "state = 'dead'"),
    ("ix_job_retried", "job", ("queue", "due_at"), "state = 'waiting' AND attempts > 0", "state = 'waiting' AND attempts > 0"),
)
"""Name, table, columns, and for which rows on SQLite and on PostgreSQL (empty: all)."""


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_suggestion_post_id", "suggestion")
    op.drop_index("ix_comment_author_id", "comment")
    op.drop_index("ix_invitation_member_id", "invitation")
    for name, table, columns, lite, postgres in INDEXES:
        which: dict[str, Any] = {"sqlite_where": sa.text(lite), "postgresql_where": sa.text(postgres)} if lite else {}
        op.create_index(name, table, list(columns), **which)
    op.create_table(
        "booksfigures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booksfigures")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("booksfigures")
    for name, table, *_ in reversed(INDEXES):
        op.drop_index(name, table)
    op.create_index("ix_suggestion_post_id", "suggestion", ["post_id"])
    op.create_index("ix_comment_author_id", "comment", ["author_id"])
    op.create_index("ix_invitation_member_id", "invitation", ["member_id"])
