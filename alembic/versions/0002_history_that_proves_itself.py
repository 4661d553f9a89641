"""Histories that prove themselves, suggestions, protection, disputes, source memory.

Every revision that is there is sealed as `wtsocial.text.chain` does it; its format is specified in docs/HISTORY.md.
"""

import re
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from wtsocial.revisions import chain
from wtsocial.text.domains import registrable

revision = "0002"
down_revision = "0001"

REVISION = (
    "id", "post_id", "comment_id", "subwiki_id", "number", "editor_id", "change", "reason",
    "headline", "text", "rules", "note", "source", "size", "salt", "digest", "seal",
)  # fmt: skip
PROTECTION = "protection in ('', 'member', 'trusted', 'moderator')"
VIA = "via in ('', 'revert', 'undo', 'merge', 'suggestion', 'vote')"
OLD_ACTIONS = "action in ('hide', 'dismiss', 'restore', 'suspend', 'reinstate')"
ACTIONS = "action in ('hide', 'dismiss', 'restore', 'suspend', 'reinstate', 'erase', 'protect', 'unprotect', 'answer', 'brake', 'settle')"


def _seal_all() -> None:
    """Give every revision its salt, digest and seal, thing by thing; and each thing its head."""
    bind = op.get_bind()
    revision = sa.table("revision", *(sa.column(name) for name in REVISION), sa.column("at", sa.DateTime(timezone=True)))
    for kind in ("post", "comment", "subwiki"):
        thing_id = revision.c[f"{kind}_id"]
        before: dict[int, str] = {}
        wanted = sa.select(revision).where(thing_id.is_not(None)).order_by(revision.c.number)
        sealed: list[dict[str, Any]] = []
        for row in bind.execute(wanted).mappings():
            number = row[f"{kind}_id"]
            salt = chain.new_salt()
            digest = chain.digest_of(salt, {name: row[name] for name in chain.CONTENT})
            size = chain.size_of({name: row[name] for name in ("headline", "text", "rules")})
            at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
            facts = {"number": row["number"], "editor": row["editor_id"], "at": chain.instant(at), "change": row["change"]}
            facts |= {"via": "", "reason": row["reason"], "own_error": False, "restores": 0, "size": size}
            before[number] = chain.seal(f"{kind}/{number}", before.get(number, chain.START), facts, digest)
            sealed.append({"this": row["id"], "salt_": salt, "digest_": digest, "size_": size, "seal_": before[number]})
        values = {name: sa.bindparam(f"{name}_") for name in ("salt", "digest", "size", "seal")}
        things = sa.table(kind, sa.column("id"), sa.column("head"))
        if sealed:
            bind.execute(sa.update(revision).where(revision.c.id == sa.bindparam("this")).values(**values), sealed)
            heads = [{"this": number, "seal_": seal} for number, seal in before.items()]
            bind.execute(sa.update(things).where(things.c.id == sa.bindparam("this")).values(head=sa.bindparam("seal_")), heads)


def _count() -> None:
    """What the new counters say of what is there."""
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE member SET contributions = (SELECT count(*) FROM revision WHERE revision.editor_id = member.id)"))
    hosts = list(bind.execute(sa.text("SELECT DISTINCT host FROM post WHERE host <> ''")).scalars())
    for host in hosts:
        bind.execute(sa.text("UPDATE post SET domain = :domain WHERE host = :host"), {"domain": registrable(host), "host": host})
    newest = "SELECT max(number) FROM revision WHERE revision.post_id = post.id AND change = 'headline' AND reason <> 'spelling'"
    bind.execute(sa.text(f"UPDATE post SET corrected_revision = coalesce(({newest}), 0) WHERE corrected_at IS NOT NULL"))  # noqa: S608 # our own words
    shown = "SELECT domain, count(*), sum(CASE WHEN corrected_revision > 0 THEN 1 ELSE 0 END) FROM post"
    counted = f"{shown} WHERE domain <> '' AND hidden_at IS NULL GROUP BY domain"
    bind.execute(sa.text(f"INSERT INTO source (domain, posts_count, corrected_count) {counted}"))


