"""The list of subwikis: by kind, by how a name begins, page by page; for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, update

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin import subwikis as listed
from wtsocial.admin.subwikis import KINDS, subwikis
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.models import Subwiki

Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
async def admin(database: str) -> Viewer:
    """With a subwiki of each kind."""
    admin = await make_member("root", admin=True)
    numbers = {slug: await make_subwiki(slug, by=admin, name=name) for slug, name in (
        ("climate", "Climate"), ("clouds", "Clouds"), ("corn", "Corn"), ("snow", "Snow"),
    )}  # fmt: skip
    await join(await make_member("mo"), numbers["climate"], role="moderator")
    await join(await make_member("ben"), numbers["clouds"])
    await join(await make_member("sam", state="suspended"), numbers["snow"], role="moderator")
    async with db.transaction() as change:
        await change.session.exec(update(Subwiki).where(col(Subwiki.slug) == "clouds").values(vetted=True, protection="trusted"))
    return admin


async def _slugs(admin: Viewer, *, most: int = 50, **wanted: str) -> list[str]:
    found, older = list[str](), ""
    while True:
        page = await subwikis(admin, older=older, most=most, **wanted)
        found += [one.slug for one in page.subwikis]
        older = page.older
        if not older:
            return found


@pytest.mark.parametrize("most", [1, 50])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["snow", "corn", "clouds", "climate"]),
        ({"kind": "vetted"}, ["clouds"]),
        ({"kind": "unvetted"}, ["snow", "corn", "climate"]),
        ({"kind": "restricted"}, ["clouds"]),
        ({"kind": "unmoderated"}, ["snow", "corn", "clouds"]),
        ({"kind": "nonsense"}, ["snow", "corn", "clouds", "climate"]),
        ({"name": "CL"}, ["climate", "clouds"]),
        ({"name": "cor", "kind": "vetted"}, ["corn"]),
        ({"name": "%"}, []),
        ({"name": "a\x00"}, []),
    ],
)
async def test_subwikis_of_a_kind_newest_first_or_of_a_name_in_its_order(
    admin: Viewer, wanted: dict[str, str], found: list[str], most: int
) -> None:
    assert await _slugs(admin, most=most, **wanted) == found


async def test_a_page_looks_through_so_many_for_those_without_a_moderator(admin: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "LOOKED_THROUGH", 1)
    assert await _slugs(admin, kind="unmoderated") == ["snow", "corn", "clouds"]
    last = (await subwikis(admin, kind="unmoderated")).subwikis
    assert [one.slug for one in last] == ["snow"]
    (climate,) = (await subwikis(admin, name="climate")).subwikis
    assert (await subwikis(admin, kind="unmoderated", older=str(climate.id + 1))).subwikis == []


async def test_what_is_known_of_a_subwiki(admin: Viewer) -> None:
    (climate,) = (await subwikis(admin, name="climate")).subwikis
    assert (climate.name, climate.vetted, climate.protection, climate.members, climate.moderators) == ("Climate", False, "", 1, 1)
    (clouds,) = (await subwikis(admin, kind="vetted")).subwikis
    assert (clouds.protection, clouds.members, clouds.moderators) == ("trusted", 1, 0)


async def test_nobody_but_an_admin_reads_the_list(admin: Viewer) -> None:
    moderator = await join(await make_member("mod"), await make_subwiki("rain", by=admin), role="moderator")
    for viewer, refused in ((moderator, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refused):
            await subwikis(viewer)


@pytest.mark.parametrize("older", ["nonsense", "1-2", "-1", "99999999999", "9999999999", "١"])
async def test_a_place_that_no_page_named_is_refused(admin: Viewer, older: str) -> None:
    with pytest.raises(Invalid, match=r"error\.cursor"):
        await subwikis(admin, older=older)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_of_subwikis_is_one_statement_or_two(admin: Viewer, count_statements: Counting, kind: str) -> None:
    with count_statements() as statements:
        await subwikis(admin, kind=kind)
    assert len(statements) == 1 + (kind == "unmoderated")
