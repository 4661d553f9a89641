"""Moderators: the last one cannot leave without naming another, and admins see which subwikis have none."""

import asyncio
from dataclasses import asdict

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin import dashboard
from wtsocial.choices import actions as choices
from wtsocial.choices.document import Choices
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import Member, ModerationAction, Notice
from wtsocial.moderation.members import suspend_member
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis import queries as reading
from wtsocial.subwikis.moderators import appoint_moderator

WHY = "Answers every question"


async def _mo() -> tuple[Viewer, int]:
    place = await make_subwiki()
    return await join(await make_member("mo"), place, role="moderator"), place


async def test_the_last_moderator_cannot_leave_and_hears_how_to() -> None:
    mo, place = await _mo()
    await join(await make_member("ben"), place)
    with pytest.raises(Invalid, match="subwiki.last_moderator") as refused:
        await subwikis.leave(mo, slug="climate")
    assert dict(refused.value.params) == {"name": "Climate"}
    assert (await viewer(mo)).moderates == {place}


async def test_a_document_of_choices_is_no_way_out_either() -> None:
    mo, place = await _mo()
    with pytest.raises(Invalid, match="subwiki.last_moderator"):
        await choices.save(mo, document=asdict(Choices()), based_on=0)
    assert (await viewer(mo)).moderates == {place}


async def test_who_founds_a_subwiki_stays_until_there_is_another() -> None:
    nia = await make_member("nia")
    await subwikis.create_subwiki(nia, slug="rivers", name="Rivers")
    with pytest.raises(Invalid, match="subwiki.last_moderator"):
        await subwikis.leave(nia, slug="rivers")
    ben = await make_member("ben")
    await subwikis.join(ben, slug="rivers")
    await appoint_moderator(await viewer(nia), slug="rivers", member_name="ben", reason=WHY)
    assert await subwikis.leave(nia, slug="rivers") == 1
    assert (await reading.one(Viewer(), "rivers")).moderators == ["ben"]
    with pytest.raises(Invalid, match="subwiki.last_moderator"):
        await subwikis.leave(ben, slug="rivers")


async def test_a_suspended_moderator_is_no_other_moderator() -> None:
    mo, place = await _mo()
    await join(await make_member("sam", state="suspended"), place, role="moderator")
    with pytest.raises(Invalid, match="subwiki.last_moderator"):
        await subwikis.leave(mo, slug="climate")
    assert (await viewer(mo)).moderates == {place}


async def test_of_two_who_leave_at_once_one_stays() -> None:
    mo, place = await _mo()
    max_ = await join(await make_member("max"), place, role="moderator")
    left = await asyncio.gather(*(subwikis.leave(one, slug="climate") for one in (mo, max_)), return_exceptions=True)
    assert [isinstance(one, Invalid) for one in left].count(True) == 1
    assert len((await reading.one(Viewer(), "climate")).moderators) == 1


async def test_a_named_moderator_is_told_and_it_stands_in_the_log() -> None:
    mo, place = await _mo()
    ben = await join(await make_member("ben"), place)
    entry_id = await appoint_moderator(mo, slug="climate", member_name="Ben", reason=WHY)
    assert (await viewer(ben)).moderates == {place}
    async with db.reading() as session:
        entry = await session.get_one(ModerationAction, entry_id)
        told = (await session.exec(select(Notice.kind).where(Notice.member_id == ben.id))).all()
    assert (entry.action, entry.actor_id, entry.member_id, entry.subwiki_id, entry.reason) == ("appoint", mo.id, ben.id, place, WHY)
    assert told == ["appointed"]
    with pytest.raises(Invalid, match="subwiki.moderates_already"):
        await appoint_moderator(mo, slug="climate", member_name="ben", reason=WHY)


async def test_nobody_but_who_moderates_there_names_a_moderator_and_only_a_member_of_the_subwiki() -> None:
    mo, place = await _mo()
    ben = await join(await make_member("ben"), place)
    elsewhere = await join(await make_member("eve"), await make_subwiki("rivers"), role="moderator")
    for person in (ben, elsewhere):
        with pytest.raises(NotAllowed):
            await appoint_moderator(person, slug="climate", member_name="ben", reason=WHY)
    with pytest.raises(LoginNeeded):
        await appoint_moderator(Viewer(), slug="climate", member_name="ben", reason=WHY)
    with pytest.raises(Invalid, match="subwiki.not_a_member") as refused:
        await appoint_moderator(mo, slug="climate", member_name="eve", reason=WHY)
    assert refused.value.field == "member_name"
    with pytest.raises(NotFound, match="error.no_such_member"):
        await appoint_moderator(mo, slug="climate", member_name="nobody", reason=WHY)
    with pytest.raises(Invalid, match="error.required"):
        await appoint_moderator(mo, slug="climate", member_name="ben", reason=" ")
    assert (await viewer(ben)).moderates == frozenset()


async def test_admins_see_which_subwikis_nobody_moderates_and_may_name_somebody() -> None:
    mo, place = await _mo()
    root = await make_member("root", admin=True)
    assert (await dashboard.figures(root)).unmoderated == []
    await suspend_member(root, member_name="mo", reason="Spam")
    assert (await dashboard.figures(root)).unmoderated == ["climate"]
    await join(await make_member("ben"), place)
    await appoint_moderator(root, slug="climate", member_name="ben", reason=WHY)
    assert (await dashboard.figures(root)).unmoderated == []
    with pytest.raises(NotAllowed):
        await dashboard.figures(mo)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.name) == "ben").values(state="deleted"))
    assert (await dashboard.figures(root)).unmoderated == ["climate"]
