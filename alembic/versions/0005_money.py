"""Money: donations, what the payment service said, and the books."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "ledgersum",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "account", "currency", name=op.f("pk_ledgersum")),
    )
    op.create_table(
        "settling",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('charge', 'refund', 'returned')", name=op.f("ck_settling_kind")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_settling")),
    )
    with op.batch_alter_table("settling", schema=None) as batch_op:
        batch_op.create_index(
            "ix_settling_open",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "stripeevent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripeevent")),
    )
    with op.batch_alter_table("stripeevent", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stripeevent_waiting",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("worked_at IS NULL"),
            postgresql_where=sa.text("worked_at IS NULL"),
        )

    op.create_table(
        "stripelink",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", "target", name=op.f("pk_stripelink")),
    )
    op.create_table(
        "stripeobject",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripeobject")),
    )
    op.create_table(
        "donation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('once', 'monthly', 'yearly')", name=op.f("ck_donation_kind")),
        sa.CheckConstraint("purpose in ('self', 'places')", name=op.f("ck_donation_purpose")),
        sa.CheckConstraint("state in ('started', 'paid', 'failing', 'ended', 'expired')", name=op.f("ck_donation_state")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_donation_amount")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_donation_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation")),
        sa.UniqueConstraint("reference", name=op.f("uq_donation_reference")),
    )
    with op.batch_alter_table("donation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_donation_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_donation_member_id"), ["member_id"], unique=False)

    op.create_table(
        "expense",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by_id", sa.Integer(), nullable=True),
        sa.Column("reversed_why", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["member.id"], name=op.f("fk_expense_entered_by_id")),
        sa.ForeignKeyConstraint(["reversed_by_id"], ["member.id"], name=op.f("fk_expense_reversed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    with op.batch_alter_table("expense", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expense_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index("ix_expense_newest", ["day", "id"], unique=False)

    op.create_table(
        "donationmail",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["donation_id"], ["donation.id"], name=op.f("fk_donationmail_donation_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_donationmail")),
    )
    with op.batch_alter_table("donationmail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_donationmail_donation_id"), ["donation_id"], unique=False)
        batch_op.create_index(
            "ix_donationmail_unsent",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "ledgerentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("expense_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('donation', 'refund', 'dispute', 'settlement', 'expense', 'reversal')", name=op.f("ck_ledgerentry_kind")
        ),
        sa.ForeignKeyConstraint(["expense_id"], ["expense.id"], name=op.f("fk_ledgerentry_expense_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledgerentry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledgerentry_key")),
    )
    with op.batch_alter_table("ledgerentry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledgerentry_expense_id"), ["expense_id"], unique=False)
        batch_op.create_index("ix_ledgerentry_newest", ["at", "id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge", sa.String(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("credited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("dispute", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("let_in", sa.Boolean(), nullable=False),
        sa.CheckConstraint("dispute in ('', 'open', 'won', 'lost')", name=op.f("ck_payment_dispute")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(["donation_id"], ["donation.id"], name=op.f("fk_payment_donation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("charge", name=op.f("uq_payment_charge")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_donation_id"), ["donation_id"], unique=False)
        batch_op.create_index("ix_payment_newest", ["currency", "at", "id"], unique=False)
        batch_op.create_index(
            "ix_payment_places",
            ["places"],
            unique=False,
            sqlite_where=sa.text("places > 0"),
            postgresql_where=sa.text("places > 0"),
        )

    op.create_table(
        "ledgerline",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledgerline_amount")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledgerentry.id"], name=op.f("fk_ledgerline_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "number", name=op.f("pk_ledgerline")),
    )
    with op.batch_alter_table("ledgerline", schema=None) as batch_op:
        batch_op.create_index("ix_ledgerline_account", ["account", "currency"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("ledgerline", schema=None) as batch_op:
        batch_op.drop_index("ix_ledgerline_account")

    op.drop_table("ledgerline")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_places", sqlite_where=sa.text("places > 0"), postgresql_where=sa.text("places > 0"))
        batch_op.drop_index("ix_payment_newest")
        batch_op.drop_index(batch_op.f("ix_payment_donation_id"))

    op.drop_table("payment")
    with op.batch_alter_table("ledgerentry", schema=None) as batch_op:
        batch_op.drop_index("ix_ledgerentry_newest")
        batch_op.drop_index(batch_op.f("ix_ledgerentry_expense_id"))

    op.drop_table("ledgerentry")
    with op.batch_alter_table("donationmail", schema=None) as batch_op:
        batch_op.drop_index("ix_donationmail_unsent", sqlite_where=sa.text("sent_at IS NULL"), postgresql_where=sa.text("sent_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_donationmail_donation_id"))

    op.drop_table("donationmail")
    with op.batch_alter_table("expense", schema=None) as batch_op:
        batch_op.drop_index("ix_expense_newest")
        batch_op.drop_index(batch_op.f("ix_expense_entered_by_id"))

    op.drop_table("expense")
    with op.batch_alter_table("donation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_donation_member_id"))
        batch_op.drop_index(batch_op.f("ix_donation_at"))

    op.drop_table("donation")
    op.drop_table("stripeobject")
    op.drop_table("stripelink")
    with op.batch_alter_table("stripeevent", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stripeevent_waiting", sqlite_where=sa.text("worked_at IS NULL"), postgresql_where=sa.text("worked_at IS NULL")
        )

    op.drop_table("stripeevent")
    with op.batch_alter_table("settling", schema=None) as batch_op:
        batch_op.drop_index("ix_settling_open", sqlite_where=sa.text("settled_at IS NULL"), postgresql_where=sa.text("settled_at IS NULL"))

    op.drop_table("settling")
    op.drop_table("ledgersum")
