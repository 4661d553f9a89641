"""Choices are versions: what changed and when, undo, two windows at once, and a new default that asks."""

import asyncio
from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlmodel import func, select

from tests.choices.choosing import EVERYTHING, counts, mine, people
from tests.factories import join, make_member, viewer
from wtsocial import db
from wtsocial.choices import actions as choices
from wtsocial.choices import document as documents
from wtsocial.choices import queries as reading
from wtsocial.choices.document import Default
from wtsocial.choices.views import Choices
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.models import ChoiceVersion, Subwiki
from wtsocial.subwikis import actions as subwikis
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


async def test_who_saves_on_what_is_old_is_told_and_changes_nothing() -> None:
    eva, _ = await people()
    await choices.follow(eva, kind="tag", name="ice", wanted=True)
    with pytest.raises(Invalid, match="choices.changed_elsewhere") as refused:
        await choices.save(eva, document={"tags": ["cats"]}, based_on=0)
    assert refused.value.params == {"latest": 1}
    assert (await mine(eva)).tags == ["ice"]
    assert await choices.save(eva, document={"tags": ["cats"]}, based_on=1) == 2


async def test_of_two_windows_that_save_at_once_one_is_told() -> None:
    eva, _ = await people()
    saves = (choices.save(eva, document={"tags": [tag]}, based_on=0) for tag in ("ice", "cats", "art"))
    ended = await asyncio.gather(*saves, return_exceptions=True)
    assert [end for end in ended if not isinstance(end, Invalid)] == [1]
    assert (await reading.mine(eva)).version == 1


async def test_saving_the_same_makes_no_version(announcements: Announcements) -> None:
    eva, _ = await people()
    assert await choices.save(eva, document={}, based_on=0) == 0
    assert announcements == []
    await choices.save(eva, document={"tags": ["ice"]}, based_on=0)
    assert announcements == [((f"member:{eva.id}",), {"kind": "choices", "version": 1})]
    assert await choices.save(eva, document={"tags": ["#ICE"]}, based_on=1) == 1
    assert len(await reading.versions(eva)) == 2


async def test_every_change_is_a_version_that_says_what_it_changed() -> None:
    eva, _ = await people()
    await subwikis.join(eva, slug="climate")
    await choices.follow(eva, kind="person", name="Ben", wanted=True)
    await choices.less(eva, kind="word", value="Storm", wanted=True)
    await choices.save(eva, document=asdict(replace(EVERYTHING, defaults=1)), based_on=3)
    await subwikis.leave(eva, slug="climate")
    told = [(version.number, version.via, [(one.key, one.params) for one in version.changes]) for version in await reading.versions(eva)]
    assert told[::-1][:4] == [
        (0, "start", []),
        (1, "joined", [("changed.subwikis_added", {"value": "climate"})]),
        (2, "followed", [("changed.people_added", {"value": "ben"})]),
        (3, "less", [("changed.words_added", {"value": "storm"})]),
    ]
    assert told[0] == (5, "left", [("changed.subwikis_removed", {"value": "climate"})])
    assert {key for key, _ in told[1][2]} == {
        "changed.subwikis_added", "changed.tags_added", "changed.sources_added", "changed.hidden_people_added", "changed.hidden_tags_added",
        "changed.languages", "changed.sensitive_hide", "changed.notices",
    }  # fmt: skip
    assert [version.current for version in await reading.versions(eva)] == [True, False, False, False, False, False]
    assert await reading.versions(await make_member("zoe")) == []


async def test_an_undo_brings_back_how_everything_was() -> None:
    eva, _ = await people()
    await subwikis.join(eva, slug="arts")
    await choices.save(eva, document=asdict(EVERYTHING), based_on=1)
    assert await choices.undo(eva, version=1, based_on=2) == 3
    assert await mine(eva) == Choices(subwikis=["arts"])
    assert await choices.undo(eva, version=2, based_on=3) == 4
    assert await mine(eva) == EVERYTHING
    assert await choices.undo(eva, version=0, based_on=4) == 5
    assert await mine(eva) == Choices()
    assert await counts() == {"climate": (0, 0), "arts": (0, 0)}


async def test_an_undo_of_what_is_not_kept_or_not_ones_own_is_refused() -> None:
    eva, ben = await people()
    await choices.follow(eva, kind="tag", name="ice", wanted=True)
    for who, version in ((eva, 7), (ben, 1)):
        with pytest.raises(NotFound):
            await choices.undo(who, version=version, based_on=1)
    with pytest.raises(Invalid, match="choices.changed_elsewhere"):
        await choices.undo(eva, version=0, based_on=0)


async def test_what_else_changed_the_tables_is_no_hole_in_the_versions() -> None:
    eva, _ = await people()
    await choices.follow(eva, kind="tag", name="ice", wanted=True)
    async with db.reading() as session:
        arts = (await session.exec(select(Subwiki.id).where(Subwiki.slug == "arts"))).one()
    await join(eva, arts or 0)
    await choices.follow(eva, kind="tag", name="cats", wanted=True)
    told = [(version.via, [change.key for change in version.changes]) for version in await reading.versions(eva)]
    assert told == [
        ("followed", ["changed.tags_added"]),
        ("other", ["changed.subwikis_added"]),
        ("followed", ["changed.tags_added"]),
        ("start", []),
    ]


async def test_only_the_newest_versions_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHOICE_VERSIONS", 3)
    eva, _ = await people()
    for n in range(6):
        await choices.follow(eva, kind="tag", name=f"tag{n}", wanted=True)
    assert [version.number for version in await reading.versions(eva)] == [6, 5, 4]
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(ChoiceVersion))).one() == 3


async def test_a_new_default_changes_nothing_until_the_member_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    eva, _ = await people()
    await choices.follow(eva, kind="tag", name="ice", wanted=True)
    monkeypatch.setattr(documents, "DEFAULTS", (*documents.DEFAULTS, Default(2, "sensitive", "hide")))
    documents.from_member_json.cache_clear()
    now = await reading.mine(await viewer(eva))
    assert (now.choices.sensitive, [ask.value for ask in now.asks]) == ("cover", ["hide"])
    # Whatever else is chosen meanwhile: it is no answer.
    await choices.save(eva, document=asdict(replace(now.choices, tags=["cats"])), based_on=1)
    assert (await reading.mine(eva)).asks == now.asks
    assert await choices.answer_default(eva, number=2, accepted=True) == 3
    now = await reading.mine(eva)
    assert (now.choices.sensitive, now.asks) == ("hide", [])
    assert (await reading.versions(eva))[0].via == "asked"
    with pytest.raises(Invalid, match="choices.not_asked"):
        await choices.answer_default(eva, number=2, accepted=False)
    documents.from_member_json.cache_clear()


async def test_of_a_version_that_changed_much_some_changes_are_told_and_how_many_more() -> None:
    eva, _ = await people()
    await choices.save(eva, document={"tags": [f"tag{number:03}" for number in range(500)]}, based_on=0)
    newest, _ = await reading.versions(eva)
    assert (newest.changes[0].params, len(newest.changes)) == ({"value": "tag000"}, reading.TOLD + 1)
    assert (newest.changes[-1].key, newest.changes[-1].params) == ("changed.rest", {"value": f"{500 - reading.TOLD}"})
