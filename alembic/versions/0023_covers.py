"""Flags that weigh, what they cover until a moderator decides, and the log of what a rule did by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

WEIGHING = "decision_id IS NULL AND withdrawn_at IS NULL AND weight > 0"
WITHDRAWN = "withdrawn_at IS NOT NULL"
COVER = "cover in ('', 'flags', 'moderator')"
ACTIONS_BEFORE = (
    "hide", "dismiss", "restore", "suspend", "reinstate", "erase", "protect", "unprotect", "answer", "brake", "settle", "cover", "uncover",
    "vet", "unvet", "appoint",
)  # fmt: skip
ACTIONS = (*ACTIONS_BEFORE, "mark", "unmark")
RENAMED = (("cover", "mark"), ("uncover", "unmark"))
COUNTERS = ("flags_upheld", "flags_dismissed")
COUNTED = """
    UPDATE member SET
        flags_upheld = (SELECT count(*) FROM flag JOIN moderationaction e ON e.id = flag.decision_id
            WHERE flagger_id = member.id AND e.action = 'hide'),
        flags_dismissed = (SELECT count(*) FROM flag JOIN moderationaction e ON e.id = flag.decision_id
            WHERE flagger_id = member.id AND e.action <> 'hide')
"""
RENAME = sa.text("UPDATE moderationaction SET action = :after WHERE action = :before")


def _check(words: tuple[str, ...]) -> str:
    return f"action in ({', '.join(map(repr, words))})"


def upgrade() -> None:
    """Go forward. Flags from before the rule weigh nothing."""
    for table in ("post", "comment"):
        with op.batch_alter_table(table) as thing:
            thing.add_column(sa.Column("cover", sa.String(), nullable=False, server_default=""))
            thing.create_check_constraint(op.f(f"ck_{table}_cover"), COVER)
    with op.batch_alter_table("flag") as flag:
        flag.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="0"))
    columns = ["subject_kind", "subject_id", "reason"]
    op.create_index("ix_flag_weighing", "flag", columns, sqlite_where=sa.text(WEIGHING), postgresql_where=sa.text(WEIGHING))
    columns = ["flagger_id", "subject_kind", "subject_id"]
    op.create_index("ix_flag_withdrawn", "flag", columns, sqlite_where=sa.text(WITHDRAWN), postgresql_where=sa.text(WITHDRAWN))
    with op.batch_alter_table("member") as member:
        for name in COUNTERS:
            member.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNTED)
    with op.batch_alter_table("moderationaction") as entry:
        entry.alter_column("actor_id", existing_type=sa.Integer(), nullable=True)
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), _check(ACTIONS))
    op.create_index("ix_moderationaction_subject", "moderationaction", ["subject_kind", "subject_id", "id"])
    for before, after in RENAMED:
        op.execute(RENAME.bindparams(before=before, after=after))


def downgrade() -> None:
    """Go back. What a rule did by itself stands in no log then."""
    op.execute("DELETE FROM moderationaction WHERE actor_id IS NULL")
    op.execute("DELETE FROM moderationaction WHERE action IN ('cover', 'uncover')")
    for before, after in RENAMED:
        op.execute(RENAME.bindparams(before=after, after=before))
    op.drop_index("ix_moderationaction_subject", "moderationaction")
    with op.batch_alter_table("moderationaction") as entry:
        entry.drop_constraint(op.f("ck_moderationaction_action"), type_="check")
        entry.create_check_constraint(op.f("ck_moderationaction_action"), _check(ACTIONS_BEFORE))
        entry.alter_column("actor_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("member") as member:
        for name in COUNTERS:
            member.drop_column(name)
    for name in ("ix_flag_withdrawn", "ix_flag_weighing"):
        op.drop_index(name, "flag")
    with op.batch_alter_table("flag") as flag:
        flag.drop_column("weight")
    for table in ("comment", "post"):
        with op.batch_alter_table(table) as thing:
            thing.drop_constraint(op.f(f"ck_{table}_cover"), type_="check")
            thing.drop_column("cover")
