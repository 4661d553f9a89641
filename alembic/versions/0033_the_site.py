"""Settings that admins change while the site runs, announcements, and lists of subwikis, sources and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
    "appeal", "uphold", "overturn",
    "lock", "unlock", "limit", "hold", "lift", "approve",
    "add_rule", "remove_rule", "flag", "hold_post",
)  # fmt: skip
ADDED = ("configure", "announce", "end_announcement", "revoke")
MOMENT = sa.DateTime(timezone=True)
SHOWN = sa.text("ended_at IS NULL")
RESTRICTED = sa.text("protection != ''")
UNREVOKED = sa.text("revoked_at IS NULL")
CORRECTED = sa.text("corrected_count > 0")


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "sitesetting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sitesetting")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("tone in ('news', 'warning')", name=op.f("ck_announcement_tone")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_announcement_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index("uq_announcement_shown", "announcement", ["shown"], unique=True, sqlite_where=SHOWN, postgresql_where=SHOWN)
    op.create_index("ix_subwiki_vetted", "subwiki", ["vetted", "id"])
    op.create_index("ix_subwiki_restricted", "subwiki", ["id"], sqlite_where=RESTRICTED, postgresql_where=RESTRICTED)
    op.create_index("ix_source_name", "source", ["domain"], postgresql_ops={"domain": "varchar_pattern_ops"})
    op.create_index("ix_source_corrected", "source", ["corrected_count", "domain"], sqlite_where=CORRECTED, postgresql_where=CORRECTED)
    op.create_index("ix_invitation_open", "invitation", ["ends_at", "id"], sqlite_where=UNREVOKED, postgresql_where=UNREVOKED)
    op.create_index("ix_invitation_made", "invitation", ["member_id", "id"])
    _collate('"C"')
    _set_actions((*ACTIONS_BEFORE, *ADDED))


def _collate(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE subwiki ALTER COLUMN skeleton TYPE varchar COLLATE {collation}")


def downgrade() -> None:
    """Go back. What was done to the site leaves the log."""
    op.execute("DELETE FROM moderationaction WHERE action IN ('configure', 'announce', 'end_announcement', 'revoke')")
    _set_actions(ACTIONS_BEFORE)
    _collate('"default"')
    for table, names in {"source": ("corrected", "name"), "subwiki": ("restricted", "vetted"), "invitation": ("made", "open")}.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table)
    op.drop_table("announcement")
    op.drop_table("sitesetting")
