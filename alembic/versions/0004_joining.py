"""Joining: the waiting list, invitations, and which mailbox an address stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

AT_ONCE = 1_000


def _mailbox(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    local = local.split("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _fill_mailboxes() -> None:
    """Say of everybody who is there which mailbox their address stands for (as `text.emails.mailbox` does)."""
    bind = op.get_bind()
    member = sa.table("member", sa.column("id", sa.Integer()), sa.column("email", sa.String()), sa.column("email_key", sa.String()))
    key = sa.update(member).where(member.c.id == sa.bindparam("this")).values(email_key=sa.bindparam("key"))
    last = 0
    while rows := bind.execute(sa.select(member.c.id, member.c.email).where(member.c.id > last).order_by(member.c.id).limit(AT_ONCE)).all():
        bind.execute(key, [{"this": row.id, "key": _mailbox(row.email)} for row in rows])
        last = rows[-1].id


def _lines() -> None:
    op.create_table(
        "joining",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("places_per_day", sa.Integer(), nullable=False),
        sa.Column("friend_moves_up", sa.Integer(), nullable=False),
        sa.Column("place_price", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("turn_by_id", sa.Integer(), nullable=True),
        sa.Column("turn_count", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("last_key", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("mode in ('open', 'waiting', 'invited')", name=op.f("ck_joining_mode")),
        sa.CheckConstraint("id = 1", name=op.f("ck_joining_one")),
        sa.ForeignKeyConstraint(["turn_by_id"], ["member.id"], name=op.f("fk_joining_turn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
    )
    op.create_table(
        "place",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=True),
        sa.Column("lined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dawn", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_place_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    moved = sa.text("moved > 0")
    op.create_index("ix_place_moved", "place", ["key", "rank"], unique=False, sqlite_where=moved, postgresql_where=moved)
    op.create_table(
        "placeblock",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_placeblock")),
    )


def _ways_in() -> None:
    op.create_table(
        "admission",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("way in ('open', 'admin', 'daily', 'donation', 'gift', 'invitation')", name=op.f("ck_admission_way")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_admission_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_admission_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_admission")),
    )
    op.create_index("ix_admission_at", "admission", ["at"], unique=False)
    op.create_index("ix_admission_cause", "admission", ["cause"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("used >= 0 and used <= uses", name=op.f("ck_invitation_uses")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_invitation_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
    )
    op.create_index(op.f("ix_invitation_member_id"), "invitation", ["member_id"], unique=False)
    op.create_table(
        "invitationuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitationuse_invitation_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_invitationuse_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitationuse")),
        sa.UniqueConstraint("member_id", name=op.f("uq_invitationuse_member_id")),
    )
    op.create_index(op.f("ix_invitationuse_invitation_id"), "invitationuse", ["invitation_id"], unique=False)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("email_key", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(op.f("ix_member_email_key"), ["email_key"], unique=False)
    _lines()
    _ways_in()
    _fill_mailboxes()


def downgrade() -> None:
    """Go back. Who waited, and by whose invitation people came, is forgotten."""
    for name in ("invitationuse", "invitation", "admission", "placeblock", "place", "joining"):
        op.drop_table(name)
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_index(op.f("ix_member_email_key"))
        batch_op.drop_column("email_key")
