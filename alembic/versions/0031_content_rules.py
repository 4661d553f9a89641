"""Content rules for sources and words, what they caught, and the flags that they make."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
    "appeal", "uphold", "overturn",
    "lock", "unlock", "limit", "hold", "lift", "approve",
)  # fmt: skip
ADDED = ("add_rule", "remove_rule", "flag", "hold_post")
MOMENT = sa.DateTime(timezone=True)
ON = sa.text("removed_at IS NULL")
FORGET = (
    "DELETE FROM casereason WHERE reason = 'rule'",
    "UPDATE moderationcase SET flags_count = flags_count - 1"
    " WHERE closed_at IS NULL AND EXISTS (SELECT 1 FROM flag WHERE flagger_id IS NULL AND decision_id IS NULL AND withdrawn_at IS NULL"
    " AND flag.subject_kind = moderationcase.subject_kind AND flag.subject_id = moderationcase.subject_id)",
    "UPDATE moderationcase SET closed_at = opened_at WHERE closed_at IS NULL AND flags_count < 1",
    "DELETE FROM flag WHERE flagger_id IS NULL",
    "DELETE FROM moderationaction WHERE action IN ('add_rule', 'remove_rule', 'flag', 'hold_post')",
)


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "contentrule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind in ('source', 'word')", name=op.f("ck_contentrule_kind")),
        sa.CheckConstraint("effect in ('block', 'hold', 'warn', 'flag')", name=op.f("ck_contentrule_effect")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_contentrule_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contentrule")),
    )
    op.create_index("uq_contentrule_on", "contentrule", ["place", "kind", "pattern"], unique=True, sqlite_where=ON, postgresql_where=ON)
    op.create_index("ix_contentrule_newest", "contentrule", ["place", "id"], sqlite_where=ON, postgresql_where=ON)
    op.create_table(
        "rulecatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["contentrule.id"], name=op.f("fk_rulecatch_rule_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_rulecatch_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulecatch")),
    )
    op.create_index("uq_rulecatch_once", "rulecatch", ["rule_id", "post_id"], unique=True)
    with op.batch_alter_table("flag") as flag:
        flag.alter_column("flagger_id", existing_type=sa.Integer(), nullable=True)
        flag.add_column(sa.Column("content_rule_id", sa.Integer(), nullable=True))
        flag.create_foreign_key(op.f("fk_flag_content_rule_id"), "contentrule", ["content_rule_id"], ["id"])
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("warning_id", sa.Integer(), nullable=True))
        post.create_foreign_key(op.f("fk_post_warning_id"), "contentrule", ["warning_id"], ["id"])
    _set_actions((*ACTIONS_BEFORE, *ADDED))


def downgrade() -> None:
    """Go back. What rules flagged is flagged no more."""
    for statement in FORGET:
        op.execute(statement)
    _set_actions(ACTIONS_BEFORE)
    with op.batch_alter_table("post") as post:
        post.drop_constraint(op.f("fk_post_warning_id"), type_="foreignkey")
        post.drop_column("warning_id")
    with op.batch_alter_table("flag") as flag:
        flag.drop_constraint(op.f("fk_flag_content_rule_id"), type_="foreignkey")
        flag.drop_column("content_rule_id")
        flag.alter_column("flagger_id", existing_type=sa.Integer(), nullable=False)
    for table in ("rulecatch", "contentrule"):
        op.drop_table(table)