def _point_notices() -> None:
    """Have notices name their post, and a correction its revisions, instead of holding copies of headlines."""
    bind = op.get_bind()
    notice = sa.table("notice", sa.column("id"), sa.column("kind"), sa.column("path"), sa.column("params", sa.JSON), sa.column("post_id"))
    revision = sa.table("revision", *(sa.column(name) for name in ("post_id", "number", "change", "headline")))
    for row in list(bind.execute(sa.select(notice))):
        # One without a headline points already: it was here before this was undone.
        copies = "headline" in row.params
        params: dict[str, Any] = {name: value for name, value in row.params.items() if not copies or name not in ("headline", "before")}
        named = re.match(r"/post/(\d+)", row.path)
        if named and copies and row.kind == "corrected":
            became = (revision.c.post_id == int(named[1]), revision.c.change == "headline", revision.c.headline == row.params["headline"])
            number = bind.execute(sa.select(sa.func.max(revision.c.number)).where(*became)).scalar()
            params |= {"before": number - 1, "after": number} if number else {}
        values = {"params": params, "post_id": int(named[1]) if named else None}
        bind.execute(sa.update(notice).where(notice.c.id == row.id).values(**values))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "source",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("posts_count", sa.Integer(), nullable=False),
        sa.Column("corrected_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_source")),
    )
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("subwiki_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("for_source", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome in ('', 'kept', 'struck')", name=op.f("ck_contest_outcome")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["member.id"], name=op.f("fk_contest_answered_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_contest_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_contest_post_id")),
        sa.ForeignKeyConstraint(["subwiki_id"], ["subwiki.id"], name=op.f("fk_contest_subwiki_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
    )
    with op.batch_alter_table("contest") as batch_op:
        batch_op.create_index(op.f("ix_contest_domain"), ["domain"], unique=False)
        batch_op.create_index(op.f("ix_contest_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "ix_contest_once_each",
            ["post_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.create_index(op.f("ix_contest_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            "ix_contest_waiting",
            ["subwiki_id"],
            unique=False,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("votes_one", sa.Integer(), nullable=False),
        sa.Column("votes_other", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("field in ('headline', 'text')", name=op.f("ck_dispute_field")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_dispute_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    with op.batch_alter_table("dispute") as batch_op:
        batch_op.create_index(op.f("ix_dispute_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            "ix_dispute_running",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("suggester_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("agrees", sa.Integer(), nullable=False),
        sa.Column("disagrees", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'agreed', 'accepted', 'declined', 'fallen', 'withdrawn', 'outdated')", name=op.f("ck_suggestion_state")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_suggestion_post_id")),
        sa.ForeignKeyConstraint(["suggester_id"], ["member.id"], name=op.f("fk_suggestion_suggester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    with op.batch_alter_table("suggestion") as batch_op:
        batch_op.create_index(
            "ix_suggestion_once_each",
            ["post_id", "suggester_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'agreed')"),
            postgresql_where=sa.text("state IN ('open', 'agreed')"),
        )
        batch_op.create_index(
            "ix_suggestion_open",
            ["post_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('open', 'agreed')"),
            postgresql_where=sa.text("state IN ('open', 'agreed')"),
        )
        batch_op.create_index(op.f("ix_suggestion_post_id"), ["post_id"], unique=False)
        batch_op.create_index(op.f("ix_suggestion_suggester_id"), ["suggester_id"], unique=False)

    op.create_table(
        "disputeparty",
        sa.Column("dispute_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_disputeparty_dispute_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_disputeparty_member_id")),
        sa.PrimaryKeyConstraint("dispute_id", "member_id", name=op.f("pk_disputeparty")),
    )
    with op.batch_alter_table("disputeparty") as batch_op:
        batch_op.create_index(op.f("ix_disputeparty_member_id"), ["member_id"], unique=False)

    op.create_table(
        "disputevote",
        sa.Column("dispute_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_disputevote_dispute_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_disputevote_member_id")),
        sa.PrimaryKeyConstraint("dispute_id", "member_id", name=op.f("pk_disputevote")),
    )
    with op.batch_alter_table("disputevote") as batch_op:
        batch_op.create_index(op.f("ix_disputevote_member_id"), ["member_id"], unique=False)

    op.create_table(
        "suggestionvote",
        sa.Column("suggestion_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_suggestionvote_member_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestionvote_suggestion_id")),
        sa.PrimaryKeyConstraint("suggestion_id", "member_id", name=op.f("pk_suggestionvote")),
    )
    with op.batch_alter_table("suggestionvote") as batch_op:
        batch_op.create_index(op.f("ix_suggestionvote_member_id"), ["member_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_id"], ["member.id"], name=op.f("fk_review_reviewer_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_review")),
    )
    op.create_table(
        "thanks",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_thanks_member_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_thanks_revision_id")),
        sa.PrimaryKeyConstraint("member_id", "revision_id", name=op.f("pk_thanks")),
    )
    with op.batch_alter_table("thanks") as batch_op:
        batch_op.create_index(op.f("ix_thanks_revision_id"), ["revision_id"], unique=False)

    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(sa.Column("head", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("logentry") as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("detail", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f("ck_logentry_action"), type_="check")
        batch_op.create_check_constraint(op.f("ck_logentry_action"), ACTIONS)

    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("contributions", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_notice_about", ["post_id", "kind", "member_id"], unique=False)
        batch_op.create_foreign_key(op.f("fk_notice_post_id"), "post", ["post_id"], ["id"])

    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("domain", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("head", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("corrected_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("own_error", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("suggestions_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("agreed_headline", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("protection", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("protected_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_post_domain_feed", ["domain", "published_at", "id"], unique=False)
        batch_op.create_index(
            "ix_post_domain_corrected",
            ["domain", "corrected_at", "id"],
            unique=False,
            sqlite_where=sa.text("hidden_at IS NULL AND corrected_revision > 0"),
            postgresql_where=sa.text("hidden_at IS NULL AND corrected_revision > 0"),
        )
        batch_op.create_check_constraint(op.f("ck_post_protection"), PROTECTION)

    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(sa.Column("via", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("restores", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("own_error", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("size", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("salt", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("digest", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("seal", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_revision_newest", ["at", "id"], unique=False)
        batch_op.create_check_constraint(op.f("ck_revision_via"), VIA)

    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.add_column(sa.Column("head", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreements", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("protection", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("protected_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f("ck_subwiki_protection"), PROTECTION)

    _seal_all()
    _point_notices()
    _count()


def downgrade() -> None:
    """Go back. What was sealed, suggested, protected or contested is forgotten; actions that the old log does not know, too."""
    actions = ("erase", "protect", "unprotect", "answer", "brake", "settle")
    op.execute(sa.text("DELETE FROM logentry WHERE action IN :actions").bindparams(sa.bindparam("actions", actions, expanding=True)))
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.drop_constraint(op.f("ck_subwiki_protection"), type_="check")
        batch_op.drop_column("protected_until")
        batch_op.drop_column("protection")
        batch_op.drop_column("agreements")
        batch_op.drop_column("head")

    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_constraint(op.f("ck_revision_via"), type_="check")
        batch_op.drop_index("ix_revision_newest")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("stands")
        batch_op.drop_column("seal")
        batch_op.drop_column("digest")
        batch_op.drop_column("salt")
        batch_op.drop_column("size")
        batch_op.drop_column("own_error")
        batch_op.drop_column("restores")
        batch_op.drop_column("via")

    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_constraint(op.f("ck_post_protection"), type_="check")
        batch_op.drop_index("ix_post_domain_feed")
        batch_op.drop_index(
            "ix_post_domain_corrected",
            sqlite_where=sa.text("hidden_at IS NULL AND corrected_revision > 0"),
            postgresql_where=sa.text("hidden_at IS NULL AND corrected_revision > 0"),
        )
        batch_op.drop_column("disputed_at")
        batch_op.drop_column("protected_until")
        batch_op.drop_column("protection")
        batch_op.drop_column("agreed_headline")
        batch_op.drop_column("suggestions_count")
        batch_op.drop_column("own_error")
        batch_op.drop_column("corrected_revision")
        batch_op.drop_column("head")
        batch_op.drop_column("domain")

    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(op.f("fk_notice_post_id"), type_="foreignkey")
        batch_op.drop_index("ix_notice_about")
        batch_op.drop_column("post_id")

    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_column("contributions")

    with op.batch_alter_table("logentry") as batch_op:
        batch_op.drop_constraint(op.f("ck_logentry_action"), type_="check")
        batch_op.create_check_constraint(op.f("ck_logentry_action"), OLD_ACTIONS)
        batch_op.drop_column("until")
        batch_op.drop_column("detail")
        batch_op.drop_column("revision")

    with op.batch_alter_table("comment") as batch_op:
        batch_op.drop_column("edited_at")
        batch_op.drop_column("head")

    with op.batch_alter_table("thanks") as batch_op:
        batch_op.drop_index(op.f("ix_thanks_revision_id"))

    op.drop_table("thanks")
    op.drop_table("review")
    with op.batch_alter_table("suggestionvote") as batch_op:
        batch_op.drop_index(op.f("ix_suggestionvote_member_id"))

    op.drop_table("suggestionvote")
    with op.batch_alter_table("disputevote") as batch_op:
        batch_op.drop_index(op.f("ix_disputevote_member_id"))

    op.drop_table("disputevote")
    with op.batch_alter_table("disputeparty") as batch_op:
        batch_op.drop_index(op.f("ix_disputeparty_member_id"))

    op.drop_table("disputeparty")
    with op.batch_alter_table("suggestion") as batch_op:
        batch_op.drop_index(op.f("ix_suggestion_suggester_id"))
        batch_op.drop_index(op.f("ix_suggestion_post_id"))
        batch_op.drop_index(
            "ix_suggestion_open",
            sqlite_where=sa.text("state IN ('open', 'agreed')"),
            postgresql_where=sa.text("state IN ('open', 'agreed')"),
        )
        batch_op.drop_index(
            "ix_suggestion_once_each",
            sqlite_where=sa.text("state IN ('open', 'agreed')"),
            postgresql_where=sa.text("state IN ('open', 'agreed')"),
        )

    op.drop_table("suggestion")
    with op.batch_alter_table("dispute") as batch_op:
        batch_op.drop_index(
            "ix_dispute_running", sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL")
        )
        batch_op.drop_index(op.f("ix_dispute_post_id"))

    op.drop_table("dispute")
    with op.batch_alter_table("contest") as batch_op:
        batch_op.drop_index(
            "ix_contest_waiting", sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL")
        )
        batch_op.drop_index(op.f("ix_contest_post_id"))
        batch_op.drop_index(
            "ix_contest_once_each", sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL")
        )
        batch_op.drop_index(op.f("ix_contest_member_id"))
        batch_op.drop_index(op.f("ix_contest_domain"))

    op.drop_table("contest")
    op.drop_table("source")
