"""Statements that nobody waits for: they travel with the next one or with the commit, in their order, and nothing of them is lost or left."""

import asyncio

import pytest
from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from tests.factories import make_member
from tests.trips import counting_trips
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.db import statements
from wtsocial.db.session import Step
from wtsocial.models import Draft, Member

pytestmark = pytest.mark.usefixtures("database")

MEMBER = statements.table(Member)
LENGTHEN = update(MEMBER).where(MEMBER.c.name == "ana").values(about=MEMBER.c.about + bindparam("more"))


async def _about() -> str:
    async with db.reading() as session:
        return (await session.exec(select(Member.about).where(Member.name == "ana"))).one()


async def _open_connections() -> None:
    """What the first use of a connection costs is not counted."""
    async with db.transaction() as change:
        await change.session.exec(select(Member.id))


async def test_what_is_sent_ahead_travels_with_the_next_statement_in_its_order() -> None:
    await make_member()
    await _open_connections()
    with counting_trips() as trips:
        async with db.transaction() as change:
            for letter in "abc":
                await change.send(LENGTHEN, {"more": letter})
            assert (await change.session.exec(select(Member.about).where(Member.name == "ana"))).one() == "abc"
    # The statement with all before it, BEGIN too; and the commit.
    assert len(trips) == 2


async def test_or_with_the_commit() -> None:
    await make_member()
    await _open_connections()
    with counting_trips() as trips:
        async with db.transaction() as change:
            await change.send(LENGTHEN, {"more": "a"})
            await change.send(LENGTHEN, {"more": "b"})
    assert (len(trips), await _about()) == (1, "ab")


async def test_a_transaction_that_does_nothing_is_no_trip() -> None:
    await _open_connections()
    with counting_trips() as trips:
        async with db.transaction():
            pass
    assert trips == []


async def _look(change: db.Transaction) -> None:
    await change.session.exec(select(Member.about))


async def _refused(ana: Viewer, *, then: Step) -> None:
    """A change with a row in it that the table does not take."""
    async with db.transaction() as change:
        await change.send(LENGTHEN, {"more": "lost"})
        row = {"member_id": ana.id, "place": "submit", "fields": {}, "at": None}
        await statements.insert_unasked(change.session, Draft, [row])
        await then(change)


async def test_what_is_refused_is_said_by_the_next_statement_and_nothing_is_kept() -> None:
    ana = await make_member()
    with pytest.raises(IntegrityError):
        await _refused(ana, then=_look)
    assert await _about() == ""


async def test_or_by_the_commit() -> None:
    ana = await make_member()
    announced: list[str] = []

    async def promise(change: db.Transaction) -> None:
        async def note() -> None:
            announced.append("said")

        change.after_commit(note)

    with pytest.raises(IntegrityError):
        await _refused(ana, then=promise)
    assert (announced, await _about()) == ([], "")
    # The connection is as good as before.
    async with db.transaction() as change:
        await change.send(LENGTHEN, {"more": "later"})
    assert await _about() == "later"


async def test_what_was_sent_before_a_failure_of_ours_never_leaves() -> None:
    await make_member()

    async def fail() -> None:
        async with db.transaction() as change:
            await change.send(LENGTHEN, {"more": "lost"})
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        await fail()
    async with db.transaction() as change:
        await change.send(LENGTHEN, {"more": "next"})
    assert await _about() == "next"


async def test_a_change_that_is_given_up_in_the_middle_of_a_trip_leaves_no_transaction_open() -> None:
    await make_member()

    async def begin() -> None:
        async with db.transaction() as change:
            await change.send(LENGTHEN, {"more": "lost"})
            await change.session.exec(select(Member.about))
            await asyncio.Event().wait()  # or it might be given up in the middle of its commit, which nobody can take back

    for _ in range(5):
        given_up = asyncio.create_task(begin())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
    # Neither locked nor written.
    async with db.transaction() as change:
        await change.send(LENGTHEN, {"more": "free"})
    assert await _about() == "free"


async def test_what_was_changed_of_a_row_is_written_along_and_once() -> None:
    await make_member()
    await _open_connections()
    with counting_trips() as trips:
        async with db.transaction() as change:
            ana = (await change.session.exec(select(Member).where(Member.name == "ana"))).one()
            ana.about = "hello"
            await statements.save(change.session, ana)
            ana.language = "he"
    # The row; what was changed after that; the commit.
    assert len(trips) == 3
    async with db.reading() as session:
        found = (await session.exec(select(Member).where(col(Member.name) == "ana"))).one()
        assert (found.about, found.language) == ("hello", "he")
