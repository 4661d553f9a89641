"""Votes of confidence, adoption of subwikis that nobody moderates, and when somebody was here last."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint", "mark", "unmark", "warn", "undo",
    "appeal", "uphold", "overturn",
    "lock", "unlock", "limit", "hold", "lift", "approve",
    "add_rule", "remove_rule", "flag", "hold_post",
    "configure", "announce", "end_announcement", "revoke",
    "move", "add_text", "remove_text",
)  # fmt: skip
ADDED = ("call_vote", "keep_moderator", "remove_moderator", "ask_adoption", "adopt", "end_adoption")
MOMENT = sa.DateTime(timezone=True)
RUNNING, SHOWN = sa.text("ended_at IS NULL"), sa.text("hidden_at IS NULL")

RUNNING_INDEXES = (
    ("uq_confidencevote_running", "confidencevote", "subwiki_id", True),
    ("uq_adoption_open", "adoption", "subwiki_id", True),
    ("ix_confidencevote_ends", "confidencevote", "ends_at", False),
    ("ix_adoption_ends", "adoption", "ends_at", False),
)


def _set_actions(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({', '.join(map(repr, words))})")


def _refers(name: str, table: str, target: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.Integer(), nullable=False), key


def _about(table: str, member: str) -> list[Any]:
    """What both tables have."""
    referring = [_refers("entry_id", table, "moderationaction"), _refers("subwiki_id", table, "subwiki"), _refers(member, table, "member")]
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *(part for parts in referring for part in parts),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("entry_id", name=op.f(f"uq_{table}_entry_id")),
    ]


def upgrade() -> None:
    """Go forward."""
    op.add_column("member", sa.Column("seen_at", MOMENT, nullable=True))
    # Nobody counts as away from before it was noted.
    op.execute("UPDATE member SET seen_at = CURRENT_TIMESTAMP")
    op.create_table(
        "confidencevote",
        *_about("confidencevote", "moderator_id"),
        sa.Column("keeps", sa.Integer(), nullable=False),
        sa.Column("removes", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcome in ('', 'kept', 'removed', 'void')", name=op.f("ck_confidencevote_outcome")),
    )
    op.create_table(
        "adoption",
        *_about("adoption", "member_id"),
        sa.CheckConstraint("outcome in ('', 'adopted', 'returned', 'refused', 'withdrawn')", name=op.f("ck_adoption_outcome")),
    )
    ballot = [_refers("vote_id", "confidenceballot", "confidencevote"), _refers("member_id", "confidenceballot", "member")]
    op.create_table(
        "confidenceballot",
        *(part for parts in ballot for part in parts),
        sa.Column("keeps", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("vote_id", "member_id", name=op.f("pk_confidenceballot")),
    )
    for name, table, column, unique in RUNNING_INDEXES:
        op.create_index(name, table, [column], unique=unique, sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_index("ix_confidencevote_moderator", "confidencevote", ["subwiki_id", "moderator_id", "at"])
    op.create_index(op.f("ix_adoption_subwiki_id"), "adoption", ["subwiki_id"])
    op.create_index(op.f("ix_confidenceballot_member_id"), "confidenceballot", ["member_id"])
    op.create_index("ix_post_author_place", "post", ["author_id", "subwiki_id", "published_at"], sqlite_where=SHOWN, postgresql_where=SHOWN)
    _set_actions((*ACTIONS_BEFORE, *ADDED))


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_post_author_place", "post")
    for table in ("confidenceballot", "confidencevote", "adoption"):
        op.drop_table(table)
    entry = sa.table("moderationaction", sa.column("action"))
    op.execute(sa.delete(entry).where(entry.c.action.in_(ADDED)))
    _set_actions(ACTIONS_BEFORE)
    with op.batch_alter_table("member") as member:
        member.drop_column("seen_at")
