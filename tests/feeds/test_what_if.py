"""Effects: what a choice would do is what it does."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_member, make_post, make_subwiki, viewer
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import queries as reading
from wtsocial.choices.views import Choices, Hides, UnknownView
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.feeds import queries as feeds
from wtsocial.feeds import what_if
from wtsocial.feeds.views import ChoiceEffect, EffectView

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def world() -> Viewer:
    eva = await make_member("eva")
    authors = [await make_member(name) for name in ("ana", "ben", "dan")]
    places = [await make_subwiki(slug) for slug in ("one", "two", "three")]
    words = ("Ice #climate", "Storm over Berlin", "Élan vital #Art", "Cats", "הפגנה #עברית", "Storm #climate", "全球气候变化")
    for n in range(45):
        await make_post(
            authors[n % 3],
            places[n * 7 % 3],
            headline=f"{words[n % 7]} {n}",
            host=("news.example", "blog.other.example")[n % 2],
            language=("", "en", "de")[n // 3 % 3],
            sensitive=n % 11 == 0,
            published_at=NOON + timedelta(minutes=n // 2),
        )
    return eva


def document(**parts: Any) -> dict[str, Any]:
    """A document with these parts; those of `hide` by their own names."""
    hide = Hides(**{name: parts.pop(name) for name in ("words", "sources") if name in parts})
    return asdict(Choices(**parts, hide=hide))


def of(view: EffectView, part: str, value: str) -> ChoiceEffect:
    return next(one for one in view.effects if (one.part, one.value) == (part, value))


async def test_each_choice_says_how_many_of_the_newest_posts_it_is_about_and_which() -> None:
    eva, author = await make_member("eva"), await make_member("ana")
    place = await make_subwiki("one")
    for n in range(45):
        await make_post(
            author, place, headline=f"{'Storm' if n % 4 == 0 else 'Calm'} {n} #t{n % 5}", published_at=NOON + timedelta(minutes=n)
        )
    own = await make_post(eva, place, headline="Storm at home", sensitive=True, published_at=NOON + timedelta(hours=2))
    view = await what_if.effect(eva, document(words=["storm"], tags=["t3"], subwikis=["one"]))
    assert view.of == 40
    # 39 of the author's (6 to 44), and the reader's own, which nothing hides.
    assert (of(view, "words", "storm").count, of(view, "tags", "t3").count, of(view, "subwikis", "one").count) == (10, 8, 40)
    assert "Storm 44 #t4" in of(view, "words", "storm").headlines
    assert view.hidden_headlines == of(view, "words", "storm").headlines
    assert view.hidden == 10
    assert of(view, "sensitive", "cover").count == 0
    assert own in [post.id for post in view.feed.posts]


async def test_what_is_covered_is_counted_and_not_hidden() -> None:
    eva, author = await make_member("eva"), await make_member("ana")
    place = await make_subwiki("one")
    await make_post(author, place, sensitive=True)
    covering = await what_if.effect(eva, document(subwikis=["one"]))
    assert (of(covering, "sensitive", "cover").count, covering.hidden, [post.covered for post in covering.feed.posts]) == (1, 0, [True])
    hiding = await what_if.effect(eva, document(subwikis=["one"], sensitive="hide"))
    assert (of(hiding, "sensitive", "hide").count, hiding.hidden, hiding.feed.posts, hiding.feed.hidden) == (1, 1, [], 1)
    showing = await what_if.effect(eva, document(subwikis=["one"], sensitive="show"))
    assert (of(showing, "sensitive", "show").count, [post.covered for post in showing.feed.posts]) == (0, [False])


async def test_what_is_not_there_is_told_and_not_dropped_in_silence() -> None:
    eva = await world()
    view = await what_if.effect(eva, document(subwikis=["one", "nowhere"], people=["ben", "nobody", "eva"]))
    assert view.unknown == [UnknownView("subwikis", "nowhere"), UnknownView("people", "eva"), UnknownView("people", "nobody")]
    assert {post.why for post in view.feed.posts} == {"why.joined", "why.person"}
    with pytest.raises(Invalid, match="choices.not_a_list"):
        await what_if.effect(eva, {"subwikis": "one"})


async def test_a_reader_without_a_login_sees_the_effect_too() -> None:
    await world()
    view = await what_if.effect(Viewer(), document(subwikis=["two"], words=["storm"]))
    assert view.feed.posts
    assert of(view, "words", "storm").count > 0


async def test_the_feed_that_a_reader_is_shown_is_less_what_they_hide() -> None:
    await world()
    draft = document(subwikis=["one", "two", "three"], words=["storm"])
    headlines = [post.headline for post in (await what_if.effect(Viewer(), draft)).feed.posts]
    assert headlines
    assert not [headline for headline in headlines if "Storm" in headline]


LISTS = {
    "subwikis": ["one", "two", "three"],
    "people": ["ana", "ben", "dan"],
    "tags": ["climate", "art", "עברית", "unused"],
    "words": ["storm", "élan", "气候", "הפגנה", "over berlin", "1"],
    "sources": ["news.example", "other.example"],
    "hidden_people": ["ana", "dan"],
    "hidden_tags": ["art", "climate"],
    "languages": ["de", "en", "fr"],
}
CHOSEN = st.fixed_dictionaries({part: st.lists(st.sampled_from(values), unique=True) for part, values in LISTS.items()})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=CHOSEN, sensitive=st.sampled_from(["cover", "show", "hide"]))
async def test_whatever_is_saved_gives_the_feed_that_was_shown(lists: dict[str, list[str]], sensitive: str) -> None:
    eva = await there()
    hide = Hides(lists["words"], lists["sources"], lists["hidden_people"], lists["hidden_tags"])
    wanted = Choices(lists["subwikis"], lists["people"], lists["tags"], hide, lists["languages"], sensitive)
    before = (await reading.mine(eva)).version
    shown = await what_if.effect(eva, asdict(wanted))
    version = await choices.save(eva, document=asdict(wanted), based_on=before)
    eva = await viewer(eva)
    assert await feeds.home(eva) == shown.feed
    # The whole way down it is the same list as the posts tell one by one.
    seen, page = list(shown.feed.posts), shown.feed
    while page.older:
        page = await feeds.home(eva, older=page.older)
        seen += page.posts
    assert [post.id for post in seen] == [post.id for post in sorted(seen, key=lambda post: (-post.published, -post.id))]
    everything = await feeds.everything(Viewer(), limit=100)
    assert {post.id for post in seen} == {post.id for post in everything.posts if expected(post, wanted)}
    assert (await reading.mine(eva)).version == version in (before, before + 1)


def expected(post: Any, chosen: Choices) -> bool:
    """Whether a post belongs into the feed, said once more in plain words."""
    wanted = post.subwiki_slug in chosen.subwikis or post.author in chosen.people or set(post.tags) & set(chosen.tags)
    hide, words = chosen.hide, f" {post.headline} ".casefold()
    hidden = (
        any(f" {word} " in words or (word in ("气候",) and word in words) for word in hide.words)
        or post.domain in hide.sources
        or post.author in hide.people
        or set(post.tags) & set(hide.tags)
        or (chosen.languages and post.language and post.language not in chosen.languages)
        or (chosen.sensitive == "hide" and post.sensitive)
    )
    return bool(wanted) and not hidden


async def there() -> Viewer:
    """The world, made once for all examples of a test."""
    try:
        profile = await accounts.profile(Viewer(), "eva")
    except NotFound:
        return await world()
    return await viewer(Viewer(profile.id))


async def test_offers_are_what_today_is_about_less_what_is_ones_own() -> None:
    eva = await world()
    offers = await what_if.offers(eva)
    assert offers.of == 40
    assert {offer.value for offer in offers.people} == {"ana", "ben", "dan"}
    assert sum(offer.count for offer in offers.people) == 40
    assert offers.tags[0].count >= offers.tags[-1].count > 0
    assert {offer.value for offer in offers.sources} == {"news.example", "other.example"}
    assert {offer.value for offer in offers.languages} == {"de", "en"}


async def test_less_of_a_post_offers_each_way_with_what_it_takes_away() -> None:
    eva = await world()
    await choices.save(eva, document=document(subwikis=["one"], tags=["climate"], words=["storm"]), based_on=0)
    eva = await viewer(eva)
    everything = (await feeds.everything(Viewer(), limit=40)).posts
    post = next(one for one in everything if "climate" in one.tags and one.subwiki_slug == "one" and one.language)
    less = await what_if.hide_options(eva, post.id)
    assert (less.why, less.of) == ("why.joined", 40)
    offered = {(offer.kind, offer.value): offer for offer in less.offers}
    assert offered["subwiki", "one"].count == sum(one.subwiki_slug == "one" for one in everything)
    assert offered["followed_tag", "climate"].count == offered["tag", "climate"].count == sum("climate" in one.tags for one in everything)
    assert offered["source", post.domain].count == sum(one.domain == post.domain for one in everything)
    assert ("person", post.author) in offered
    assert ("language", post.language) in offered
    words = {offer.value: offer for offer in less.words}
    said = post.headline.casefold().split()
    assert words[said[-2] if said[-1].startswith("#") else said[-1]].done is False
    assert "over" not in words
    # It stands in more than a quarter of today's posts: to hide it would be to hide the day.
    assert "climate" in post.headline.casefold()
    assert "climate" not in words
    with pytest.raises(NotFound):
        await what_if.hide_options(eva, 10**6)
    assert next(offer.kind for offer in (await what_if.hide_options(Viewer(), post.id)).offers) == "source"


async def test_the_cost_of_an_effect_does_not_grow_with_what_is_chosen(
    count_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    eva = await world()
    dice = random.Random(4)
    few, many = (
        document(subwikis=["one"]),
        document(words=[f"w{dice.random()}" for _ in range(150)], **{k: LISTS[k] for k in ("subwikis", "people", "tags")}),
    )
    for chosen in (few, many):
        with count_statements() as sent:
            await what_if.effect(eva, chosen)
        assert len(sent) <= 6


async def test_function_words_of_a_headline_are_not_offered_to_be_hidden() -> None:
    ana, eva = await make_member("ana"), await make_member("eva")
    place = await make_subwiki("one", by=ana)
    post = await make_post(ana, place, headline="The end of an ice age on İstanbul'da")
    less = await what_if.hide_options(eva, post)
    assert [offer.value for offer in less.words] == ["end", "ice", "age", "istanbul", "da"]
