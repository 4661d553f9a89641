"""Edit wars are voted on among any number of versions; revisions say whether they count, posts whether others took part."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

VIA = "via in ('', 'revert', 'undo', 'merge', 'suggestion', 'vote', 'brake')"
OLD_VIA = "via in ('', 'revert', 'undo', 'merge', 'suggestion', 'vote')"
NUMBERS = ("begun", "detected", "stands")
OLD_NUMBERS = ("one", "other", "votes_one", "votes_other")


def _via(rule: str) -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_constraint(op.f("ck_revision_via"), type_="check")
        batch_op.create_check_constraint(op.f("ck_revision_via"), rule)


def _add_numbers(table: str, names: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch_op:
        for name in names:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def _drop(table: str, names: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch_op:
        for name in names:
            batch_op.drop_column(name)


def upgrade() -> None:
    """Go forward. In a war that is under way both versions stay the options, and what stands goes on standing."""
    op.create_table(
        "disputeoption",
        sa.Column("dispute_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fought", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_disputeoption_dispute_id")),
        sa.PrimaryKeyConstraint("dispute_id", "number", name=op.f("pk_disputeoption")),
    )
    op.execute("INSERT INTO disputeoption (dispute_id, number, fought, votes) SELECT id, one, true, votes_one FROM dispute")
    op.execute("INSERT INTO disputeoption (dispute_id, number, fought, votes) SELECT id, other, true, votes_other FROM dispute")
    _add_numbers("disputevote", ("number",))
    op.execute(
        "UPDATE disputevote SET number ="
        " (SELECT CASE WHEN disputevote.other THEN d.other ELSE d.one END FROM dispute d WHERE d.id = disputevote.dispute_id)"
    )
    _drop("disputevote", ("other",))
    _add_numbers("dispute", NUMBERS)
    op.execute("UPDATE dispute SET begun = one, detected = other, stands = other")
    _drop("dispute", OLD_NUMBERS)
    # What counted goes on counting; nobody asks who took part in what was written before.
    for table, name, default in (("revision", "counts", sa.true()), ("post", "shared", sa.false())):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    _via(VIA)


def downgrade() -> None:
    """Go back. Of more versions than two, the one that stands and the strongest of the others stay."""
    op.execute("UPDATE revision SET via = 'vote' WHERE via = 'brake'")
    _via(OLD_VIA)
    _drop("revision", ("counts",))
    _drop("post", ("shared",))
    _add_numbers("dispute", OLD_NUMBERS)
    op.execute(
        "UPDATE dispute SET other = stands, one = coalesce((SELECT o.number FROM disputeoption o"
        " WHERE o.dispute_id = dispute.id AND o.number <> dispute.stands ORDER BY o.votes DESC, o.number LIMIT 1), stands)"
    )
    op.execute(
        "UPDATE dispute SET"
        " votes_one = coalesce((SELECT o.votes FROM disputeoption o WHERE o.dispute_id = dispute.id AND o.number = one), 0),"
        " votes_other = coalesce((SELECT o.votes FROM disputeoption o WHERE o.dispute_id = dispute.id AND o.number = other), 0)"
    )
    with op.batch_alter_table("disputevote") as batch_op:
        batch_op.add_column(sa.Column("other", sa.Boolean(), nullable=False, server_default=sa.false()))
    # A vote for a third version is none for either of the two.
    op.execute(
        "DELETE FROM disputevote WHERE NOT EXISTS"
        " (SELECT 1 FROM dispute d WHERE d.id = disputevote.dispute_id AND disputevote.number IN (d.one, d.other))"
    )
    op.execute("UPDATE disputevote SET other = (SELECT d.other = disputevote.number FROM dispute d WHERE d.id = disputevote.dispute_id)")
    _drop("disputevote", ("number",))
    _drop("dispute", NUMBERS)
    op.drop_table("disputeoption")
