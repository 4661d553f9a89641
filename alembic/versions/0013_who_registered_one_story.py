"""Who registered: the browser that opened an account. One story: a post's link is known by what all spellings of it have in common."""

import hashlib
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from wtsocial.text.story_links import story_of

revision = "0013"
down_revision = "0012"

POST = sa.table("post", sa.column("id", sa.Integer()), sa.column("link", sa.String()), sa.column("link_key", sa.String()))
BATCH = 5_000


def _spell_keys(of: Callable[[str], str]) -> None:
    """Work out the key of every link, some thousands at a time."""
    bind, last = op.get_bind(), 0
    changed = sa.update(POST).where(POST.c.id == sa.bindparam("this")).values(link_key=sa.bindparam("key"))
    while rows := bind.execute(sa.select(POST.c.id, POST.c.link).where(POST.c.id > last).order_by(POST.c.id).limit(BATCH)).all():
        last = rows[-1].id
        keys = [{"this": row.id, "key": hashlib.sha256(of(row.link).encode()).hexdigest()[:32]} for row in rows if row.link]
        if keys:
            bind.execute(changed, keys)


def upgrade() -> None:
    """Go forward."""
    op.add_column("member", sa.Column("registered_by", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("member") as batch_op:
        batch_op.alter_column("registered_by", server_default=None, existing_type=sa.String(), existing_nullable=False)
    _spell_keys(story_of)


def downgrade() -> None:
    """Go back."""
    _spell_keys(str)
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_column("registered_by")
