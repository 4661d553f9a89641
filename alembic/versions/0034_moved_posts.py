"""Posts that are moved to another subwiki, and the texts of moderators, in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
    "appeal", "uphold", "overturn",
    "lock", "unlock", "limit", "hold", "lift", "approve",
    "add_rule", "remove_rule", "flag", "hold_post",
    "configure", "announce", "end_announcement", "revoke",
)  # fmt: skip
ADDED = ("move", "add_text", "remove_text")
MOMENT = sa.DateTime(timezone=True)
KEPT = sa.text("removed_at IS NULL")


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    _set_actions((*ACTIONS_BEFORE, *ADDED))
    for name, column in (("member", "named_in_log"), ("moderationaction", "named")):
        with op.batch_alter_table(name) as altered:
            altered.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.true()))
        with op.batch_alter_table(name) as altered:
            altered.alter_column(column, existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    op.create_table(
        "preparedtext",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_preparedtext_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparedtext")),
    )
    on_sqlite, elsewhere = sa.text("awaits_review = 1"), sa.text("awaits_review")
    op.create_index("ix_post_awaiting_anywhere", "post", ["id"], sqlite_where=on_sqlite, postgresql_where=elsewhere)
    op.create_index("ix_preparedtext_kept", "preparedtext", ["place", "id"], sqlite_where=KEPT, postgresql_where=KEPT)


def downgrade() -> None:
    """Go back. A move is a warning then, which takes nothing away either; what was moved stays where it is."""
    op.drop_index("ix_post_awaiting_anywhere", "post")
    op.drop_table("preparedtext")
    for name, column in (("moderationaction", "named"), ("member", "named_in_log")):
        with op.batch_alter_table(name) as altered:
            altered.drop_column(column)
    op.execute("UPDATE moderationaction SET action = 'warn', detail = '' WHERE action = 'move'")
    op.execute("DELETE FROM moderationaction WHERE action IN ('add_text', 'remove_text')")
    _set_actions(ACTIONS_BEFORE)
