"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("skeleton", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("suspended_reason", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'active', 'suspended', 'deleted')", name=op.f("ck_member_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email", name=op.f("uq_member_email")),
        sa.UniqueConstraint("name", name=op.f("uq_member_name")),
        sa.UniqueConstraint("skeleton", name=op.f("uq_member_skeleton")),
    )

    op.create_table(
        "draft",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_draft_member_id")),
        sa.PrimaryKeyConstraint("member_id", "place", name=op.f("pk_draft")),
    )

    op.create_table(
        "loginsession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_loginsession_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loginsession")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_loginsession_token_hash")),
    )
    op.create_index(op.f("ix_loginsession_member_id"), "loginsession", ["member_id"])

    op.create_table(
        "mailedtoken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose in ('confirm', 'reset')", name=op.f("ck_mailedtoken_purpose")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_mailedtoken_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailedtoken")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailedtoken_token_hash")),
    )
    op.create_index(op.f("ix_mailedtoken_member_id"), "mailedtoken", ["member_id"])

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_notice_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_newest", "notice", ["member_id", "id"])
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["member_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )

    op.create_table(
        "subwiki",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("members_count", sa.Integer(), nullable=False),
        sa.Column("posts_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["member.id"], name=op.f("fk_subwiki_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subwiki")),
        sa.UniqueConstraint("slug", name=op.f("uq_subwiki_slug")),
    )
    op.create_index(op.f("ix_subwiki_created_by_id"), "subwiki", ["created_by_id"])

    op.create_table(
        "membership",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subwiki_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role in ('member', 'moderator')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_membership_subwiki_id")),
        sa.PrimaryKeyConstraint("member_id", "subwiki_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_subwiki_id"), "membership", ["subwiki_id"])

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("link_key", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("votes_count", sa.Integer(), nullable=False),
        sa.Column("comments_count", sa.Integer(), nullable=False),
        sa.Column("first_headline", sa.String(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("corrected_reason", sa.String(), nullable=False),
        sa.Column("corrected_source", sa.String(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('news', 'discussion')", name=op.f("ck_post_kind")),
        sa.CheckConstraint("mode in ('collaborative', 'individual')", name=op.f("ck_post_mode")),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_post_author_id")),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["member.id"], name=op.f("fk_post_corrected_by_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_post_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(
        "ix_post_author_feed",
        "post",
        ["author_id", "published_at", "id"],
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_index(
        "ix_post_feed",
        "post",
        ["published_at", "id"],
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_index(op.f("ix_post_host"), "post", ["host"])
    op.create_index(op.f("ix_post_link_key"), "post", ["link_key"])
    op.create_index(
        "ix_post_subwiki_feed",
        "post",
        ["subwiki_id", "published_at", "id"],
        sqlite_where=sa.text("hidden_at IS NULL"),
        postgresql_where=sa.text("hidden_at IS NULL"),
    )

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("post_revision", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_comment_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"])
    op.create_index("ix_comment_thread", "comment", ["post_id", "created_at", "id"])

    op.create_table(
        "logentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("flags_count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("action in ('hide', 'dismiss', 'restore', 'suspend', 'reinstate')", name=op.f("ck_logentry_action")),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name=op.f("fk_logentry_actor_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_logentry_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_logentry_post_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_logentry_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logentry")),
    )
    op.create_index(op.f("ix_logentry_actor_id"), "logentry", ["actor_id"])
    op.create_index("ix_logentry_newest", "logentry", ["at", "id"])
    op.create_index(op.f("ix_logentry_post_id"), "logentry", ["post_id"])
    op.create_index(op.f("ix_logentry_subwiki_id"), "logentry", ["subwiki_id"])

    op.create_table(
        "savedpost",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_savedpost_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_savedpost_post_id")),
        sa.PrimaryKeyConstraint("member_id", "post_id", name=op.f("pk_savedpost")),
    )
    op.create_index("ix_savedpost_newest", "savedpost", ["member_id", "at"])
    op.create_index(op.f("ix_savedpost_post_id"), "savedpost", ["post_id"])

    op.create_table(
        "vote",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vote_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_vote_post_id")),
        sa.PrimaryKeyConstraint("member_id", "post_id", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_post_id"), "vote", ["post_id"])

    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flagger_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("subject_kind in ('post', 'comment')", name=op.f("ck_flag_subject_kind")),
        sa.ForeignKeyConstraint(["decision_id"], ["logentry.id"], name=op.f("fk_flag_decision_id")),
        sa.ForeignKeyConstraint(["flagger_id"], ["member.id"], name=op.f("fk_flag_flagger_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_flag_post_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_flag_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("flagger_id", "subject_kind", "subject_id", name="uq_flag_once_each"),
    )
    op.create_index(op.f("ix_flag_decision_id"), "flag", ["decision_id"])
    op.create_index(
        "ix_flag_open",
        "flag",
        ["subwiki_id", "subject_kind", "subject_id"],
        sqlite_where=sa.text("decision_id IS NULL"),
        postgresql_where=sa.text("decision_id IS NULL"),
    )
    op.create_index("ix_flag_subject", "flag", ["subject_kind", "subject_id"])

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("subwiki_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("change in ('created', 'headline', 'text', 'page')", name=op.f("ck_revision_change")),
        sa.CheckConstraint(
            "(post_id IS NOT NULL AND comment_id IS NULL AND subwiki_id IS NULL) OR (post_id IS NULL AND comment_id IS NOT NULL AND subwiki_id IS NULL) OR (post_id IS NULL AND comment_id IS NULL AND subwiki_id IS NOT NULL)",
            name=op.f("ck_revision_one_thing"),
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_revision_comment_id")),
        sa.ForeignKeyConstraint(["editor_id"], ["member.id"], name=op.f("fk_revision_editor_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_revision_post_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_revision_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_revision_comment_id_number")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_revision_post_id_number")),
        sa.UniqueConstraint("subwiki_id", "number", name=op.f("uq_revision_subwiki_id_number")),
    )
    op.create_index(
        "ix_revision_corrections",
        "revision",
        ["at"],
        sqlite_where=sa.text("change = 'headline'"),
        postgresql_where=sa.text("change = 'headline'"),
    )
    op.create_index("ix_revision_editor", "revision", ["editor_id", "at"])


def downgrade() -> None:
    """Go back: indexes go with their tables."""
    for table in (
        "revision",
        "flag",
        "vote",
        "savedpost",
        "logentry",
        "comment",
        "post",
        "membership",
        "subwiki",
        "notice",
        "mailedtoken",
        "loginsession",
        "draft",
        "member",
    ):
        op.drop_table(table)
