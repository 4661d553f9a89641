"""Subwikis: founded, joined, left and edited."""

import asyncio

import pytest
from sqlmodel import func, select

from tests.factories import join, make_member, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.models import Membership, Revision, Subwiki
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis import queries as reading
from wtsocial.text import limits


async def _counted(slug: str) -> tuple[int, int]:
    """What the counter says, and what the rows say."""
    async with db.reading() as session:
        subwiki = (await session.exec(select(Subwiki).where(Subwiki.slug == slug))).one()
        rows = select(func.count()).select_from(Membership).where(Membership.subwiki_id == subwiki.id)
        return subwiki.members_count, (await session.exec(rows)).one()


async def test_who_founds_a_subwiki_is_its_member_and_moderator() -> None:
    ana = await make_member("ana")
    assert await subwikis.create_subwiki(ana, slug="sea-ice", name=" Sea  ice ", description="About *ice*", rules="Be kind") == "sea-ice"
    page = await reading.one(ana, "sea-ice")
    assert (page.name, page.moderators, page.members, page.joined, page.may_post) == ("Sea ice", ["ana"], 1, True, True)
    assert "<em>ice</em>" in page.description_html
    assert page.id in (await viewer(ana)).moderates
    assert page.colour in subwikis.COLOURS
    async with db.reading() as session:
        first = (await session.exec(select(Revision).where(Revision.subwiki_id == page.id))).one()
    assert (first.number, first.change, first.headline, first.text, first.rules) == (1, "created", "Sea ice", "About *ice*", "Be kind")


async def test_a_slug_is_taken_once_even_by_two_at_once() -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    results = await asyncio.gather(*(subwikis.create_subwiki(by, slug="ice", name="Ice") for by in (ana, ben)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, Invalid)]
    assert [(refusal.key, refusal.field) for refusal in refused] == [("slug.taken", "slug")]
    assert await _counted("ice") == (1, 1)


@pytest.mark.parametrize("name", ["Climate", "CLIMATE", "Climate.", "CIimate"])
async def test_a_name_that_looks_like_anothers_is_refused_at_its_field(name: str) -> None:
    ana = await make_member("ana")
    await subwikis.create_subwiki(ana, slug="climate", name="Climate")
    with pytest.raises(Invalid) as caught:
        await subwikis.create_subwiki(ana, slug="other", name=name)
    assert (caught.value.key, caught.value.field) == ("subwiki.name_taken", "name")
    assert [one.name for one in await reading.directory(ana)] == ["Climate"]


@pytest.mark.parametrize("name", ["Admins", "WT.Social staff", "Сlimate"])
async def test_a_name_that_would_deceive_is_refused_at_its_field(name: str) -> None:
    ana = await make_member("ana")
    with pytest.raises(Invalid) as caught:
        await subwikis.create_subwiki(ana, slug="other", name=name)
    assert caught.value.field == "name"
    assert await reading.directory(ana) == []


async def test_founding_is_refused_to_readers_with_bad_fields_and_over_the_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await make_member("ana")
    with pytest.raises(LoginNeeded):
        await subwikis.create_subwiki(Viewer(), slug="ice", name="Ice")
    for fields in ({"slug": "No Slug", "name": "Ice"}, {"slug": "ice", "name": ""}, {"slug": "ice", "name": "x" * 81}):
        with pytest.raises(Invalid):
            await subwikis.create_subwiki(ana, **fields)
    monkeypatch.setattr(limits, "SUBWIKIS_PER_MEMBER", 1)
    await subwikis.create_subwiki(ana, slug="ice", name="Ice")
    with pytest.raises(TooMany, match="error.quota"):
        await subwikis.create_subwiki(ana, slug="snow", name="Snow")


async def test_joining_and_leaving_twice_counts_once() -> None:
    await make_subwiki()
    ana = await make_member("ana")
    assert await subwikis.join(ana, slug="climate") == 1
    assert await subwikis.join(ana, slug="climate") == 1
    assert (await reading.one(ana, "climate")).joined
    assert await subwikis.leave(ana, slug="climate") == 0
    assert await subwikis.leave(ana, slug="climate") == 0
    assert await _counted("climate") == (0, 0)


async def test_the_counter_is_right_after_a_crowd_came_and_went() -> None:
    await make_subwiki()
    crowd = [await make_member(f"member{number}") for number in range(5)]
    await asyncio.gather(*(subwikis.join(member, slug="climate") for member in crowd * 3))
    await asyncio.gather(*(subwikis.leave(member, slug="climate") for member in crowd[:2] * 2))
    assert await _counted("climate") == (3, 3)


async def test_who_waits_or_is_suspended_chooses_what_they_read_all_the_same() -> None:
    await make_subwiki()
    assert await subwikis.join(await make_member("sam", state="suspended"), slug="climate") == 1
    assert await subwikis.join(await make_member("wim", state="waiting", confirmed=True), slug="climate") == 2


async def test_joining_is_refused_to_readers_the_unconfirmed_and_over_the_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_subwiki()
    with pytest.raises(LoginNeeded):
        await subwikis.join(Viewer(), slug="climate")
    with pytest.raises(NotAllowed, match="error.unconfirmed"):
        await subwikis.join(await make_member("wim", state="waiting"), slug="climate")
    ana = await make_member("ana")
    with pytest.raises(NotFound):
        await subwikis.join(ana, slug="nowhere")
    monkeypatch.setattr(limits, "MEMBERSHIPS_PER_MEMBER", 0)
    with pytest.raises(TooMany):
        await subwikis.join(ana, slug="climate")
    assert await _counted("climate") == (0, 0)


async def test_who_leaves_moderates_no_longer() -> None:
    place = await make_subwiki()
    moderator = await join(await make_member("mo"), place, role="moderator")
    await join(await make_member("another"), place, role="moderator")
    await subwikis.leave(moderator, slug="climate")
    assert (await viewer(moderator)).moderates == frozenset()


async def test_any_member_edits_the_page_and_the_second_on_one_base_conflicts() -> None:
    await make_subwiki(description="Old", rules="None")
    ana, ben = await make_member("ana"), await make_member("ben")
    assert (await subwikis.edit_page(ana, slug="climate", description="New", rules="Some", based_on=1, note="why not")).revision == 2
    with pytest.raises(EditConflict) as conflict:
        await subwikis.edit_page(ben, slug="climate", description="Newer", rules="Many", based_on=1)
    assert (conflict.value.theirs, conflict.value.theirs_rules, conflict.value.theirs_by) == ("New", "Some", "ana")
    assert (await subwikis.edit_page(ben, slug="climate", description="Newer", rules="Some", based_on=2)).revision == 3
    page = await reading.one(ben, "climate")
    assert (page.description, page.rules, page.revision) == ("Newer", "Some", 3)


async def test_an_edit_of_the_page_is_refused_to_readers_and_when_nothing_changes() -> None:
    await make_subwiki(description="Old", rules="None")
    with pytest.raises(LoginNeeded):
        await subwikis.edit_page(Viewer(), slug="climate", description="New", rules="", based_on=1)
    with pytest.raises(Invalid, match="edit.unchanged"):
        await subwikis.edit_page(await make_member("ana"), slug="climate", description="Old", rules="None", based_on=1)
