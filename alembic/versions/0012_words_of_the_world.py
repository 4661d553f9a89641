"""Subwikis are searched without regard to case and have names that do not look alike; tags and chosen words have the one spelling.

Names of members and subwikis that look alike and are there already stay; the later one's skeleton is lengthened by its folded name.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from wtsocial.text.names import skeleton
from wtsocial.text.subwiki_names import subwiki_skeleton
from wtsocial.text.tags import tags_of
from wtsocial.text.words import fold

revision = "0012"
down_revision = "0011"

AT_ONCE = 500


def _table(name: str, *columns: str) -> Any:
    return sa.table(name, *(sa.column(column) for column in columns))


def _batches(table: Any, *where: Any) -> Iterator[list[Any]]:
    """The rows of a table by their ids, in batches."""
    last = 0
    while rows := op.get_bind().execute(sa.select(table).where(table.c.id > last, *where).order_by(table.c.id).limit(AT_ONCE)).all():
        last = rows[-1].id
        yield list(rows)


def _update(table: Any, column: str, values: list[dict[str, Any]]) -> None:
    """Write a column of many rows: `this` is the id, `new` the value."""
    if values:
        changed = sa.update(table).where(table.c.id == sa.bindparam("this")).values({column: sa.bindparam("new")})
        op.get_bind().execute(changed, values)


def _write_skeletons(name: str, form: Callable[[str], str]) -> None:
    """Give every row the skeleton of its name, each once: the first of those that look alike has it as it is."""
    table, seen = _table(name, "id", "name", "skeleton"), set[str]()
    changed: list[dict[str, Any]] = []
    for rows in _batches(table):
        for row in rows:
            look = form(row.name)
            look = look if look not in seen else f"{look} {fold(row.name)}"
            look = look if look not in seen else f"{look} {row.id}"
            seen.add(look)
            changed += [{"this": row.id, "new": look}] if look != row.skeleton else []
    # First out of each other's way: one's new form may be another's old one.
    for start in range(0, len(changed), AT_ONCE):
        _update(table, "skeleton", [{"this": one["this"], "new": f"\t{one['this']}"} for one in changed[start : start + AT_ONCE]])
    for start in range(0, len(changed), AT_ONCE):
        _update(table, "skeleton", changed[start : start + AT_ONCE])


def _fold_subwikis() -> None:
    table = _table("subwiki", "id", "slug", "name", "description", "folded")
    for rows in _batches(table):
        _update(table, "folded", [{"this": row.id, "new": fold(f"{row.slug}\n{row.name}\n{row.description}")} for row in rows])


def _read_tags_again() -> None:
    """The tags of every post that has a sign of one, and the places of those that are shown."""
    bind = op.get_bind()
    post = _table("post", "id", "headline", "text", "tags", "published_at", "hidden_at")
    posttag = _table("posttag", "post_id", "tag", "published_at")
    marked = sa.or_(*(column.like(f"%{sign}%") for column in (post.c.headline, post.c.text) for sign in "#＃"))
    for rows in _batches(post, marked):
        found = [(row, tags) for row in rows if " ".join(tags := tags_of(row.headline, row.text)) != row.tags]
        _update(post, "tags", [{"this": row.id, "new": " ".join(tags)} for row, tags in found])
        if found:
            bind.execute(sa.delete(posttag).where(posttag.c.post_id.in_([row.id for row, _ in found])))
        if places := [
            {"post_id": row.id, "tag": tag, "published_at": row.published_at} for row, tags in found if not row.hidden_at for tag in tags
        ]:
            bind.execute(sa.insert(posttag), places)


def _spell(document: str) -> str:
    """A document of choices with its tags and words in the one spelling."""
    chosen: dict[str, Any] = json.loads(document)
    hide: dict[str, Any] = chosen.get("hide") or {}
    for holder, part in ((chosen, "tags"), (hide, "tags"), (hide, "words")):
        if isinstance(holder.get(part), list):
            holder[part] = sorted({fold(value) for value in holder[part]})
    return json.dumps(chosen)


def _spell_choices() -> None:
    bind = op.get_bind()
    for name, column in (("member", "choices"), ("preset", "document")):
        table = _table(name, "id", column)
        for rows in _batches(table, table.c[column] != ""):
            old = {row.id: getattr(row, column) for row in rows}
            new = {number: _spell(document) for number, document in old.items()}
            _update(
                table,
                column,
                [{"this": number, "new": new[number]} for number in old if json.loads(old[number]) != json.loads(new[number])],
            )
    version = _table("choiceversion", "member_id", "number", "document")
    for row in bind.execute(sa.select(version)).all():
        if json.loads(row.document) != json.loads(spelled := _spell(row.document)):
            this = (version.c.member_id == row.member_id, version.c.number == row.number)
            bind.execute(sa.update(version).where(*this).values(document=spelled))
    follow = _table("tagfollow", "member_id", "tag", "at")
    for row in bind.execute(sa.select(follow)).all():
        if row.tag != (tag := fold(row.tag)):
            mine = follow.c.member_id == row.member_id
            there = bind.execute(sa.select(follow.c.tag).where(mine, follow.c.tag == tag)).first()
            old = sa.and_(mine, follow.c.tag == row.tag)
            bind.execute(sa.delete(follow).where(old) if there else sa.update(follow).where(old).values(tag=tag))


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.add_column(sa.Column("skeleton", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("folded", sa.String(), nullable=False, server_default=""))
    _write_skeletons("subwiki", subwiki_skeleton)
    _fold_subwikis()
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.alter_column("skeleton", server_default=None, existing_type=sa.String(), existing_nullable=False)
        batch_op.alter_column("folded", server_default=None, existing_type=sa.String(), existing_nullable=False)
        batch_op.create_unique_constraint(op.f("uq_subwiki_skeleton"), ["skeleton"])
    _write_skeletons("member", skeleton)
    _read_tags_again()
    _spell_choices()


def downgrade() -> None:
    """Go back. Spellings stay as they are: they are good ones for what came before, too."""
    with op.batch_alter_table("subwiki") as batch_op:
        batch_op.drop_constraint(op.f("uq_subwiki_skeleton"), type_="unique")
        batch_op.drop_column("folded")
        batch_op.drop_column("skeleton")
