"""Links without trackers: those of posts that were there before are shown as new ones are; they are compared so already."""

import sqlalchemy as sa
from alembic import op

from wtsocial.text.story_links import without_trackers

revision = "0019"
down_revision = "0018"

POST = sa.table("post", sa.column("id", sa.Integer()), sa.column("link", sa.String()))
BATCH = 5_000


def upgrade() -> None:
    """Go forward: what has a query or a fragment, some thousands at a time."""
    bind, last = op.get_bind(), 0
    changed = sa.update(POST).where(POST.c.id == sa.bindparam("this")).values(link=sa.bindparam("cleaned"))
    tracked = sa.or_(POST.c.link.contains("?"), POST.c.link.contains("#"))
    while rows := bind.execute(sa.select(POST).where(POST.c.id > last, tracked).order_by(POST.c.id).limit(BATCH)).all():
        last = rows[-1].id
        cleaned = [{"this": row.id, "cleaned": link} for row in rows if (link := without_trackers(row.link)) != row.link]
        if cleaned:
            bind.execute(changed, cleaned)


def downgrade() -> None:
    """Go back: who came by which way is not brought back, and nobody misses it."""
