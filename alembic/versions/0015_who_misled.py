"""A post keeps what the publisher of its link said; sources are counted by their own words; refused events; moderators named."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

REFUSED = sa.text("refused != ''")
MODERATING = sa.text("role = 'moderator'")
OLD_ACTIONS = (
    "'hide', 'dismiss', 'restore', 'suspend', 'reinstate', 'erase', 'protect', 'unprotect', 'answer', 'brake',"
    " 'settle', 'cover', 'uncover', 'vet', 'unvet'"
)
MOMENT = sa.DateTime(timezone=True)


def _add(table: str, *columns: sa.Column[Any]) -> None:
    with op.batch_alter_table(table) as batch_op:
        for column in columns:
            batch_op.add_column(column)


def _drop(table: str, *names: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        for name in names:
            batch_op.drop_column(name)


def _allow_actions(actions: str) -> None:
    with op.batch_alter_table("moderationaction") as batch_op:
        batch_op.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        batch_op.create_check_constraint(op.f("ck_moderationaction_action"), f"action in ({actions})")


def upgrade() -> None:
    """Go forward. Of the headlines that are here nobody knows whose words they were: none of their corrections counts against a source."""
    _add("notice", sa.Column("renewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("stripeevent", sa.Column("refused", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_stripeevent_refused", "stripeevent", ["received_at"], sqlite_where=REFUSED, postgresql_where=REFUSED)
    op.create_table(
        "sourcereading",
        sa.Column("link_key", sa.String(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("link_key", name=op.f("pk_sourcereading")),
    )
    op.create_index(op.f("ix_sourcereading_seen_at"), "sourcereading", ["seen_at"])
    op.create_table(
        "publisherheadline",
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_publisherheadline_post_id")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_publisherheadline")),
    )
    _add("post", sa.Column("worded_by", sa.String(), nullable=False, server_default=""))
    counters = [sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in ("own_count", "other_count")]
    _add("source", *counters)
    op.execute("UPDATE source SET other_count = corrected_count, corrected_count = 0")
    op.create_index("ix_membership_moderators", "membership", ["subwiki_id"], sqlite_where=MODERATING, postgresql_where=MODERATING)
    _allow_actions(f"{OLD_ACTIONS}, 'appoint'")


def downgrade() -> None:
    """Go back: every correction but a spelling counts against its source again."""
    # The log has no word for it before: what is said of it goes, and the moderators stay.
    op.execute("DELETE FROM moderationaction WHERE action = 'appoint'")
    _allow_actions(OLD_ACTIONS)
    op.drop_index("ix_membership_moderators", "membership")
    op.execute("UPDATE source SET corrected_count = corrected_count + other_count")
    _drop("source", "own_count", "other_count")
    _drop("post", "worded_by")
    op.drop_table("publisherheadline")
    op.drop_table("sourcereading")
    op.drop_index("ix_stripeevent_refused", "stripeevent")
    _drop("stripeevent", "refused")
    _drop("notice", "renewed")
