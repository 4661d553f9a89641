"""Searches of subwikis go by an index: the stretches of letters of those that are there are noted.

What waits for an answer of what is contested, and who came last by an invitation, are read by indexes too.
"""

import sqlalchemy as sa
from alembic import op

from wtsocial.text.ngrams import ngrams

revision = "0020"
down_revision = "0019"

SUBWIKI = sa.table("subwiki", sa.column("id", sa.Integer()), sa.column("folded", sa.String()))
WAITING = "decided_at IS NULL"
BATCH = 50
"""So many at once: each may have five thousand stretches."""


def upgrade() -> None:
    """Go forward."""
    made = op.create_table(
        "subwikingram",
        sa.Column("ngram", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_subwikingram_subwiki_id")),
        sa.PrimaryKeyConstraint("ngram", "subwiki_id", name=op.f("pk_subwikingram")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sourcedispute_queue", "sourcedispute", ["id"], sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING))
    op.drop_index("ix_invitationuse_invitation_id", "invitationuse")
    op.create_index("ix_invitationuse_counted", "invitationuse", ["invitation_id", "counted_at"])
    bind, last = op.get_bind(), 0
    while rows := bind.execute(sa.select(SUBWIKI).where(SUBWIKI.c.id > last).order_by(SUBWIKI.c.id).limit(BATCH)).all():
        last = rows[-1].id
        bind.execute(sa.insert(made), [{"ngram": one, "subwiki_id": row.id} for row in rows for one in sorted(ngrams(row.folded))])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_invitationuse_counted", "invitationuse")
    op.create_index("ix_invitationuse_invitation_id", "invitationuse", ["invitation_id"])
    op.drop_index("ix_sourcedispute_queue", "sourcedispute")
    op.drop_table("subwikingram")
