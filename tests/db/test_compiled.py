"""Compiled statements do what SQLAlchemy does with the same statement: the same rows, the same values, the same refusals."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Executable, QueuePool, bindparam, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from tests.factories import make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.db import statements
from wtsocial.db.compiled import compiled
from wtsocial.db.rows import insert_row, row_of
from wtsocial.models import Comment, Draft, Member, Notice, Post, now

pytestmark = pytest.mark.usefixtures("database")

DRAFT, MEMBER, NOTICE, POST = (statements.table(model) for model in (Draft, Member, Notice, Post))
KEPT = insert(DRAFT).returning(*DRAFT.c)
FOUND = select(DRAFT).where(DRAFT.c.member_id == bindparam("of_member")).order_by(DRAFT.c.place).limit(2)
SAID = (MEMBER.c.id, literal("comment"), literal("/"), literal({}, NOTICE.c.params.type), MEMBER.c.created_at)
TOLD = insert(NOTICE).from_select(["member_id", "kind", "path", "params", "at"], select(*SAID))
FIELDS = {"text": "Ice 100 %", "more": {"is": ["kept", None, True]}}


def _is_compiled(statement: Executable, *names: str) -> bool:
    return compiled(statement, db.engine().dialect, names) is not None


async def _twice(change: db.Transaction, statement: Executable, given: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
    """What a statement answers SQLAlchemy's own way, and then as it was compiled."""
    found = [[tuple(row) for row in await change.run(statement, given)] for _ in range(2)]
    assert _is_compiled(statement, *given)
    return found


async def test_what_is_read_is_the_same_row_with_the_same_names() -> None:
    ana = await make_member()
    at = datetime(2026, 11, 23, 9, 30, 0, 1, tzinfo=UTC)
    async with db.transaction() as change:
        for place in ("c", "a", "b"):
            await change.run(KEPT, {"member_id": ana.id, "place": place, "fields": FIELDS, "at": at})
        assert _is_compiled(KEPT, "member_id", "place", "fields", "at")
        own, as_compiled = await _twice(change, FOUND, {"of_member": ana.id})
        assert own == as_compiled == [(ana.id, "a", FIELDS, at), (ana.id, "b", FIELDS, at)]
        (first, _) = await change.run(FOUND, {"of_member": ana.id})
        assert (first.place, first.fields, first.at.tzinfo) == ("a", FIELDS, UTC)


async def test_booleans_moments_and_counts_come_out_as_they_are() -> None:
    await make_member()
    asked = select(MEMBER.c.is_admin, MEMBER.c.created_at, func.count().label("all"), MEMBER.c.state.in_(["active", "x"])).group_by(
        MEMBER.c.id
    )
    async with db.transaction() as change:
        own, as_compiled = await _twice(change, asked, {})
    assert own == as_compiled
    assert [type(value) for value in as_compiled[0]] == [bool, datetime, int, bool]


async def test_a_value_that_stands_in_a_statement_may_be_given_too() -> None:
    await make_member("ana")
    await make_member("ben")
    asked = select(MEMBER.c.name).where(MEMBER.c.name == bindparam("name", "ana"))
    async with db.transaction() as change:
        for given, name in ({}, "ana"), ({"name": "ben"}, "ben"):
            own, as_compiled = await _twice(change, asked, given)
            assert own == as_compiled == [(name,)]


async def test_what_a_model_says_of_columns_that_are_not_given_is_written() -> None:
    await make_member()
    asked = select(NOTICE.c.renewed)
    async with db.transaction() as change:
        for _ in range(2):
            await change.run(TOLD, {})
        assert _is_compiled(TOLD)
        assert [row.renewed for row in await change.run(asked, {})] == [False, False]


async def test_what_is_made_of_more_than_text_and_values_goes_its_own_way() -> None:
    ana = await make_member()
    listed = select(MEMBER.c.name).where(MEMBER.c.id.in_(bindparam("ids", expanding=True)))
    async with db.transaction() as change:
        for ids in [ana.id], [], [ana.id, 0]:
            assert [row.name for row in await change.run(listed, {"ids": ids})] == (["ana"] if ids else [])
    assert not _is_compiled(listed, "ids")
    # Its key is asked for, which nobody named.
    assert not _is_compiled(insert(POST), "kind")


async def test_a_statement_that_was_built_for_this_once_is_not_compiled() -> None:
    assert not _is_compiled(select(MEMBER.c.id))


async def test_the_columns_of_an_update_are_those_that_are_given() -> None:
    await make_member()
    changed = update(MEMBER).where(MEMBER.c.name == "ana")
    asked = select(MEMBER.c.about, MEMBER.c.language)
    async with db.transaction() as change:
        for given in ({"about": "new"}, {"about": "newer"}, {"language": "he"}, {"language": "en"}):
            await change.run(changed, given)
        assert [tuple(row) for row in await change.run(asked, {})] == [("newer", "en")]
    assert _is_compiled(changed, "about")


async def test_a_value_that_is_not_given_is_a_mistake() -> None:
    async with db.transaction() as change:
        await change.run(FOUND, {"of_member": 1})
        with pytest.raises(KeyError, match="of_member"):
            await change.run(FOUND, {})


async def test_what_the_database_refuses_is_refused_in_the_same_words() -> None:
    ana = await make_member()
    row = {"member_id": ana.id, "place": "submit", "fields": {}, "at": now()}
    async with db.transaction() as change:
        await change.run(KEPT, row)
    said: list[str] = []
    for statement in (insert(DRAFT).returning(*DRAFT.c), KEPT):
        with pytest.raises(IntegrityError) as refused:
            async with db.transaction() as change:
                await change.run(statement, row)
        said.append(type(refused.value.orig).__name__)
    assert said[0] == said[1]
    async with db.transaction() as change:
        assert len(await change.run(FOUND, {"of_member": ana.id})) == 1


@pytest.mark.parametrize("turns", range(5))
async def test_a_change_that_nobody_waits_for_any_more_leaves_nothing_behind(turns: int) -> None:
    ana = await make_member()

    async def keep() -> None:
        async with db.transaction() as change:
            for place in "abcdef":
                await change.run(KEPT, {"member_id": ana.id, "place": place, "fields": {}, "at": now()})
            await asyncio.sleep(60)

    given_up = asyncio.create_task(keep())
    for _ in range(turns):
        await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert cast("QueuePool", db.engine().sync_engine.pool).checkedout() == 0
    async with db.transaction() as change:
        assert await change.run(FOUND, {"of_member": ana.id}) in ([], ())
        await change.run(delete(DRAFT), {})


async def test_a_row_is_the_one_that_the_orm_loads_and_what_is_changed_of_it_is_written() -> None:
    place, ana = await make_subwiki(), await make_member()
    post_id = await make_post(ana, place)
    async with db.transaction() as change:
        written = await insert_row(change, Comment, post_id=post_id, author_id=ana.id, text="So it is.", post_revision=1)
        loaded = await change.session.get_one(Comment, written.id)
        assert loaded.model_dump() == written.model_dump()
        (columns,) = await change.run(select(POST).where(POST.c.id == post_id), {})
        post = row_of(Post, columns._asdict())
        post.headline, post.corrected_at = "Another", now() - timedelta(days=1)
        await statements.save(change.session, post)
    async with db.reading() as session:
        stored = await session.get_one(Post, post_id)
        assert (stored.headline, stored.corrected_at, stored.text) == (post.headline, post.corrected_at, post.text)
