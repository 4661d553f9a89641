"""The list of sources: by kind, by how a domain begins, page by page; for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin.sources import KINDS, sources
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.models import Source
from wtsocial.moderation.content_rules import add_rule

Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
async def admin(database: str) -> Viewer:
    """With sources of each kind, and a rule for one from which nobody has posted."""
    admin = await make_member("root", admin=True)
    counts = {"ice.example": 2, "ice-age.example": 0, "icon.example": 5, "snow.example": 2}
    async with db.transaction() as change:
        change.session.add_all(
            Source(domain=domain, posts_count=9, own_count=6, corrected_count=corrected, other_count=1)
            for domain, corrected in counts.items()
        )
    for domain in ("snow.example", "never.example"):
        await add_rule(admin, kind="source", pattern=domain, effect="warn", reason="Made up before")
    return admin


async def _domains(admin: Viewer, *, most: int = 50, **wanted: str) -> list[str]:
    found, older = list[str](), ""
    while True:
        page = await sources(admin, older=older, most=most, **wanted)
        found += [one.domain for one in page.sources]
        older = page.older
        if not older:
            return found


@pytest.mark.parametrize("most", [1, 50])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["ice-age.example", "ice.example", "icon.example", "snow.example"]),
        ({"kind": "corrected"}, ["icon.example", "snow.example", "ice.example"]),
        ({"kind": "ruled"}, ["never.example", "snow.example"]),
        ({"kind": "nonsense"}, ["ice-age.example", "ice.example", "icon.example", "snow.example"]),
        ({"name": " ICE"}, ["ice-age.example", "ice.example"]),
        ({"name": "ice.", "kind": "ruled"}, ["ice.example"]),
        ({"name": "%"}, []),
        ({"name": "a\x00"}, []),
    ],
)
async def test_sources_of_a_kind_or_of_a_name_in_its_order(admin: Viewer, wanted: dict[str, str], found: list[str], most: int) -> None:
    assert await _domains(admin, most=most, **wanted) == found


async def test_what_is_known_of_a_source(admin: Viewer) -> None:
    (snow,) = (await sources(admin, name="snow")).sources
    assert (snow.posts, snow.own, snow.corrected, snow.others, snow.rule) == (9, 6, 2, 1, "warn")
    never, _ = (await sources(admin, kind="ruled")).sources
    assert (never.posts, never.rule) == (0, "warn")
    assert (await sources(admin, name="icon")).sources[0].rule == ""


async def test_nobody_but_an_admin_reads_the_list(admin: Viewer) -> None:
    moderator = await join(await make_member("mod"), await make_subwiki("rain", by=admin), role="moderator")
    for viewer, refused in ((moderator, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refused):
            await sources(viewer)


@pytest.mark.parametrize("older", ["nonsense", "1-", "-1-a", "99999999999-a", "9999999999-a", "١-a"])
async def test_a_place_that_no_page_named_is_refused(admin: Viewer, older: str) -> None:
    with pytest.raises(Invalid, match=r"error\.cursor"):
        await sources(admin, kind="corrected", older=older)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_of_sources_is_one_statement(admin: Viewer, count_statements: Counting, kind: str) -> None:
    with count_statements() as statements:
        await sources(admin, kind=kind)
    assert len(statements) == 1
