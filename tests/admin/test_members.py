"""The list of members: by kind, by how a name begins, page by page; for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, update

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin.members import KINDS, members
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.models import Member

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _alter(name: str, **values: object) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.name) == name).values(**values))


@pytest.fixture
async def admin(database: str) -> Viewer:
    """With somebody of each kind beside them."""
    admin = await make_member("root", admin=True)
    await make_member("trude", trusted=True)
    await make_member("wanda", state="waiting", confirmed=True)
    await make_member("wilma", state="waiting")
    await make_member("sam", state="suspended")
    for name, against in (("anab", 2), ("arne", 0), ("anad", 5)):
        await make_member(name)
        await _alter(name, upheld_against=against)
    await make_member("gone", state="deleted")
    return admin


async def _names(admin: Viewer, *, most: int = 50, **wanted: str) -> list[str]:
    found, older = list[str](), ""
    while True:
        page = await members(admin, older=older, most=most, **wanted)
        found += [one.name for one in page.members]
        older = page.older
        if not older:
            return found


@pytest.mark.parametrize("most", [1, 2, 50])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["anad", "arne", "anab", "sam", "wilma", "wanda", "trude", "root"]),
        ({"kind": "active"}, ["anad", "arne", "anab", "trude", "root"]),
        ({"kind": "waiting"}, ["wilma", "wanda"]),
        ({"kind": "suspended"}, ["sam"]),
        ({"kind": "unconfirmed"}, ["wilma"]),
        ({"kind": "trusted"}, ["trude"]),
        ({"kind": "admin"}, ["root"]),
        ({"kind": "decided_against"}, ["anad", "anab"]),
        ({"kind": "nonsense"}, ["anad", "arne", "anab", "sam", "wilma", "wanda", "trude", "root"]),
        ({"name": "AN"}, ["anab", "anad"]),
        ({"name": "ar"}, ["arne"]),
        ({"name": "w", "kind": "active"}, ["wanda", "wilma"]),
        ({"name": "gone"}, []),
        ({"name": "Ｔrude"}, ["trude"]),
        ({"name": "%"}, []),
        ({"name": "a\x00"}, []),
    ],
)
async def test_members_of_a_kind_newest_first_or_of_a_name_in_its_order(
    admin: Viewer, wanted: dict[str, str], found: list[str], most: int
) -> None:
    assert await _names(admin, most=most, **wanted) == found


async def test_what_is_known_of_a_member(admin: Viewer) -> None:
    await _alter("trude", flags_upheld=3, flags_dismissed=1, contributions=7)
    (trude,) = (await members(admin, kind="trusted")).members
    assert (trude.email, trude.state, trude.standing, trude.confirmed) == ("trude@example.org", "active", "trusted", True)
    assert (trude.contributions, trude.upheld, trude.flags_upheld, trude.flags) == (7, 0, 3, 4)


async def test_nobody_but_an_admin_reads_the_list(admin: Viewer) -> None:
    moderator = await join(await make_member("mo"), await make_subwiki(by=admin), role="moderator")
    for viewer, refused in ((moderator, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refused):
            await members(viewer)


@pytest.mark.parametrize("older", ["nonsense", "1", "-1-2", "0-99999999999", "0-9999999999", "١-٢"])
async def test_a_place_that_no_page_named_is_refused(admin: Viewer, older: str) -> None:
    with pytest.raises(Invalid, match="error.cursor"):
        await members(admin, older=older)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_of_members_is_one_statement(admin: Viewer, count_statements: Counting, kind: str) -> None:
    with count_statements() as statements:
        await members(admin, kind=kind, older="3-5")
    assert len(statements) == 1
