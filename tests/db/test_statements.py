"""Statements: an id is there once the row is flushed, and asking too early is said clearly."""

import pytest
from sqlalchemy import Integer, bindparam, select

from tests.factories import make_member
from wtsocial import db
from wtsocial.db.engines import made_for
from wtsocial.db.statements import id_of, insert_once, table
from wtsocial.models import Subwiki

pytestmark = pytest.mark.usefixtures("database")


def _subwiki(member_id: int) -> Subwiki:
    return Subwiki(slug="ice", name="Ice", created_by_id=member_id)


async def test_a_row_has_an_id_once_it_is_flushed() -> None:
    viewer = await make_member("ana")
    async with db.transaction() as change:
        subwiki = _subwiki(viewer.id)
        with pytest.raises(ValueError, match="Subwiki has no id"):
            id_of(subwiki)
        change.session.add(subwiki)
        await change.session.flush()
        assert id_of(subwiki) > 0


async def test_what_is_inserted_once_is_not_inserted_twice() -> None:
    viewer = await make_member("ana")
    async with db.transaction() as change:
        values = _subwiki(viewer.id).model_dump(exclude={"id"})
        assert await insert_once(change.session, Subwiki, **values)
        assert not await insert_once(change.session, Subwiki, **values)


async def test_postgresql_is_told_how_many_rows_are_wanted_and_not_by_a_parameter() -> None:
    most = bindparam("most", type_=Integer())
    wanted = select(table(Subwiki).c.id).order_by(table(Subwiki).c.id).limit(most).offset(most - 1)
    made = made_for("postgresql+psycopg://localhost/nowhere")
    said = str(wanted.params(most=30).compile(made.sync_engine, compile_kwargs={"render_postcompile": True}))
    await made.dispose()
    assert "LIMIT 30 OFFSET 30 - 1" in said
