"""Moderation cases: one for each thing with open flags, who has it open, and notes among moderators; the record of authors."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

OPEN = "closed_at IS NULL"
OPEN_FLAG = "decision_id IS NULL AND withdrawn_at IS NULL"
MOMENT = sa.DateTime(timezone=True)
COUNTERS = ("upheld_against", "dismissed_against")
QUEUES = (("ix_flag_queue", ["id"]), ("ix_flag_subwiki_queue", ["subwiki_id", "id", "subject_kind", "subject_id"]))
INDEXES = (
    ("uq_moderationcase_open", ["subject_kind", "subject_id"]),
    ("ix_moderationcase_queue", ["id"]),
    ("ix_moderationcase_place", ["subwiki_id", "id"]),
    ("ix_moderationcase_claimed", ["claimed_by_id", "id"]),
)

CASES = """
    INSERT INTO moderationcase (subject_kind, subject_id, post_id, subwiki_id, author_id, opened_at, flags_count)
    SELECT f.subject_kind, f.subject_id, f.post_id, f.subwiki_id, coalesce(c.author_id, p.author_id), min(f.at), count(*)
    FROM flag f JOIN post p ON p.id = f.post_id LEFT JOIN comment c ON f.subject_kind = 'comment' AND c.id = f.subject_id
    WHERE f.decision_id IS NULL AND f.withdrawn_at IS NULL
    GROUP BY f.subject_kind, f.subject_id, f.post_id, f.subwiki_id, coalesce(c.author_id, p.author_id)
    ORDER BY min(f.id)
"""
REASONS = """
    INSERT INTO casereason (case_id, reason, subwiki_id, count)
    SELECT k.id, f.reason, k.subwiki_id, count(*)
    FROM moderationcase k JOIN flag f ON f.subject_kind = k.subject_kind AND f.subject_id = k.subject_id
    WHERE f.decision_id IS NULL AND f.withdrawn_at IS NULL
    GROUP BY k.id, f.reason, k.subwiki_id
"""
REVISIONS = """
    UPDATE flag SET revision = coalesce((
        SELECT max(r.number) FROM revision r
        WHERE r.at <= flag.at AND ((flag.subject_kind = 'post' AND r.post_id = flag.subject_id)
            OR (flag.subject_kind = 'comment' AND r.comment_id = flag.subject_id))), 1)
"""
RECORDS = """
    UPDATE member SET
        upheld_against = (SELECT count(*) FROM moderationaction
            WHERE member_id = member.id AND action = 'hide' AND subject_kind IN ('post', 'comment')),
        dismissed_against = (SELECT count(*) FROM moderationaction WHERE member_id = member.id AND action = 'dismiss')
"""


def _numbers(table: str, *names: str) -> None:
    with op.batch_alter_table(table) as changed:
        for name in names:
            changed.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "moderationcase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("flags_count", sa.Integer(), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.CheckConstraint("subject_kind in ('post', 'comment')", name=op.f("ck_moderationcase_subject_kind")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_moderationcase_post_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_moderationcase_subwiki_id")),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_moderationcase_author_id")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["member.id"], name=op.f("fk_moderationcase_claimed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderationcase")),
    )
    for name, columns in INDEXES:
        unique = name.startswith("uq")
        op.create_index(name, "moderationcase", columns, unique=unique, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.create_table(
        "casereason",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["moderationcase.id"], name=op.f("fk_casereason_case_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_casereason_subwiki_id")),
        sa.PrimaryKeyConstraint("case_id", "reason", name=op.f("pk_casereason")),
    )
    op.create_index("ix_casereason_queue", "casereason", ["reason", "case_id"])
    op.create_index("ix_casereason_place", "casereason", ["reason", "subwiki_id", "case_id"])
    op.create_table(
        "casenote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_casenote_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casenote")),
    )
    op.create_index("ix_casenote_subject", "casenote", ["subject_kind", "subject_id", "id"])
    for name, _ in QUEUES:
        op.drop_index(name, "flag")
    _numbers("flag", "revision")
    _numbers("member", *COUNTERS)
    for statement in (CASES, REASONS, REVISIONS, RECORDS):
        op.execute(statement)


def downgrade() -> None:
    """Go back. Notes among moderators are gone then."""
    with op.batch_alter_table("member") as member:
        for name in COUNTERS:
            member.drop_column(name)
    with op.batch_alter_table("flag") as flag:
        flag.drop_column("revision")
    for name, columns in QUEUES:
        op.create_index(name, "flag", columns, sqlite_where=sa.text(OPEN_FLAG), postgresql_where=sa.text(OPEN_FLAG))
    for table in ("casenote", "casereason", "moderationcase"):
        op.drop_table(table)
