"""Members by their state, by their duties and by what was decided against them; names in the order of their signs."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

PARTIAL = {
    "ix_member_admin": (["id"], "is_admin"),
    "ix_member_unconfirmed": (["id"], "email_confirmed_at IS NULL"),
    "ix_member_decided_against": (["upheld_against", "id"], "upheld_against > 0"),
}


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_member_state", "member", ["state", "id"])
    for name, (columns, where) in PARTIAL.items():
        op.create_index(name, "member", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    _collate('"C"')


def downgrade() -> None:
    """Go back."""
    _collate('"default"')
    for name in PARTIAL:
        op.drop_index(name, "member")
    op.drop_index("ix_member_state", "member")


def _collate(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE member ALTER COLUMN skeleton TYPE varchar COLLATE {collation}")
