"""Corrections and saved posts have their whole order in an index; that of a subwiki's open flags has all that its queue asks of them."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

CORRECTION = sa.text("change = 'headline'")
OPEN = sa.text("decision_id IS NULL AND withdrawn_at IS NULL")


def _index_anew(corrections: list[str], saved: list[str], flags: list[str]) -> None:
    op.drop_index("ix_revision_corrections", "revision")
    op.create_index("ix_revision_corrections", "revision", corrections, sqlite_where=CORRECTION, postgresql_where=CORRECTION)
    op.drop_index("ix_savedpost_newest", "savedpost")
    op.create_index("ix_savedpost_newest", "savedpost", saved)
    op.drop_index("ix_flag_subwiki_queue", "flag")
    op.create_index("ix_flag_subwiki_queue", "flag", flags, sqlite_where=OPEN, postgresql_where=OPEN)


def upgrade() -> None:
    """Go forward."""
    _index_anew(["at", "id"], ["member_id", "at", "post_id"], ["subwiki_id", "id", "subject_kind", "subject_id"])


def downgrade() -> None:
    """Go back."""
    _index_anew(["at"], ["member_id", "at"], ["subwiki_id", "id"])
