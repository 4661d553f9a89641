"""Statements: an id is there once the row is flushed, and asking too early is said clearly."""

import pytest

from tests.factories import make_member
from wtsocial import db
from wtsocial.db.statements import id_of, insert_once
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
