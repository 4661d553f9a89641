"""Choices: saved, counted, refused; less of each kind; following."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from sqlmodel import select

from tests.choices.choosing import EVERYTHING, counts, mine, people
from tests.factories import make_member, make_post, viewer
from wtsocial import db
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import queries as reading
from wtsocial.choices.views import Choices, Hides
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, Refusal, TooMany
from wtsocial.feeds import queries as feeds
from wtsocial.models import Subwiki
from wtsocial.posts import publishing
from wtsocial.revisions import contributions
from wtsocial.subwikis import access
from wtsocial.subwikis import actions as subwikis
from wtsocial.text import limits


async def test_everything_that_is_saved_stands_in_the_tables_and_in_the_document() -> None:
    eva, _ = await people()
    assert await choices.save(eva, document=asdict(EVERYTHING), based_on=0) == 1
    now = await reading.mine(eva)
    assert (now.choices, now.version) == (EVERYTHING, 1)
    assert await counts() == {"climate": (1, 1), "arts": (1, 1)}
    assert await choices.save(eva, document=asdict(Choices()), based_on=1) == 2
    assert await mine(eva) == Choices()
    assert await counts() == {"climate": (0, 0), "arts": (0, 0)}


async def test_names_are_written_as_they_are_there() -> None:
    eva, _ = await people()
    await choices.save(eva, document={"people": ["BEN"], "hide": {"people": ["Dan"]}}, based_on=0)
    now = await mine(eva)
    assert (now.people, now.hide.people) == (["ben"], ["dan"])
    assert await choices.save(eva, document={"people": ["Ben"], "hide": {"people": ["dan", "DAN"]}}, based_on=1) == 1


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"subwikis": ["climate", "nowhere"]}, "subwikis"),
        ({"people": ["nobody"]}, "people"),
        ({"people": ["eva"]}, "people"),
        ({"people": ["unconfirmed"]}, "people"),
        ({"hide": {"people": ["nobody"]}}, "hidden_people"),
    ],
)
async def test_what_is_not_there_is_told_and_nothing_is_saved(document: dict[str, Any], field: str) -> None:
    eva, _ = await people()
    await make_member("unconfirmed", state="waiting")
    with pytest.raises(Invalid, match="choices.unknown") as refused:
        await choices.save(eva, document=document, based_on=0)
    assert refused.value.field == field
    assert refused.value.params["value"] in ("nowhere", "nobody", "eva", "unconfirmed")
    assert (await reading.mine(eva)).version == 0
    assert await counts() == {"climate": (0, 0), "arts": (0, 0)}


async def test_who_waits_or_is_suspended_chooses_and_who_is_not_confirmed_or_logged_in_does_not() -> None:
    await people()
    for who in (await make_member("wim", state="waiting", confirmed=True), await make_member("sam", state="suspended")):
        assert await choices.save(who, document={"subwikis": ["climate"]}, based_on=0) == 1
    with pytest.raises(LoginNeeded):
        await choices.save(Viewer(), document={}, based_on=0)
    with pytest.raises(NotAllowed, match="error.unconfirmed"):
        await choices.follow(await make_member("una", state="waiting"), kind="tag", name="ice", wanted=True)
    assert await counts() == {"climate": (2, 2), "arts": (0, 0)}


async def test_less_of_each_kind_and_back() -> None:
    eva, _ = await people()
    await choices.save(eva, document={"subwikis": ["climate"], "people": ["ben"], "tags": ["ice"]}, based_on=0)
    steps: list[tuple[choices.LessKind, str, Choices]] = [
        ("subwiki", "climate", Choices([], ["ben"], ["ice"])),
        ("member", "ben", Choices(["climate"], [], ["ice"])),
        ("followed_tag", "Ice", Choices(["climate"], ["ben"], [])),
        ("word", "Storm", Choices(["climate"], ["ben"], ["ice"], Hides(words=["storm"]))),
        ("source", "www.news.example", Choices(["climate"], ["ben"], ["ice"], Hides(sources=["news.example"]))),
        ("person", "dan", Choices(["climate"], ["ben"], ["ice"], Hides(people=["dan"]))),
        ("tag", "#Cats", Choices(["climate"], ["ben"], ["ice"], Hides(tags=["cats"]))),
        ("sensitive", "", Choices(["climate"], ["ben"], ["ice"], sensitive="hide")),
    ]
    for kind, value, expected in steps:
        await choices.less(eva, kind=kind, value=value, wanted=True)
        assert await mine(eva) == expected
        await choices.less(eva, kind=kind, value=value, wanted=False)
        assert await mine(eva) == Choices(["climate"], ["ben"], ["ice"])
    await choices.less(eva, kind="language", value="de", wanted=True)
    now = await mine(eva)
    assert "de" not in now.languages
    assert "he" in now.languages
    await choices.less(eva, kind="language", value="de", wanted=False)
    assert (await mine(eva)).languages == []


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [("word", "", "error.required"), ("source", "x", "choices.not_a_source"), ("tag", "a b", "tag.not_one"),
     ("language", "xx", "language.unknown"), ("person", "nobody", "choices.unknown")],
)  # fmt: skip
async def test_less_of_what_is_nothing_is_refused(kind: choices.LessKind, value: str, key: str) -> None:
    eva, _ = await people()
    with pytest.raises(Refusal) as refused:
        await choices.less(eva, kind=kind, value=value, wanted=True)
    assert refused.value.key == key
    assert (await reading.mine(eva)).version == 0


async def test_there_is_a_limit_to_what_is_followed_and_to_how_often_one_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FOLLOWED", 1)
    monkeypatch.setattr(limits, "CHOICES_PER_MINUTE", 3)
    eva, _ = await people()
    await choices.follow(eva, kind="tag", name="ice", wanted=True)
    with pytest.raises(TooMany, match="error.quota"):
        await choices.follow(eva, kind="tag", name="cats", wanted=True)
    await choices.follow(eva, kind="tag", name="ice", wanted=False)
    with pytest.raises(TooMany, match="error.too_many"):
        await choices.follow(eva, kind="tag", name="cats", wanted=True)


async def test_following_a_member_brings_their_posts_and_shows_on_their_profile() -> None:
    eva, ben = await people()
    async with db.reading() as session:
        place = (await session.exec(select(Subwiki.id).where(Subwiki.slug == "arts"))).one() or 0
    post = await make_post(ben, place)
    assert (await feeds.home(eva)).posts == []
    assert not (await accounts.profile(eva, "ben")).followed
    await choices.follow(eva, kind="person", name="ben", wanted=True)
    (found,) = (await feeds.home(eva)).posts
    assert (found.id, found.why, found.why_about) == (post, "why.person", "ben")
    profile = await accounts.profile(eva, "ben")
    assert (profile.followed, profile.may_follow) == (True, True)
    assert not (await accounts.profile(ben, "ben")).may_follow
    assert await reading.follows(eva, "ben")
    await choices.follow(eva, kind="person", name="ben", wanted=False)
    assert (await feeds.home(eva)).posts == []


async def test_founding_a_subwiki_is_a_choice_too_and_its_founder_moderates_it() -> None:
    eva = await make_member("eva")
    await subwikis.create_subwiki(eva, slug="chess", name="Chess")
    assert (await viewer(eva)).moderates
    assert await counts() == {"chess": (1, 1)}
    assert [version.via for version in await reading.versions(eva)] == ["founded", "start"]
    await publishing.open_discussion(eva, subwiki="chess", headline="Hello", text="there")


async def test_two_who_choose_the_same_at_once_are_both_counted() -> None:
    await people()
    crowd = [await make_member(f"member{n}") for n in range(6)]
    both = [["arts", "climate"], ["climate", "arts"]]
    await asyncio.gather(*(choices.save(who, document={"subwikis": both[n % 2]}, based_on=0) for n, who in enumerate(crowd)))
    assert await counts() == {"climate": (6, 6), "arts": (6, 6)}


async def test_a_choice_costs_the_same_however_much_is_chosen_already(count_statements: Callable[[], Any]) -> None:
    eva, _ = await people()
    costs: list[int] = []
    for n in range(2):
        with count_statements() as sent:
            await choices.follow(eva, kind="tag", name=f"tag{n}", wanted=True)
        costs.append(len(sent))
        await choices.save(eva, document=asdict(EVERYTHING) | {"tags": [f"t{n}" for n in range(90)]}, based_on=n * 2 + 1)
    assert costs[0] == costs[1] <= 14


async def test_who_joins_and_who_posts_waits_for_nobody_who_waits_for_them() -> None:
    eva, _ = await people()
    await subwikis.join(eva, slug="arts")
    async with db.transaction() as change:
        # As somebody does who edits the page of both, and whose edit (or hiding) counts for eva.
        for slug in ("arts", "climate"):
            await access.existing_subwiki(change.session, slug, lock=True)
        joined = asyncio.create_task(subwikis.join(eva, slug="climate"))
        posted = asyncio.create_task(publishing.open_discussion(eva, subwiki="arts", headline="A painting", text="Look."))
        await asyncio.sleep(0.3)
        await contributions.contributed(change.session, eva.id, 1)
    assert (await joined, await posted > 0) == (1, True)
