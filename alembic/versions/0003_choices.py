"""Choices: what a member follows and does not want to see, kept as versions; tags; the language of a post."""

import sqlalchemy as sa
from alembic import op

from wtsocial.text.tags import tags_of

revision = "0003"
down_revision = "0002"

AT_ONCE = 500
OLD_ACTIONS = (
    "action in ('hide', 'dismiss', 'restore', 'suspend', 'reinstate', 'erase', 'protect', 'unprotect', 'answer', 'brake', 'settle')"
)
ACTIONS = f"{OLD_ACTIONS[:-1]}, 'cover', 'uncover', 'vet', 'unvet')"


def _read_tags() -> None:
    """Give every post that is there its tags, and those that are shown a place under each."""
    bind = op.get_bind()
    post = sa.table("post", *(sa.column(name) for name in ("id", "headline", "text", "tags", "published_at", "hidden_at")))
    posttag = sa.table("posttag", *(sa.column(name) for name in ("post_id", "tag", "published_at")))
    marked = sa.or_(*(column.like(f"%{sign}%") for column in (post.c.headline, post.c.text) for sign in "#＃"))
    last = 0
    while rows := bind.execute(sa.select(post).where(post.c.id > last, marked).order_by(post.c.id).limit(AT_ONCE)).all():
        last = rows[-1].id
        found = [(row, tags) for row in rows if (tags := tags_of(row.headline, row.text))]
        places = [
            {"post_id": row.id, "tag": tag, "published_at": row.published_at} for row, tags in found for tag in tags if not row.hidden_at
        ]
        if found:
            told = [{"this": row.id, "tags_": " ".join(tags)} for row, tags in found]
            bind.execute(sa.update(post).where(post.c.id == sa.bindparam("this")).values(tags=sa.bindparam("tags_")), told)
        if places:
            bind.execute(sa.insert(posttag), places)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("choices", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("tags", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.add_column(sa.Column("vetted", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("logentry") as batch_op:
        batch_op.drop_constraint(op.f("ck_logentry_action"), type_="check")
        batch_op.create_check_constraint(op.f("ck_logentry_action"), ACTIONS)
    op.create_table(
        "follow",
        sa.Column("follower_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("followed_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["follower_id"], ["member.id"], name=op.f("fk_follow_follower_id")),
        sa.ForeignKeyConstraint(["followed_id"], ["member.id"], name=op.f("fk_follow_followed_id")),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_followed_id"), "follow", ["followed_id"])
    op.create_table(
        "tagfollow",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_tagfollow_member_id")),
        sa.PrimaryKeyConstraint("member_id", "tag", name=op.f("pk_tagfollow")),
    )
    op.create_table(
        "posttag",
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_posttag_post_id")),
        sa.PrimaryKeyConstraint("post_id", "tag", name=op.f("pk_posttag")),
    )
    op.create_index("ix_posttag_feed", "posttag", ["tag", "published_at", "post_id"])
    op.create_table(
        "noticeway",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("site", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_noticeway_member_id")),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_noticeway")),
    )
    op.create_table(
        "choiceversion",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_choiceversion_member_id")),
        sa.PrimaryKeyConstraint("member_id", "number", name=op.f("pk_choiceversion")),
    )
    op.create_table(
        "preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_preset_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preset")),
        sa.UniqueConstraint("code", name=op.f("uq_preset_code")),
    )
    op.create_index(op.f("ix_preset_member_id"), "preset", ["member_id"])
    _read_tags()


def downgrade() -> None:
    """Go back."""
    for name in ("preset", "choiceversion", "noticeway", "posttag", "tagfollow", "follow"):
        op.drop_table(name)
    op.execute(sa.text("DELETE FROM logentry WHERE action IN ('cover', 'uncover', 'vet', 'unvet')"))
    with op.batch_alter_table("logentry") as batch_op:
        batch_op.drop_constraint(op.f("ck_logentry_action"), type_="check")
        batch_op.create_check_constraint(op.f("ck_logentry_action"), OLD_ACTIONS)
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.drop_column("vetted")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("tags")
        batch_op.drop_column("sensitive")
        batch_op.drop_column("language")
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_column("choices")
