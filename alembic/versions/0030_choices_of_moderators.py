"""What moderators may choose from: lock a discussion, restrict a member in a subwiki; and suspensions that end."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo", "appeal", "uphold", "overturn",
)  # fmt: skip
ADDED = ("lock", "unlock", "limit", "hold", "lift", "approve")
MOMENT = sa.DateTime(timezone=True)
ENDING = sa.text("suspended_until IS NOT NULL")
AWAITING, AWAITING_ON_SQLITE = sa.text("awaits_review"), sa.text("awaits_review = 1")
STANDING = sa.text("ended_at IS NULL")
FORGET = (
    "UPDATE flag SET decision_id = NULL WHERE decision_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "UPDATE moderationaction SET undone_by_id = NULL WHERE undone_by_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    """DELETE FROM jurorticket WHERE appeal_id IN (
        SELECT appeal.id FROM appeal JOIN moderationaction entry ON entry.id = appeal.entry_id WHERE entry.action IN ({words}))""",
    "DELETE FROM appeal WHERE entry_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "DELETE FROM drawnumber WHERE entry_id IN (SELECT id FROM moderationaction WHERE action IN ({words}))",
    "DELETE FROM moderationaction WHERE action IN ({words})",
)


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def upgrade() -> None:
    """Go forward."""
    _set_actions((*ACTIONS_BEFORE, *ADDED))
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("locked_reason", sa.String(), nullable=False, server_default=""))
        post.add_column(sa.Column("awaits_review", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_post_awaiting", "post", ["subwiki_id", "id"], sqlite_where=AWAITING_ON_SQLITE, postgresql_where=AWAITING)
    with op.batch_alter_table("member") as member:
        member.add_column(sa.Column("suspended_until", MOMENT, nullable=True))
        member.add_column(sa.Column("restrictions", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_member_suspended_until", "member", ["suspended_until"], sqlite_where=ENDING, postgresql_where=ENDING)
    op.create_index("ix_moderationaction_member", "moderationaction", ["member_id", "id"])
    _create_restrictions()


def _create_restrictions() -> None:
    op.create_table(
        "memberrestriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind in ('limit', 'hold')", name=op.f("ck_memberrestriction_kind")),
        sa.ForeignKeyConstraint(["entry_id"], ["moderationaction.id"], name=op.f("fk_memberrestriction_entry_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_memberrestriction_member_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_memberrestriction_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberrestriction")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_memberrestriction_entry_id")),
    )
    columns = ["member_id", "subwiki_id", "kind"]
    op.create_index(
        "uq_memberrestriction_standing", "memberrestriction", columns, unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )
    op.create_index("ix_memberrestriction_until", "memberrestriction", ["until"], sqlite_where=STANDING, postgresql_where=STANDING)


def downgrade() -> None:
    """Go back. What was locked is open then, who was restricted is free, and suspensions have no end; the log has nothing of it."""
    op.drop_table("memberrestriction")
    op.drop_index("ix_moderationaction_member", "moderationaction")
    op.drop_index("ix_member_suspended_until", "member")
    with op.batch_alter_table("member") as member:
        member.drop_column("restrictions")
        member.drop_column("suspended_until")
    op.drop_index("ix_post_awaiting", "post")
    with op.batch_alter_table("post") as post:
        post.drop_column("awaits_review")
        post.drop_column("locked_reason")
    for statement in FORGET:
        op.execute(statement.format(words=", ".join(map(repr, ADDED))))
    _set_actions(ACTIONS_BEFORE)
