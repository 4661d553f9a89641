"""Vetting: admins say in public which subwikis newcomers are offered first; search finds the others, and nothing is ticked."""

import pytest
from sqlmodel import col, select

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import ModerationAction
from wtsocial.moderation import queries as moderation
from wtsocial.subwikis import queries as choices
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.vetting import set_vetted


async def _offered(viewer: Viewer, search: str = "") -> list[str]:
    return [one.slug for one in (await choices.of_subwikis(viewer, search=search)).choices]


async def test_newcomers_are_offered_the_vetted_ones_and_find_the_others() -> None:
    mo, ana = await make_member("mo", admin=True), await make_member("ana", new=True)
    for slug in ("climate", "spam", "science"):
        await make_subwiki(slug, by=mo)
    assert sorted(await _offered(ana)) == ["climate", "science", "spam"]
    await set_vetted(mo, slug="science", vetted=True, reason="Looked after daily")
    for who in (ana, Viewer()):
        assert await _offered(who) == ["science"]
        assert await _offered(who, "spa") == ["spam"]
        whole = await choices.of_subwikis(who, whole=True)
        assert sorted(one.slug for one in whole.choices) == ["climate", "science", "spam"]
        assert ((await choices.of_subwikis(who)).more, whole.more) == (True, False)
    assert not any(one.joined for one in (await choices.of_subwikis(ana)).choices)
    assert next(one.slug for one in await subwikis.directory(ana)) == "science"
    await set_vetted(mo, slug="science", vetted=False, reason="Nobody moderates it any more")
    assert sorted(await _offered(ana)) == ["climate", "science", "spam"]


async def test_ones_own_subwikis_are_offered_whether_vetted_or_not() -> None:
    mo = await make_member("mo", admin=True)
    await make_subwiki("science", by=mo)
    ana = await join(await make_member("ana"), await make_subwiki("knitting", by=mo))
    await set_vetted(mo, slug="science", vetted=True, reason="Looked after daily")
    assert await _offered(ana) == ["science", "knitting"]


async def test_vetting_stands_in_the_log_with_its_reason() -> None:
    mo = await make_member("mo", admin=True)
    number = await make_subwiki("science", by=mo)
    await set_vetted(mo, slug="science", vetted=True, reason="Looked after daily")
    async with db.reading() as session:
        (entry,) = (await session.exec(select(ModerationAction).order_by(col(ModerationAction.id)))).all()
    assert (entry.action, entry.actor_id, entry.subwiki_id, entry.reason) == ("vet", mo.id, number, "Looked after daily")
    assert [line.action for line in await moderation.log()] == ["vet"]


async def test_nobody_but_an_admin_vets_and_never_without_a_reason() -> None:
    mo = await make_member("mo", admin=True)
    place = await make_subwiki("science", by=mo)
    leader = await join(await make_member("leader", trusted=True), place, role="moderator")
    for who, refusal in (
        (leader, NotAllowed),
        (await make_member("wen", state="waiting", confirmed=True), NotAllowed),
        (Viewer(), LoginNeeded),
    ):
        with pytest.raises(refusal):
            await set_vetted(who, slug="science", vetted=True, reason="Mine")
    with pytest.raises(Invalid):
        await set_vetted(mo, slug="science", vetted=True, reason=" ")
    with pytest.raises(Invalid, match="vetted_already"):
        await set_vetted(mo, slug="science", vetted=False, reason="No")
    with pytest.raises(NotFound):
        await set_vetted(mo, slug="nowhere", vetted=True, reason="Good")
    assert (await subwikis.one(mo, "science")).vetted is False
